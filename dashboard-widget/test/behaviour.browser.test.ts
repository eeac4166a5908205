import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Breakdown } from '../../collector/src/contract/index.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage, type HostPage, type HostPageOptions } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

describe('<stats-panel>', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let hosts: HostPage[] = [];

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterEach(async () => {
    // Whatever a test does, the host's content security policy holds and no error reaches the page.
    const complaints = hosts.flatMap((host) => host.complaints);
    await Promise.all(hosts.map((host) => host.close()));
    hosts = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  describe('the chart', () => {
    it('is walked with the arrow keys, which speak each point, and zooms in on Enter', async () => {
      const page = await open('period="7d"');
      const plot = page.locator('[role="slider"]');
      await plot.focus();
      await page.keyboard.press('Home');
      expect(await plot.getAttribute('aria-valuenow')).toBe('1');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowLeft');
      expect(await plot.getAttribute('aria-valuenow')).toBe('2');
      expect(await plot.getAttribute('aria-valuetext')).toMatch(/^\w{3}, \w{3} \d+, \d{4}: [\d,]+ Visitors$/);
      expect(await page.locator('[part="tooltip"]').textContent()).toContain('Visitors');
      await page.keyboard.press('Escape');
      expect(await page.locator('[part="tooltip"]').count()).toBe(0);
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await expect.poll(() => plot.getAttribute('aria-label')).toContain('by Hour');
      expect(await plot.getAttribute('aria-valuemax')).toBe('24');
    });

    it('zooms in on the days that are dragged over', async () => {
      const page = await open();
      const box = (await page.locator('[role="slider"]').boundingBox())!;
      await page.mouse.move(box.x + box.width * 0.3, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
      await page.mouse.up();
      await expect.poll(() => page.locator('[role="slider"]').getAttribute('aria-valuemax')).toMatch(/^(9|1\d)$/);
      expect(await page.getByRole('button', { name: /^Date range: \w{3} \d+/ }).count()).toBe(1);
    });

    it('draws the card that is clicked', async () => {
      const page = await open();
      await page.locator('stats-card[metric="bounce_rate"] [part="card"]').click();
      await expect.poll(() => page.locator('[role="slider"]').getAttribute('aria-label')).toContain('Bounce rate');
      expect(await page.locator('stats-card [aria-pressed="true"]').count()).toBe(1);
      expect(await page.locator('stats-chart svg text').allTextContents()).toContain('0%');
    });

    it('draws the hours of the site\'s own day, whatever the reader\'s time zone', async () => {
      const page = await open('period="7d"', { timezoneId: 'Pacific/Auckland' });
      await page.getByRole('combobox', { name: 'Interval' }).selectOption('hour');
      const plot = page.locator('[role="slider"]');
      await expect.poll(() => plot.getAttribute('aria-label')).toContain('by Hour');
      await plot.focus();
      await page.keyboard.press('Home');
      expect(await plot.getAttribute('aria-valuetext')).toContain('12:00 AM');
    });

    it('is saved as a picture that stands alone, in both forms', async () => {
      const page = await open('compare', { scheme: 'dark' });
      await expect.poll(() => page.locator('path.previous').first().getAttribute('d')).toMatch(/^M/);
      const drawing = await save(page, 'SVG');
      const text = drawing.toString('utf8');
      expect(text).toContain('xmlns="http://www.w3.org/2000/svg"');
      expect(text).toContain('mara.example: Visitors');
      expect(text).not.toMatch(/var\(|class=|light-dark|<script|style=/);
      expect(text).toMatch(/stroke="rgb\(159, 176, 255\)"/);
      const painting = await save(page, 'PNG');
      expect(painting.subarray(1, 4).toString()).toBe('PNG');
      expect(painting.readUInt32BE(16)).toBeGreaterThan(2_000);
      expect(painting.length).toBeGreaterThan(10_000);
    });
  });

  describe('filters', () => {
    it('are made by a click on a row, shown as chips, and taken away again', async () => {
      const page = await open();
      const all = await visitors(page);
      await page.locator('stats-breakdown').nth(2).locator('button.name', { hasText: 'Germany' }).click();
      await expect.poll(() => visitors(page)).toBeLessThan(all);
      expect(await page.locator('.chip').textContent()).toMatch(/Countries:\s+Germany/);
      await page.getByRole('button', { name: 'Remove filter: Countries: Germany' }).click();
      await expect.poll(() => visitors(page)).toBe(all);
      expect(await page.locator('.chip').count()).toBe(0);
    });

    it('of one dimension are alternatives; a part of a name is found through the form', async () => {
      const page = await open();
      const countries = page.locator('stats-breakdown').nth(2);
      await countries.locator('button.name', { hasText: 'Germany' }).click();
      await expect.poll(() => page.locator('.chip').count()).toBe(1);
      const one = await settled(page);
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('Dimension').selectOption('country');
      await page.getByRole('combobox', { name: 'Value' }).fill('FR');
      await page.getByRole('button', { name: 'Apply' }).last().click();
      await expect.poll(() => page.locator('.chip').count()).toBe(2);
      await expect.poll(() => visitors(page)).toBeGreaterThan(one);
      await page.getByRole('button', { name: 'Clear all' }).click();
      expect(await page.locator('.chip').count()).toBe(0);
    });

    it('take the name of a value as the tables show it, suggest the dimension\'s values, and take no value that cannot be', async () => {
      const page = await open();
      const { rows } = await collector.ask<Breakdown>(collector.portfolio, 'breakdown?period=30d&dimension=country&limit=100');
      const field = page.getByRole('combobox', { name: 'Value' });
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByLabel('Dimension').selectOption('country');
      const suggested = (): Promise<string[]> => page.locator('stats-filter option:not([selected])').evaluateAll((options) => options.filter((option) => option.parentElement!.matches('datalist')).map((option) => (option as HTMLOptionElement).value));
      await expect.poll(suggested).toContain('Germany');
      expect((await suggested()).length).toBe(rows.length);
      await field.fill('Germny');
      await page.getByRole('button', { name: 'Apply' }).last().click();
      expect(await field.evaluate((input) => (input as HTMLInputElement).validationMessage)).toBe('Nothing in this range');
      await field.fill('germany');
      await field.press('Enter');
      await expect.poll(() => visitors(page)).toBe(rows.find((row) => row.value === 'DE')!.visitors);
      expect(await page.locator('.chip').textContent()).toMatch(/Countries:\s+Germany/);

      // What a site has too many of is searched.
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await field.fill('xdotool');
      await expect.poll(async () => (await suggested()).every((path) => path.includes('xdotool')) && (await suggested()).length).toBeGreaterThan(0);
    });

    it('and range are in the page\'s address where the host wants it, and the back button undoes them', async () => {
      const page = await open('sync-url');
      await page.locator('stats-breakdown').nth(2).locator('button.name', { hasText: 'Germany' }).click();
      await expect.poll(() => page.url()).toContain('stats-filter=country%3Ais%3ADE');
      await page.locator('[role="slider"]').press('w');
      await expect.poll(() => page.url()).toContain('stats-period=7d');
      await page.goBack();
      await expect.poll(() => page.url()).toContain('stats-period=30d');
      expect(await page.locator('.chip').count()).toBe(1);
      await page.goBack();
      await expect.poll(() => page.locator('.chip').count()).toBe(0);

      const shared = await open('sync-url', { search: '?tab=2&stats-period=90d&stats-filter=device:is_not:desktop&stats-compare=1' });
      expect(await shared.getByRole('button', { name: 'Date range: Last 90 days' }).count()).toBe(1);
      expect(await shared.locator('.chip').textContent()).toMatch(/Devices is not\s+Desktop/);
      expect(await shared.getByRole('button', { name: 'Compare' }).getAttribute('aria-pressed')).toBe('true');
      expect(shared.url()).toContain('tab=2');
    });

    it('leave the page\'s address alone where the host does not ask for it', async () => {
      const page = await open();
      const address = page.url();
      await page.locator('[role="slider"]').press('w');
      await expect.poll(() => page.getByRole('button', { name: 'Date range: Last 7 days' }).count()).toBe(1);
      expect(page.url()).toBe(address);
    });
  });

  describe('the range', () => {
    it('is chosen from presets, from two dates and by keys', async () => {
      const page = await open();
      await page.getByRole('button', { name: 'Date range' }).click();
      await page.getByRole('button', { name: 'Last 12 months' }).click();
      await expect.poll(() => page.locator('[role="slider"]').getAttribute('aria-label')).toContain('by Month');
      await page.getByRole('button', { name: 'Date range' }).click();
      await page.getByLabel('From').fill('2026-01-05');
      await page.getByLabel('To', { exact: true }).fill('2026-01-01');
      await page.getByRole('button', { name: 'Apply' }).last().click();
      await expect.poll(() => page.getByRole('button', { name: 'Date range: Jan 1 – 5, 2026' }).count()).toBe(1);
      await page.locator('[role="slider"]').press('d');
      await expect.poll(() => page.getByRole('button', { name: 'Date range: Today' }).count()).toBe(1);
    });

    it('takes no letter for a key that is written into a field', async () => {
      const page = await open();
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('combobox', { name: 'Value' }).pressSequentially('dwy');
      expect(await page.getByRole('combobox', { name: 'Value' }).inputValue()).toBe('dwy');
      expect(await page.getByRole('button', { name: 'Date range: Last 30 days' }).count()).toBe(1);
    });
  });

  describe('tables', () => {
    it('have tabs that the arrow keys walk, and a list of what does not fit', async () => {
      const page = await open();
      const table = page.locator('stats-breakdown').first();
      await table.getByRole('tab', { name: 'Pages', exact: true }).press('ArrowRight');
      await expect.poll(() => table.locator('[role="tabpanel"]').getAttribute('aria-label')).toBe('Entry pages');
      expect(await table.getByRole('tab', { name: 'Entry pages' }).getAttribute('aria-selected')).toBe('true');
      await page.setViewportSize({ width: 360, height: 800 });
      await table.getByRole('combobox', { name: 'More' }).selectOption('event');
      await expect.poll(() => table.locator('tbody').textContent()).toContain('page_view');
    });

    it('show more rows when asked', async () => {
      const page = await open();
      const table = page.locator('stats-breakdown').first();
      expect(await table.locator('tbody tr').count()).toBe(9);
      await table.getByRole('button', { name: /^Show \d+ more$/ }).click();
      await expect.poll(() => table.locator('tbody tr').count()).toBeGreaterThan(50);
      await table.getByRole('button', { name: 'Show fewer' }).click();
      await expect.poll(() => table.locator('tbody tr').count()).toBe(9);
    });
  });

  describe('the host', () => {
    it('may keep the question as it is, and may take a file for itself', async () => {
      const page = await open();
      await page.locator('stats-panel').evaluate((panel) => {
        panel.addEventListener('stats-change', (event) => event.preventDefault(), { once: true });
        panel.addEventListener('stats-export', (event) => {
          event.preventDefault();
          panel.setAttribute('data-file', (event as unknown as { fileName: string }).fileName);
        });
      });
      await page.locator('[role="slider"]').press('w');
      expect(await page.getByRole('button', { name: 'Date range: Last 30 days' }).count()).toBe(1);
      let downloads = 0;
      page.on('download', () => (downloads += 1));
      await page.locator('stats-chart').getByRole('button', { name: 'Export' }).click();
      await page.locator('stats-chart').getByRole('button', { name: 'CSV' }).click();
      await expect.poll(() => page.locator('stats-panel').getAttribute('data-file')).toMatch(/^mara\.example-visitors-.*\.csv$/);
      expect(downloads).toBe(0);
    });

    it('learns through its own tracker how the panel is used, if it wants to', async () => {
      const init = (): void => {
        const page = globalThis as unknown as { track: unknown; tracked: unknown[] };
        page.tracked = [];
        page.track = (...call: unknown[]) => page.tracked.push(call);
      };
      const tracked = (page: Page): Promise<unknown> => page.evaluate(() => (globalThis as unknown as { tracked: unknown }).tracked);
      const silent = await open('view="marketing"', { init });
      await silent.locator('[role="slider"]').press('w');
      expect(await tracked(silent)).toEqual([]);

      const page = await open('view="marketing" track-usage', { init });
      await page.locator('[role="slider"]').press('w');
      await save(page, 'CSV');
      expect(await tracked(page)).toEqual([
        ['analytics.dashboard_view', { view: 'marketing' }],
        ['analytics.filter_change', { filter: 'period interval' }],
        ['analytics.export', { format: 'csv' }],
      ]);
    });

    it('sets the theme by its colour scheme, or by an attribute', async () => {
      const surface = (page: Page): Promise<string> => page.locator('.sheet').first().evaluate((sheet) => getComputedStyle(sheet).backgroundColor);
      expect(await surface(await open())).toBe('rgb(255, 255, 255)');
      expect(await surface(await open('', { scheme: 'dark' }))).toBe('rgb(23, 24, 27)');
      expect(await surface(await open('theme="dark"'))).toBe('rgb(23, 24, 27)');
      expect(await surface(await open('', { colorScheme: 'dark' }))).toBe('rgb(255, 255, 255)');
      expect(await surface(await open('theme="auto"', { colorScheme: 'dark' }))).toBe('rgb(23, 24, 27)');
    });

    it('may use the pieces by themselves, joined by a context', async () => {
      const token = await collector.token(collector.portfolio);
      const host = await openPage(browser, {
        collector: collector.url,
        body: `<stats-context site="${collector.portfolio}" token="${token}"><div><stats-card metric="visitors"></stats-card><stats-card metric="visits"></stats-card></div>
          <stats-chart></stats-chart><stats-breakdown dimensions="country"></stats-breakdown></stats-context>
          <stats-card id="alone" site="${collector.portfolio}" token="${token}" metric="page_views"></stats-card>`,
      });
      hosts.push(host);
      const { page } = host;
      await page.locator('stats-card[metric="visits"] [part="card"]').click();
      await expect.poll(() => page.locator('[role="slider"]').getAttribute('aria-label')).toContain('Visits by Day');
      await page.locator('button.name', { hasText: 'Germany' }).click();
      const alone = page.locator('#alone [part="card-value"]');
      const whole = await alone.textContent();
      await expect.poll(async () => number(await page.locator('stats-card[metric="visits"] [part="card-value"]').textContent())).toBeLessThan(number(whole) / 2);
      expect(await alone.textContent()).toBe(whole);
    });
  });

  it('draws names that are markup as text', async () => {
    const key = (await collector.addSite({ domain: 'markup.example' })).key;
    const evil = `"><img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`;
    await collector.import(key, [{
      id: '0190f3b0-0000-7000-8000-000000000001', event: 'page_view', timestamp: new Date(Date.now() - 3_600_000).toISOString(),
      actor: { type: 'visitor', id: '5b4f6f3e-6a39-4b67-9d43-0d5d61f6a001' }, properties: {},
      context: { url: `https://markup.example/?utm_campaign=x`, utm: { source: evil, campaign: evil, medium: evil } },
    }]);
    const page = await open('view="marketing"', {}, key);
    await page.locator('stats-breakdown').nth(1).locator('button.name', { hasText: 'onerror' }).click();
    await expect.poll(() => page.locator('.chip').textContent()).toContain(evil);
    expect(await page.locator('[part="finding"]').textContent()).toContain(evil);
    expect(await page.title()).toBe('Back office');
  });

  async function open(attributes = '', options: Partial<HostPageOptions> = {}, site = collector.portfolio): Promise<Page> {
    const host = await openPage(browser, {
      collector: collector.url, ...options, body: `<stats-panel site="${site}" token="${await collector.token(site)}" ${attributes}></stats-panel>`,
    });
    hosts.push(host);
    await host.page.locator('stats-chart [role="slider"]').waitFor();
    await host.page.locator('[part="row"]').first().waitFor();
    return host.page;
  }

  async function save(page: Page, format: string): Promise<Buffer> {
    const chart = page.locator('stats-chart');
    await chart.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), chart.getByRole('button', { name: format }).click()]);
    return readFile(await file.path());
  }

  const value = (page: Page): Locator => page.locator('stats-card[metric="visitors"] [part="card-value"]');
  const number = (text: string | null): number => Number((text ?? '').replaceAll(',', ''));
  const visitors = async (page: Page): Promise<number> => number(await value(page).textContent());

  /** The number of visitors once no question is open. */
  async function settled(page: Page): Promise<number> {
    await expect.poll(() => page.locator('stats-card [aria-busy="true"]').count()).toBe(0);
    return visitors(page);
  }
});

import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage, type HostPage, type HostPageOptions } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

describe('the range menu', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let hosts: HostPage[] = [];

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterEach(async () => {
    const complaints = hosts.flatMap((host) => host.complaints);
    await Promise.all(hosts.map((host) => host.close()));
    hosts = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  it('is used with the keyboard alone: days, weeks, months, the first and the last of a range', async () => {
    const page = await open('from="2026-03-10" to="2026-03-12"');
    await page.getByRole('button', { name: 'Date range' }).focus();
    await page.keyboard.press('Enter');
    const grid = page.getByRole('grid');
    await grid.waitFor();
    expect(await page.getByRole('heading', { name: 'March 2026' }).count()).toBe(1);
    expect(await selected(page)).toEqual(['Tue, Mar 10, 2026', 'Wed, Mar 11, 2026', 'Thu, Mar 12, 2026']);
    await grid.locator('[tabindex="0"]').focus();
    await walk(page, 'PageUp', 'February 12');
    await walk(page, 'ArrowUp', 'February 5');
    await walk(page, 'Home', 'February 1');
    await walk(page, 'ArrowRight', 'February 2');
    await page.keyboard.press('Enter');
    await expect.poll(() => selected(page)).toEqual(['Mon, Feb 2, 2026']);
    await walk(page, 'End', 'February 7');
    await walk(page, 'ArrowLeft', 'February 6');
    await page.keyboard.press(' ');
    await expect.poll(() => selected(page)).toHaveLength(5);
    expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe('2026-02-06');
    await page.getByRole('button', { name: 'Apply' }).press('Enter');
    await rangeNamed(page, 'Feb 2 – 6, 2026').waitFor();
    expect(await page.locator(':popover-open').count()).toBe(0);
  });

  it('takes two clicks in whichever order, and does not go beyond today', async () => {
    const page = await open('from="2026-03-10" to="2026-03-12"');
    await page.getByRole('button', { name: 'Date range' }).click();
    await page.getByRole('gridcell', { name: 'Mar 20, 2026' }).click();
    await page.getByRole('gridcell', { name: 'Mar 4, 2026' }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await rangeNamed(page, 'Mar 4 – 20, 2026').waitFor();

    await page.getByRole('button', { name: 'Date range' }).click();
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByRole('button', { name: 'Date range: Today' }).click();
    await page.locator('stats-calendar td.today').waitFor();
    await page.locator('stats-calendar [tabindex="0"]').focus();
    await page.keyboard.press('PageDown');
    expect(await page.locator('stats-calendar td.today[tabindex="0"]').count()).toBe(1);
  });

  it('names ranges that the calendar ends', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Date range' }).click();
    expect(await page.getByRole('button', { name: 'Last 7 days' }).getAttribute('aria-keyshortcuts')).toBe('W');
    const last = page.getByRole('button', { name: 'Last month' });
    expect(await last.getAttribute('aria-keyshortcuts')).toBeNull();
    await last.click();
    const plot = page.locator('[role="slider"]');
    await expect.poll(async () => Number(await plot.getAttribute('aria-valuemax'))).toBeGreaterThan(27);
    await plot.focus();
    await expect.poll(async () => {
      await page.keyboard.press('Home');
      return plot.getAttribute('aria-valuetext');
    }).toMatch(/^\w{3}, \w{3} 1, /);
  });

  it('compares with the year before, with any other range, and weekday by weekday; the page\'s address says so', async () => {
    const page = await open('sync-url');
    const asked: URL[] = [];
    page.on('request', (request) => { if (request.url().includes('/summary?')) asked.push(new URL(request.url())); });
    await page.getByRole('button', { name: 'Date range' }).click();
    await page.getByRole('radio', { name: 'Same period a year before' }).check();
    await expect.poll(() => page.locator('[part="finding"]').textContent()).toContain('in the same period a year before');
    await expect.poll(() => page.locator('stats-chart .legend').textContent()).toContain('Same period a year before, ');
    await page.getByRole('checkbox', { name: 'Match weekdays' }).check();
    await expect.poll(() => new URL(page.url()).searchParams.get('stats-against')).toBe('~year');
    await expect.poll(() => asked.some(({ searchParams }) => searchParams.get('compare') === 'year' && searchParams.get('match_weekday') === 'true')).toBe(true);
    await page.getByRole('radio', { name: 'Another period' }).check();
    await page.locator('stats-range .against input[type="date"]').first().fill('2026-10-01');
    await page.locator('stats-range .against input[type="date"]').last().fill('2026-10-10');
    await expect.poll(() => asked.some(({ searchParams }) => searchParams.get('compare_from') === '2026-10-01' && searchParams.get('compare_to') === '2026-10-10')).toBe(true);
    await expect.poll(() => page.locator('[part="finding"]').textContent()).toContain('in the period compared with');
    await page.keyboard.press('Escape');
    await page.goBack();
    await expect.poll(() => page.locator('[part="finding"]').textContent()).toContain('in the same period a year before');
  });

  it('begins the week where the language does, and runs from right to left', async () => {
    const days = async (lang: string, dir = 'ltr'): Promise<string[]> => {
      const page = await open('', { lang, dir });
      await page.locator('[popovertarget="range"]').click();
      return page.locator('stats-calendar th').allTextContents();
    };
    expect((await days('en-US'))[0]).toBe('Sun');
    expect((await days('de'))[0]).toBe('Mo');
    expect((await days('ar', 'rtl'))[0]).not.toBe('');
  });

  it('fits a phone', async () => {
    const page = await open('', { viewport: { width: 360, height: 780 } });
    await page.getByRole('button', { name: 'Date range' }).click();
    await page.locator('stats-calendar td.today').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const box = (await page.locator(':popover-open').boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(360);
  });

  it('says so where its code cannot be fetched, and works once it can', async () => {
    const page = await open('', {}, async (before) => before.route('**/stats-panel.tools.js', (route) => route.abort()));
    await page.getByRole('button', { name: 'Date range' }).click();
    await page.getByText('The collector cannot be reached.').waitFor();
    await page.unroute('**/stats-panel.tools.js');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Date range' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Last 7 days' }).count()).toBe(1);
  });

  const selected = (page: Page): Promise<(string | null)[]> =>
    page.locator('stats-calendar td[aria-selected="true"]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  const rangeNamed = (page: Page, name: string): Locator => page.getByRole('button', { name: `Date range: ${name}` });

  async function walk(page: Page, key: string, to: string): Promise<void> {
    await page.keyboard.press(key);
    const [month, day] = to.split(' ') as [string, string];
    await page.locator(`stats-calendar td:focus[aria-label*="${month.slice(0, 3)} ${day},"]`).waitFor();
  }

  /** @param before runs before there is a panel */
  async function open(attributes = '', options: Partial<HostPageOptions> = {}, before?: (page: Page) => Promise<unknown>): Promise<Page> {
    const site = collector.portfolio;
    const token = await collector.token(site);
    const host = await openPage(browser, { collector: collector.url, ...options, body: before ? '' : `<stats-panel site="${site}" token="${token}" ${attributes}></stats-panel>` });
    hosts.push(host);
    await before?.(host.page);
    if (before) await host.page.evaluate((given) => { document.querySelector('main')!.append(Object.assign(document.createElement('stats-panel'), given)); }, { site, token });
    await host.page.locator('stats-chart [role="slider"]').waitFor();
    return host.page;
  }
});

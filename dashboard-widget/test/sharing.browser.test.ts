import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { platformSite } from '../../collector/src/sites/platform-site.ts';
import type { Role } from '../../collector/src/contract/index.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import type { StatsPanel, StatsUsageEvent } from '../src/index.ts';
import { openPage, type HostPage, type HostPageOptions } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

describe('a panel', () => {
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

  it('is shared by a link that anybody can read, until it is deleted', async () => {
    const page = await open('view="marketing" period="7d"');
    await page.locator('stats-panel').evaluate((panel) => (panel as StatsPanel).context?.toggle({ dimension: 'device', operator: 'is', value: 'mobile' }));
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name, for your list' }).fill('For <b>Ada</b>');
    await page.getByLabel('Valid').selectOption('7');
    await page.getByRole('button', { name: 'Create link' }).click();
    const field = page.getByRole('textbox', { name: 'For <b>Ada</b>' });
    await field.waitFor();
    const url = await field.inputValue();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);

    // It opens what was on screen.
    expect(new URL(url).searchParams.get('view')).toBe('marketing');
    const guest = await (await browser.newContext()).newPage();
    await guest.goto(url.replace(new URL(url).origin, collector.url));
    await guest.locator('stats-panel[view="marketing"] stats-chart [role="slider"]').waitFor();
    expect(await guest.getByRole('button', { name: 'Date range: Last 7 days' }).count()).toBe(1);
    await expect.poll(() => guest.locator('.chip').textContent()).toMatch(/Devices:\s+Mobile/);
    await guest.context().close();

    const [, token] = url.split('#') as [string, string];
    const read = (): Promise<Response> => fetch(`${collector.url}/api/stats/${collector.portfolio}/summary`, { headers: { authorization: `Bearer ${token}` } });
    expect((await read()).status).toBe(200);
    await page.getByRole('button', { name: 'Delete link: For <b>Ada</b>' }).click();
    await expect.poll(async () => (await read()).status).toBe(401);
    await expect.poll(() => page.locator('stats-share li').count()).toBe(0);
  });

  it('offers no link to whoever may only read', async () => {
    const key = collector.portfolio;
    const manager = await collector.token(key);
    const made = await fetch(`${collector.url}/api/sites/${key}/shares`, {
      method: 'POST', headers: { authorization: `Bearer ${manager}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Guest' }),
    });
    const { token } = (await made.json()) as { token: string };
    const page = await open('', {}, token);
    await page.locator('[part="row"]').first().waitFor();
    expect(await page.getByRole('button', { name: 'Share', exact: true }).count()).toBe(0);
  });

  it('gives the address of what is being looked at, where that is in the page\'s address', async () => {
    const page = await open('sync-url');
    await page.locator('[role="slider"]').press('w');
    await expect.poll(() => page.url()).toContain('stats-period=7d');
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await page.getByRole('button', { name: 'Copy the link to this view' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  });

  it('says where a plan includes no links', async () => {
    const page = await open('', {}, await collector.token(collector.portfolio), async (before) => {
      await before.route('**/access?', async (route) => {
        const answer = await route.fetch();
        const access = (await answer.json()) as { allows: object };
        await route.fulfill({ response: answer, json: { ...access, allows: { ...access.allows, share_links: false } } });
      });
    });
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    await expect.poll(() => page.locator('stats-share').getByText('Your plan does not include this.').count()).toBe(1);
    expect(await page.locator('stats-share form').count()).toBe(0);
  });

  it('tells the collector how it is used where the host wants it and has no tracker of its own', async () => {
    const page = await open('view="marketing" track-usage', { init: collectUsage });
    await page.locator('[role="slider"]').press('w');
    const { siteId } = await platformSite(collector.sql);
    const stored = async (): Promise<unknown[]> => (await collector.sql`
      select event, properties - 'site' - 'role' as properties from passerby.raw_events where site_id = ${siteId} and event like 'analytics.%' order by ts`).map((row) => [row['event'], row['properties']]);
    await expect.poll(stored).toEqual([
      ['analytics.dashboard_view', { view: 'marketing' }],
      ['analytics.filter_change', { filter: 'period interval' }],
    ]);
    // And everybody by events, which a host can stop.
    expect(await page.evaluate(() => (globalThis as unknown as { used: unknown[] }).used)).toEqual(['analytics.dashboard_view', 'analytics.filter_change']);
  });

  async function open(attributes = '', options: Partial<HostPageOptions> = {}, token = '', before?: (page: Page) => Promise<unknown>, role: Role = 'admin'): Promise<Page> {
    const key = collector.portfolio;
    const host = await openPage(browser, { collector: collector.url, permissions: ['clipboard-read', 'clipboard-write'], ...options, body: `<stats-panel ${attributes}></stats-panel>` });
    hosts.push(host);
    const { page } = host;
    await before?.(page);
    await page.locator('stats-panel').evaluate((panel, given) => Object.assign(panel, given), { site: key, token: token || await collector.token(key, role) });
    await page.locator('stats-chart [role="slider"]').waitFor();
    return page;
  }
});

function collectUsage(): void {
  const used: string[] = [];
  Object.assign(globalThis, { used });
  addEventListener('stats-usage', (event) => used.push((event as StatsUsageEvent).usage.event));
}

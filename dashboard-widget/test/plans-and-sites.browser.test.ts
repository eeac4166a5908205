import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tokenSecret } from '../../collector/src/auth/secret.ts';
import { mintToken } from '../../collector/src/auth/tokens.ts';
import type { SitesOverview, Summary } from '../../collector/src/contract/index.ts';
import { setPlan } from '../../collector/src/plans/set-plan.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage, type HostPage } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

describe('<stats-panel>', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let hosts: HostPage[] = [];

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
    await setPlan(collector.sql, 'free', { name: 'Free', position: 1, history_days: 30, intervals: ['day', 'week'], export: false, funnels: false });
    await setPlan(collector.sql, 'pro', { name: 'Pro', position: 2 });
    await collector.sql`update passerby.sites set plan = 'free', owner = 'mara' where public_key = ${collector.portfolio}`;
    await collector.sql`update passerby.sites set plan = 'pro', owner = 'easel' where public_key = ${collector.builder}`;
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

  it('shows what a plan includes, without the comparison that it does not reach', async () => {
    const page = await open(collector.portfolio, await collector.token(collector.portfolio, 'artist'), 'marketing');
    await page.locator('stats-breakdown [part="row"]').first().waitFor();
    await expect.poll(async () => Number((await value(page, 'visitors')).replaceAll(',', ''))).toBeGreaterThan(1_000);
    await page.locator('stats-chart path.line').first().waitFor({ state: 'attached' });
    expect(await page.locator('stats-chart path.line').first().getAttribute('d')).toMatch(/^M/);
    expect(await page.locator('stats-panel .warning').count()).toBe(0);
  });

  it('says what a plan does not include, and which plan does: a report, a file, an interval, a range', async () => {
    const page = await open(collector.portfolio, await collector.token(collector.portfolio, 'artist'), 'marketing');
    const funnel = page.locator('stats-funnel .note');
    await expect.poll(() => funnel.textContent()).toBe('Your plan does not include this.Included in Pro.');
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    await page.locator('stats-goals').getByRole('button', { name: 'Export' }).click();
    await page.locator('stats-goals :popover-open').getByText('Your plan does not include this.').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('combobox', { name: 'Interval' }).locator('option[value="hour"]').isDisabled()).toBe(true);
    await page.locator('stats-panel').evaluate((panel) => panel.setAttribute('period', '12mo'));
    await expect.poll(() => page.locator('.trouble .note').textContent()).toBe('Your plan does not include this.Included in Pro.');
    await page.locator('stats-panel').evaluate((panel) => panel.setAttribute('period', '7d'));
    await expect.poll(() => page.locator('stats-card').count()).toBe(3);
    expect(await page.locator('.trouble').count()).toBe(0);
  });

  it('tells a new site on a small plan what to do, too', async () => {
    await collector.sql`update passerby.sites set plan = 'free' where public_key = ${collector.unvisited}`;
    const page = await open(collector.unvisited, await collector.token(collector.unvisited, 'artist'), 'portfolio');
    await expect.poll(() => page.getByText('No visit yet').count()).toBe(1);
  });

  it('looks at many sites at once, at those of a plan or an artist, and at one of them and back', async () => {
    const token = await mintToken({ secret: await tokenSecret(collector.sql, undefined), role: 'admin', sites: [collector.portfolio, collector.builder], ttlSeconds: 600 });
    const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${collector.url}/api/stats/${path}`, { headers: { authorization: `Bearer ${token}` } })).json()) as T;
    const page = await open('all', token, '');
    const all = await ask<Summary>('all/summary?period=30d');
    const { rows } = await ask<SitesOverview>('sites?period=30d');
    await expect.poll(() => value(page, 'visitors')).toBe(all.metrics.visitors.toLocaleString('en'));
    expect(rows.reduce((sum, row) => sum + row.visitors, 0)).toBe(all.metrics.visitors);
    await page.locator('stats-sites [part="row"]').first().waitFor();
    const shown = await page.locator('stats-sites tbody tr').evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll('bdi, td')].map((cell) => cell.textContent)));
    expect(shown).toEqual(rows.map((row) => [row.domain, row.owner, row.plan, ...[row.visitors, row.visits, row.page_views, row.contacts].map((count) => count.toLocaleString('en'))]));

    await page.getByRole('combobox', { name: 'Plan' }).selectOption('pro');
    const pro = await ask<Summary>('all/summary?period=30d&plan=pro');
    await expect.poll(() => value(page, 'visitors')).toBe(pro.metrics.visitors.toLocaleString('en'));
    expect(pro.metrics.visitors).toBe(rows.find((row) => row.plan === 'pro')!.visitors);
    await expect.poll(() => page.locator('stats-sites [part="row"]').count()).toBe(1);
    expect(await page.locator('.chip').textContent()).toMatch(/Plan:\s+pro/);

    await page.locator('stats-sites').getByRole('button', { name: 'builder.example' }).click();
    await expect.poll(() => page.locator('stats-panel .site').textContent()).toContain('builder.example');
    expect(await page.locator('.chip').count()).toBe(0);
    await page.getByRole('button', { name: 'All sites' }).click();
    await page.getByRole('combobox', { name: 'Artist' }).selectOption('mara');
    await expect.poll(() => value(page, 'visitors')).toBe(rows.find((row) => row.owner === 'mara')!.visitors.toLocaleString('en'));
  });

  it('leaves the choice of a site to a host that wants it', async () => {
    const token = await mintToken({ secret: await tokenSecret(collector.sql, undefined), role: 'admin', sites: [collector.portfolio, collector.builder], ttlSeconds: 600 });
    const page = await open('all', token, '');
    await page.locator('stats-panel').evaluate((panel) => panel.addEventListener('stats-site', (event) => {
      event.preventDefault();
      document.title = (event as Event & { site: string }).site;
    }));
    await page.locator('stats-sites').getByRole('button', { name: 'mara.example' }).click();
    expect(await page.title()).toBe(collector.portfolio);
    expect(await page.locator('stats-panel').getAttribute('site')).toBe('all');
  });

  async function open(site: string, token: string, view: string): Promise<Page> {
    const host = await openPage(browser, { collector: collector.url, body: `<stats-panel site="${site}" token="${token}" view="${view}"></stats-panel>` });
    hosts.push(host);
    return host.page;
  }

  const value = async (page: Page, metric: string): Promise<string> =>
    ((await page.locator(`stats-card[metric="${metric}"] [part="card-value"]`).textContent()) ?? '').trim();
});

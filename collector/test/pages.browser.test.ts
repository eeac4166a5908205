import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import type { CreatedShareLink } from '../src/contract/index.ts';
import { storeEvents } from './support/store-events.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let collector: TestCollector;
let browser: Browser;
let site: { site_id: number; key: string };
let link: CreatedShareLink;
const log: string[] = [];
beforeAll(async () => {
  [collector, browser] = await Promise.all([startCollector({ config: { logLevel: 'trace' }, logTo: { write: (line) => { log.push(line); } } }), launchBrowser()]);
  site = await collector.addSite({ domain: 'mara.example' });
  await storeEvents(collector.sql, site.site_id, [{ at: new Date(Date.now() - 3_600_000).toISOString(), path: '/works/' }]);
  await collector.aggregate();
  const headers = { authorization: `Bearer ${await collector.token(site.key, 'artist')}`, 'content-type': 'application/json' };
  link = await (await fetch(`${collector.url}/api/sites/${site.key}/shares`, { method: 'POST', headers, body: JSON.stringify({ name: 'For the gallery' }) })).json() as CreatedShareLink;
});
afterAll(async () => {
  await browser?.close();
  await collector?.close();
});

/** Opens a page; what it complained of, and which addresses it asked for. */
async function open(url: string): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' || message.text().includes('Content Security Policy')) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(url);
  return { page, complaints, asked };
}
const audit = async (page: Page): Promise<string[]> => (await new AxeBuilder({ page }).withTags(TAGS).analyze()).violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`);

describe('the page of a shared link', () => {
  it('shows the panel of its site, under a strict policy, and the token stands in no address that is asked for and in no log', async () => {
    const { page, complaints, asked } = await open(link.url);
    await page.locator('stats-panel [part~="row"]').filter({ hasText: '/works/' }).first().waitFor();
    expect(await audit(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => url.includes('/api/stats/')).length).toBeGreaterThan(2);
    expect(asked.filter((url) => !url.startsWith(collector.url))).toEqual([]);
    expect(asked.slice(1).filter((url) => url.includes(link.token))).toEqual([]);
    expect(log.join('')).not.toContain(link.token);
    await page.context().close();
  });

  it('says so where the link is not whole', async () => {
    for (const url of [`${collector.url}/share`, link.url.replace(/#.*/, ''), link.url.replace(/\?[^#]*/, ''), `${collector.url}/share?site=${site.key}#<img src=x onerror=alert(1)>`]) {
      const { page, asked } = await open(url);
      await page.getByRole('alert').waitFor();
      expect(await page.locator('stats-panel').count()).toBe(0);
      expect(await audit(page)).toEqual([]);
      expect(asked.filter((one) => one.includes('/api/'))).toEqual([]);
      await page.context().close();
    }
  });

  it('says so, and shows no figure, where the link has ended', async () => {
    const ended = link.url.slice(0, -5) + 'AAAAA';
    const { page } = await open(ended);
    await page.locator('stats-panel .trouble').first().waitFor();
    expect(await page.locator('stats-panel [part~="row"]').count()).toBe(0);
    await page.context().close();
  });
});

describe('every page of the collector', () => {
  it.each(['/share', '/api/docs', '/digest/unsubscribe'])('%s takes no foreign code, stands in no frame, and tells nobody where a reader came from', async (address) => {
    const { headers } = await fetch(collector.url + address);
    const policy = headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual(expect.arrayContaining([`default-src 'none'`, `base-uri 'none'`, `frame-ancestors 'none'`]));
    expect(policy?.filter((rule) => /unsafe|\*|https?:/.test(rule))).toEqual([]);
    expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer']);
  });
});

describe('a view of a shared link', () => {
  it('is the one that the link names', async () => {
    const { page, complaints } = await open(link.url.replace('#', '&view=portfolio#'));
    await page.locator('stats-panel[view="portfolio"] [part~="row"]').first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the page about the API', () => {
  it('reads well at every width, without a script and with nothing from elsewhere', async () => {
    const { page, complaints, asked } = await open(`${collector.url}/api/docs`);
    await page.getByRole('link', { name: 'GET /api/stats/{site}/summary' }).click();
    expect(new URL(page.url()).hash).toBe('#get_stats_summary');
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    expect(await audit(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(asked.map((url) => new URL(url).pathname).filter((path) => path !== '/favicon.ico').toSorted()).toEqual(['/api/docs', '/api/docs.css']);
    await page.context().close();
  });
});

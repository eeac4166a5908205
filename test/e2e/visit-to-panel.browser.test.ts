import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Breakdown, Summary } from '../../collector/src/contract/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { servePage, type PageServer } from '../support/page-server.ts';
import '../../sdk/src/types.ts';
import { freePort, passerbyJson, serve, type Serving } from '../support/passerby.ts';

/** The whole way, with nothing but what a user has: the command, a page with the tag, and the panel in another page. */
describe('a visit', () => {
  let database: FreshDatabase;
  let browser: Browser;
  let collector: Serving;
  let env: Record<string, string>;
  let pages: PageServer;

  beforeAll(async () => {
    database = await freshDatabase();
    env = { DATABASE_URL: database.url, PORT: String(await freePort()), HOST: '127.0.0.1' };
    collector = await serve(env);
    browser = await launchBrowser();
    pages = await servePage(({ searchParams }) => `<!doctype html><html lang="en"><title>Mara</title>${searchParams.has('panel')
      ? `<script type="module" src="${collector.url}/stats-panel.js"></script><stats-panel site="${searchParams.get('site')}" token="${searchParams.get('panel')}" period="today"></stats-panel>`
      : `<script defer src="${collector.url}/passerby.js" data-site="${searchParams.get('site')}" data-local></script><h1>Works</h1>`}`);
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await collector?.stop();
    await database?.drop();
  });

  it('with three views and a track() call reaches raw_events once, and the panel shows exactly that', async () => {
    const site = await addSite();
    await visit(site.key, async (page) => {
      await optIn(page);
      await navigate(page, '/works/');
      await navigate(page, '/contact/');
      await page.evaluate(() => { void window.track('contact_submitted', { form: 'contact' }); });
    });
    await expect.poll(() => stored(site.key), { timeout: 15_000 }).toEqual({ page_view: 3, contact_submitted: 1 });
    await shows(site.key, { visitors: 1, visits: 1, page_views: 3 });
  });

  it('while the collector is stopped is kept by the browser and counted once when both are back', async () => {
    const site = await addSite();
    const context = await browser.newContext();
    await visit(site.key, async (page) => {
      await optIn(page);
      await expect.poll(() => stored(site.key), { timeout: 15_000 }).toMatchObject({ page_view: 1 });
      await collector.stop();
      await navigate(page, '/works/');
      await page.evaluate(() => { void window.track('contact_submitted', { form: 'contact' }); });
    }, context);
    expect(await stored(site.key)).toEqual({ page_view: 1 });

    collector = await serve(env);
    await visit(site.key, async () => {
      await expect.poll(() => stored(site.key), { timeout: 30_000 }).toEqual({ page_view: 3, contact_submitted: 1 });
    }, context);
    await context.close();
    await shows(site.key, { visitors: 1, visits: 1, page_views: 3 });
  });

  it('is neither stored nor sent before the visitor opts in', async () => {
    const site = await addSite();
    await visit(site.key, async (page) => {
      const requests: string[] = [];
      page.on('request', (request) => { if (request.url().startsWith(collector.url)) requests.push(request.url()); });
      await page.evaluate(() => { void window.track('contact_submitted'); void window.track.flush(); });
      await page.evaluate(() => history.pushState(null, '', '/works/'));
      await page.waitForTimeout(2_500);
      expect(requests).toEqual([]);
      expect(await page.evaluate(() => Object.keys(localStorage).length + document.cookie.length)).toBe(0);
    });
    expect(await stored(site.key)).toEqual({});
  });

  async function addSite(): Promise<{ key: string }> {
    return passerbyJson(['site', 'add', '--domain', 'localhost', '--timezone', 'Europe/Berlin'], env);
  }

  /** Opens a page with the tag, does something in it, and closes the tab as a person would. */
  async function visit(key: string, act: (page: Page) => Promise<void>, context?: BrowserContext): Promise<void> {
    const own = context ?? (await browser.newContext());
    const page = await own.newPage();
    await page.goto(`${pages.url}/?site=${key}`);
    await page.waitForFunction(() => 'consent' in window.track);
    await act(page);
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => page.isClosed()).toBe(true);
    if (!context) await own.close();
  }

  /** Changes the address as a router does, and stays for a moment: what changes within a few frames is a redirect. */
  async function navigate(page: Page, path: string): Promise<void> {
    await page.evaluate((to) => history.pushState(null, '', to), path);
    await page.waitForTimeout(700);
  }

  async function optIn(page: Page): Promise<void> {
    await page.evaluate(() => { void window.track.consent('grant'); });
  }

  /** Events of a site in `raw_events`, by name; engagement depends on how long the test took. */
  async function stored(key: string): Promise<Record<string, number>> {
    const rows = await database.sql<{ event: string; count: number }[]>`
      select event, count(*)::int as count from passerby.raw_events join passerby.sites using (site_id)
      where public_key = ${key} and event <> 'engagement' group by event`;
    return Object.fromEntries(rows.map((row) => [row.event, row.count]));
  }

  /** Aggregates, then reads the figures in a panel on another page, from the API, and holds both to what is expected. */
  async function shows(key: string, expected: { visitors: number; visits: number; page_views: number }): Promise<void> {
    await passerbyJson(['aggregate'], env);
    const { token } = await passerbyJson<{ token: string }>(['token', '--site', key, '--role', 'artist'], env);
    const summary = await api<Summary>(`/api/stats/${key}/summary?period=today`, token);
    expect(summary.metrics).toMatchObject(expected);
    const byPage = await api<Breakdown>(`/api/stats/${key}/breakdown?period=today&dimension=page`, token);
    expect(byPage.rows.reduce((sum, row) => sum + row.page_views, 0)).toBe(expected.page_views);

    const page = await browser.newPage();
    await page.goto(`${pages.url}/?site=${key}&panel=${token}`);
    for (const [metric, value] of Object.entries(expected)) {
      await expect.poll(() => page.locator(`stats-card[metric="${metric}"] [part~="card-value"]`).first().textContent(), { timeout: 15_000 }).toContain(String(value));
    }
    await page.close();
  }

  async function api<T>(path: string, token: string): Promise<T> {
    const response = await fetch(collector.url + path, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  }
});

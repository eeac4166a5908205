import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startCollector, type TestCollector } from '../support/collector.ts';
import { servePage, type PageServer } from '../support/page-server.ts';

/** The page that the guide shows, as it stands there. */
const [, PAGE = ''] = /^```html page\n([^]*?)^```$/m.exec(readFileSync(path.resolve(import.meta.dirname, '../../docs/guides/html.md'), 'utf8')) ?? [];

describe('the page of the guide to any page', () => {
  let collector: TestCollector;
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startCollector(), launchBrowser()]);
    const { key } = await collector.addSite();
    const html = PAGE.replaceAll('https://stats.example.com', collector.url).replaceAll('pk_…', key).replaceAll('data-site', 'data-local data-site');
    server = await servePage(() => html);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await collector?.close();
  });

  it('counts its views, a tagged link and a tagged form once, after consent, and reads nothing of the form', async () => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.click('text=Ask about Harbour');
    await page.waitForURL(`${server.url}/works/`);
    await page.fill('input', 'a secret');
    await page.click('text=Send');
    await expect.poll(stored, { timeout: 30_000 }).toEqual([
      ['contact_submitted', '/works/', { form: 'contact' }], ['page_view', '/', null], ['page_view', '/works/', null], ['page_view', '/works/', null], ['work_enquiry', '/', { work: 'harbour' }],
    ]);
    await page.close();
  });

  async function stored(): Promise<unknown[][]> {
    const rows = await collector.sql<{ event: string; path: string; properties: unknown }[]>`
      select event, path, properties from passerby.raw_events where event <> 'engagement' order by event, path`;
    return rows.map(({ event, path: where, properties }) => [event, where, properties]);
  }
});

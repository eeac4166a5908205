import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { button, region, startBannerSite, stored, type BannerSite, type PageOptions } from './banner-site.ts';
import { built } from './built.ts';

/** Longer than the tracker collects events before it sends them. */
const INTERVAL_MS = 5_000;
const GPC = `<script>Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })</script>`;

describe('the banner with the tracker and a collector', () => {
  let browser: Browser;
  let collector: TestCollector;
  let site: BannerSite;
  beforeAll(async () => {
    [browser, collector, site] = await Promise.all([launchBrowser(), startCollector(), built('passerby.js').then((script) => startBannerSite({ '/passerby.js': script }))]);
  });
  afterAll(async () => { await browser.close(); await Promise.all([collector.close(), site.close()]); });

  /** A site of its own on the collector. */
  async function newSite() {
    const { key, site_id: siteId } = await collector.addSite();
    return {
      key,
      events: async (): Promise<string[]> => (await collector.sql`select event from passerby.raw_events where site_id = ${siteId} order by ts, event_id`).map((row) => String(row['event'])),
      proofs: () => collector.sql`select record_id, choice, version, chosen_at from passerby.consent_records where site_id = ${siteId} order by chosen_at`,
    };
  }

  async function open(context: BrowserContext, key: string, { head = '', attributes = '', ...options }: PageOptions = {}, tracker: 'before' | 'after' = 'before'): Promise<Page> {
    const tag = `<script defer src="/passerby.js" data-site="${key}" data-api="${collector.url}" data-local></script>`;
    const page = await context.newPage();
    await page.goto(site.page({
      key,
      attributes: `data-api="${collector.url}" ${attributes}`,
      head: head + (tracker === 'before' ? tag : ''),
      ...(tracker === 'after' && { body: `<h1>A page</h1><button data-consent-open>Privacy choices</button>${tag}` }),
      ...options,
    }));
    return page;
  }

  /** Every request to the collector from now on, as `METHOD /path`. */
  function watch(context: BrowserContext): string[] {
    const requests: string[] = [];
    context.on('request', (request) => {
      if (request.url().startsWith(collector.url)) requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });
    return requests;
  }

  for (const tracker of ['before', 'after'] as const) {
    it(`has nothing tracked until the visitor accepts, and then the page view too, with the tracker's tag ${tracker} its own`, async () => {
      const { key, events, proofs } = await newSite();
      const context = await browser.newContext();
      const requests = watch(context);
      await context.clock.install();
      const page = await open(context, key, {}, tracker);
      await context.clock.runFor(INTERVAL_MS);
      expect(await page.evaluate(() => window.track.consent())).toBe('pending');
      expect(await stored(page)).toEqual({});
      expect(requests).toEqual([]);

      await button(page, 'Accept').click();
      expect(await page.evaluate(() => window.track.consent())).toBe('granted');
      await context.clock.runFor(INTERVAL_MS);
      await expect.poll(events).toContain('page_view');
      await expect.poll(proofs).toHaveLength(1);
    });
  }

  it('leaves a proof of each decision with the collector, and one only of each', async () => {
    const { key, proofs } = await newSite();
    const context = await browser.newContext();
    const page = await open(context, key, { attributes: 'data-purposes="analytics,marketing" data-version="2026-03"' });
    await button(page, 'Accept').click();
    await expect.poll(proofs).toHaveLength(1);
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await button(page, 'Reject').click();
    await expect.poll(proofs).toHaveLength(2);
    expect((await proofs()).map(({ choice, version }) => ({ choice, version }))).toEqual([
      { choice: { analytics: true, marketing: true }, version: '2026-03' },
      { choice: { analytics: false, marketing: false }, version: '2026-03' },
    ]);
  });

  it('has nothing tracked after the visitor has refused, on later pages neither', async () => {
    const { key, events, proofs } = await newSite();
    const context = await browser.newContext();
    await context.clock.install();
    const page = await open(context, key);
    await button(page, 'Reject').click();
    await expect.poll(proofs).toHaveLength(1);
    const requests = watch(context);
    const next = await open(context, key);
    await context.clock.runFor(INTERVAL_MS);
    await next.close();
    expect(await page.evaluate(() => window.track.consent())).toBe('denied');
    expect(requests).toEqual([]);
    expect(await events()).toEqual([]);
    expect(Object.keys(await stored(page)).toSorted()).toEqual([`banner.passerby:${key}:consent`, `passerby:${key}:consent`]);
  });

  it('has what was kept removed when the visitor takes consent back', async () => {
    const { key } = await newSite();
    const page = await open(await browser.newContext(), key);
    await button(page, 'Accept').click();
    await expect.poll(async () => Object.keys(await stored(page)).length).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await button(page, 'Reject').click();
    expect(await page.evaluate(() => window.track.consent())).toBe('denied');
    expect(Object.keys(await stored(page)).toSorted()).toEqual([`banner.passerby:${key}:consent`, `passerby:${key}:consent`]);
  });

  it('has the tracker wait again once an answer is older than six months', async () => {
    const { key } = await newSite();
    const context = await browser.newContext();
    await context.clock.setFixedTime('2026-03-01T10:00:00Z');
    await button(await open(context, key), 'Accept').click();
    await context.clock.setFixedTime('2026-09-02T10:00:00Z');
    for (const tracker of ['before', 'after'] as const) {
      const page = await open(context, key, {}, tracker);
      expect(await region(page).isVisible()).toBe(true);
      expect(await page.evaluate(() => window.track.consent())).toBe('pending');
    }
  });

  it('has nothing tracked where the browser signals Global Privacy Control', async () => {
    const { key } = await newSite();
    const context = await browser.newContext();
    const requests = watch(context);
    await context.clock.install();
    const page = await open(context, key, { head: GPC });
    await context.clock.runFor(INTERVAL_MS);
    expect(await page.evaluate(() => window.track.consent())).toBe('denied');
    expect(await region(page).count()).toBe(0);
    expect(requests).toEqual([]);
  });

  for (const tracker of ['before', 'after'] as const) {
    it(`under the CCPA has all tracked until the visitor refuses, with the tracker's tag ${tracker} its own`, async () => {
      const { key, events } = await newSite();
      const context = await browser.newContext();
      await context.clock.install();
      const page = await open(context, key, { attributes: 'data-mode="ccpa"' }, tracker);
      await context.clock.runFor(INTERVAL_MS);
      await expect.poll(events).toContain('page_view');
      await page.getByRole('button', { name: 'Privacy choices' }).click();
      await button(page, 'Reject').click();
      expect(await page.evaluate(() => window.track.consent())).toBe('denied');
      const before = await events();
      const next = await open(context, key, { attributes: 'data-mode="ccpa"' }, tracker);
      await context.clock.runFor(INTERVAL_MS);
      expect(await next.evaluate(() => window.track.consent())).toBe('denied');
      expect(await events()).toEqual(before);
    });
  }
});

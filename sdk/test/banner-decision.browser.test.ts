import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { button, region, SITE_KEY, startBannerSite, stored, type BannerSite, type PageOptions } from './banner-site.ts';

const TRACKER_KEY = `passerby:${SITE_KEY}:consent`;
const RECORD_KEY = `banner.${TRACKER_KEY}`;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SEVERAL = 'data-purposes="analytics,marketing"';

/** Collects what the page is told. */
const LISTEN = '<script>told = []; document.addEventListener("consentchange", (event) => told.push(event.detail))</script>';
/** A tracker that remembers its calls. */
const TRACKER = '<script>calls = []; track = Object.assign(() => {}, { consent: (choice) => calls.push(choice)})</script>';
const signal = (property: string, value: string) => `<script>Object.defineProperty(Navigator.prototype, '${property}', { get: () => ${value} })</script>`;
const GPC = signal('globalPrivacyControl', 'true');

describe('a decision in the banner', () => {
  let browser: Browser;
  let site: BannerSite;
  beforeAll(async () => { [browser, site] = await Promise.all([launchBrowser(), startBannerSite()]); });
  afterAll(async () => { await browser.close(); await site.close(); });
  beforeEach(() => {
    site.proofs.length = site.requests.length = 0;
    site.answer(204);
  });

  /** A new visitor. */
  const visitor = (options?: BrowserContextOptions): Promise<BrowserContext> => browser.newContext(options);

  async function open(context: BrowserContext, options: PageOptions = {}, time?: string): Promise<Page> {
    const page = await context.newPage();
    if (time) await page.clock.setFixedTime(time);
    await page.goto(site.page(options));
    return page;
  }

  it('is not made for the visitor: before it, nothing is stored, sent or allowed', async () => {
    const page = await open(await visitor(), { head: LISTEN + TRACKER });
    await region(page).getByText('May we').click();
    await page.keyboard.press('Escape');
    await page.evaluate(() => scrollTo(0, 100));
    expect(await stored(page)).toEqual({});
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await page.evaluate('[told, calls]')).toEqual([[], []]);
    expect(await page.evaluate(() => window.passerbyBanner!.choice)).toBeUndefined();
    expect(site.requests).toEqual([]);
    expect(await region(page).isVisible()).toBe(true);
  });

  for (const [name, allowed] of [['Accept', true], ['Reject', false]] as const) {
    it(`to ${name.toLowerCase()} takes the banner away, from later pages too`, async () => {
      const context = await visitor();
      const page = await open(context);
      await button(page, name).click();
      expect(await page.locator('section').count()).toBe(0);
      expect(await page.evaluate(() => document.body.firstElementChild!.tagName)).toBe('MAIN');
      expect(await (await open(context)).locator('section').count()).toBe(0);
    });

    it(`to ${name.toLowerCase()} is told to the tracker by track.consent`, async () => {
      const page = await open(await visitor(), { head: TRACKER });
      await button(page, name).click();
      expect(await page.evaluate('calls')).toEqual([allowed ? 'grant' : 'deny']);
    });

    it(`to ${name.toLowerCase()} is known to a tracker that loads later, with the stub in its place until then`, async () => {
      const page = await open(await visitor(), { head: '<script>window.track=window.track||function(){(track.q=track.q||[]).push(arguments)}</script>' });
      await button(page, name).click();
      expect((await stored(page))[TRACKER_KEY]).toBe(allowed ? 'granted' : 'denied');
    });

    it(`to ${name.toLowerCase()} is told to the page as consentchange, now and on later pages`, async () => {
      const context = await visitor();
      const page = await open(context, { head: LISTEN }, '2026-03-01T10:00:00Z');
      await button(page, name).click();
      const record = { id: expect.stringMatching(UUID), version: '1', choice: { analytics: allowed }, time: '2026-03-01T10:00:00.000Z' };
      expect(await page.evaluate('told')).toMatchObject([record]);
      const next = await open(context, { head: LISTEN }, '2026-03-02T10:00:00Z');
      expect(await next.evaluate('told')).toMatchObject([record]);
      expect(await next.evaluate(() => window.passerbyBanner!.choice)).toEqual({ analytics: allowed });
    });
  }

  it('about several purposes lets the tracker follow analytics, wherever it stands among them', async () => {
    const page = await open(await visitor(), { head: TRACKER, attributes: 'data-purposes="marketing, analytics"' });
    await region(page).getByRole('checkbox', { name: 'marketing' }).check();
    await button(page, 'Selected').click();
    expect(await page.evaluate('calls')).toEqual(['deny']);
    expect(await page.evaluate(() => window.passerbyBanner!.choice)).toEqual({ marketing: true, analytics: false });
  });

  it('sends its proof once: a random id, the choice, the version, the time, and nothing else', async () => {
    const context = await visitor();
    const page = await open(context, { attributes: `${SEVERAL} data-version="2026-03"` }, '2026-03-01T10:00:00Z');
    await button(page, 'Reject').click();
    await expect.poll(() => site.proofs).toEqual([
      { site: SITE_KEY, record: { id: expect.stringMatching(UUID), version: '2026-03', choice: { analytics: false, marketing: false }, time: '2026-03-01T10:00:00.000Z' } },
    ]);
    await expect.poll(async () => JSON.parse((await stored(page))[RECORD_KEY]!)).toMatchObject(site.proofs[0]!.record);
    await expect.poll(async () => (await stored(page))[RECORD_KEY]).toContain('sent');
    await open(context, { attributes: `${SEVERAL} data-version="2026-03"` }, '2026-03-01T10:00:00Z');
    expect(site.requests).toEqual(['POST /api/consent']);
  });

  it('sends its proof again from later pages until it has arrived, with the same id', async () => {
    const context = await visitor();
    site.answer(503);
    const page = await open(context);
    await button(page, 'Accept').click();
    await expect.poll(() => site.requests).toHaveLength(1);
    await expect.poll(async () => (await stored(page))[RECORD_KEY]).toBeTruthy();
    const { id } = JSON.parse((await stored(page))[RECORD_KEY]!) as { id: string };
    site.answer(204);
    await open(context);
    await expect.poll(() => site.proofs.map((proof) => proof.record.id)).toEqual([id]);
  });

  it('has an id of its own each time, so that two decisions of a visitor cannot be told to be one visitor\'s', async () => {
    const page = await open(await visitor());
    await button(page, 'Accept').click();
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await button(page, 'Reject').click();
    await expect.poll(() => site.proofs).toHaveLength(2);
    expect(new Set(site.proofs.map((proof) => proof.record.id)).size).toBe(2);
  });

  it('has a random id on a page without https too', async () => {
    const context = await visitor();
    await context.route('http://insecure.test/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: pathname === '/' ? site.page() : site.url + pathname }) });
    });
    const page = await context.newPage();
    await page.goto('http://insecure.test/');
    expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false]);
    await button(page, 'Accept').click();
    await expect.poll(() => site.proofs.map((proof) => proof.record.id)).toEqual([expect.stringMatching(UUID)]);
  });

  it('goes to the collector that data-api names', async () => {
    const collector = await startBannerSite();
    const context = await visitor();
    const page = await open(context, { attributes: `data-api="${collector.url}"` });
    await button(page, 'Accept').click();
    await expect.poll(() => collector.requests).toEqual(['POST /api/consent']);
    expect(site.requests).toEqual([]);
    await collector.close();
  });

  it('is asked for again after six months, and not a day before; until then the tracker has no consent', async () => {
    for (const answer of ['Accept', 'Reject']) {
      const context = await visitor();
      await button(await open(context, {}, '2026-03-01T10:00:00Z'), answer).click();
      expect(await region(await open(context, {}, '2026-08-31T10:00:00Z')).count()).toBe(0);
      const page = await open(context, { attributes: SEVERAL }, '2026-09-01T10:00:01Z');
      expect(await region(page).isVisible()).toBe(true);
      expect(await stored(page)).toEqual({});
      for (const box of await region(page).getByRole('checkbox').all()) expect(await box.isChecked()).toBe(false);
    }
  });

  it('is asked for again where the question has a new version', async () => {
    const context = await visitor();
    await button(await open(context), 'Accept').click();
    const page = await open(context, { attributes: 'data-version="2"' });
    expect(await region(page).isVisible()).toBe(true);
    expect(await stored(page)).toEqual({});
    await button(page, 'Accept').click();
    expect(await region(await open(context, { attributes: 'data-version="2"' })).count()).toBe(0);
  });

  it('in one tab takes the banner away from the others', async () => {
    const context = await visitor();
    const [one, other] = [await open(context), await open(context, { head: LISTEN })];
    await button(one, 'Reject').click();
    await expect.poll(() => region(other).count()).toBe(0);
    expect((await other.evaluate<unknown[]>('told'))[0]).toMatchObject({ choice: { analytics: false } });
  });

  it('about a new version stands, though a tab with the old one is still open', async () => {
    const context = await visitor();
    const old = await open(context, { head: LISTEN });
    const page = await open(context, { attributes: 'data-version="2"' });
    await button(page, 'Accept').click();
    await expect.poll(() => region(old).count()).toBe(0);
    await expect.poll(() => old.evaluate('told.at(-1).sent')).toBeTruthy();
    expect(await region(await open(context, { attributes: 'data-version="2"' })).count()).toBe(0);
  });

  it('is seen by a page that comes back from the back/forward cache', async () => {
    const page = await open(await visitor());
    await page.evaluate(([key, record]) => { localStorage.setItem(key!, record!); }, [RECORD_KEY, JSON.stringify({ id: 'x', version: '1', choice: { analytics: true }, time: new Date().toISOString(), sent: 1 })]);
    expect(await region(page).isVisible()).toBe(true);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await region(page).count()).toBe(0);
  });

  it('is held for the page where the browser forbids storage', async () => {
    const context = await visitor();
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => { errors.push(error.message); });
    await page.goto(site.page({ head: LISTEN, headers: { 'content-security-policy': 'sandbox allow-scripts' } }));
    await button(page, 'Accept').click();
    expect(await region(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await page.keyboard.press('Escape');
    expect(await region(page).count()).toBe(0);
    expect(await page.evaluate(() => window.passerbyBanner!.choice)).toEqual({ analytics: true });
    expect(errors).toEqual([]);
  });

  it('is not lost on what is kept being unreadable: the visitor is asked', async () => {
    const context = await visitor();
    for (const rubbish of ['', 'null', '{', '[]', '{"version":"1"}', '"1"']) {
      const page = await open(context);
      await page.evaluate(([key, value]) => { localStorage.setItem(key!, value!); }, [RECORD_KEY, rubbish]);
      expect(await region(await open(context)).isVisible(), rubbish).toBe(true);
    }
  });

  for (const [name, head] of [['Global Privacy Control', GPC], ['Do Not Track', signal('doNotTrack', '"1"')]] as const) {
    it(`is what ${name} says, where the visitor has made none: all refused, no banner, nothing stored or sent`, async () => {
      const page = await open(await visitor(), { head: head + LISTEN, attributes: SEVERAL });
      expect(await page.locator('section').count()).toBe(0);
      expect(await page.evaluate('told')).toEqual([{ choice: { analytics: false, marketing: false } }]);
      expect(await stored(page)).toEqual({});
      expect(site.requests).toEqual([]);
    });

    it(`made after ${name} wins over it`, async () => {
      const context = await visitor();
      const page = await open(context, { head });
      await page.getByRole('button', { name: 'Privacy choices' }).click();
      await button(page, 'Accept').click();
      const next = await open(context, { head: head + LISTEN });
      expect(await next.evaluate('told')).toMatchObject([{ choice: { analytics: true } }]);
      expect(await next.locator('section').count()).toBe(0);
    });
  }

  describe('under the CCPA', () => {
    const attributes = 'data-mode="ccpa"';

    it('is not asked for: all is allowed until the visitor opens the banner and refuses', async () => {
      const context = await visitor();
      const page = await open(context, { attributes, head: LISTEN + TRACKER });
      expect(await page.locator('section').count()).toBe(0);
      expect(await page.evaluate('[told, calls]')).toEqual([[{ choice: { analytics: true } }], ['grant']]);
      expect(site.requests).toEqual([]);
      await page.getByRole('button', { name: 'Privacy choices' }).click();
      await button(page, 'Reject').click();
      expect(await page.evaluate('calls')).toEqual(['grant', 'deny']);
      await expect.poll(() => site.proofs.map((proof) => proof.record.choice)).toEqual([{ analytics: false }]);
    });

    it('to refuse lasts past six months and past new versions', async () => {
      const context = await visitor();
      const page = await open(context, { attributes }, '2026-03-01T10:00:00Z');
      await page.getByRole('button', { name: 'Privacy choices' }).click();
      await button(page, 'Reject').click();
      const later = await open(context, { attributes: `${attributes} data-version="2"`, head: LISTEN + TRACKER }, '2027-06-01T10:00:00Z');
      expect(await later.evaluate('[told, calls]')).toMatchObject([[{ choice: { analytics: false } }], []]);
      expect((await stored(later))[TRACKER_KEY]).toBe('denied');
    });

    it('is what Global Privacy Control says, though all was allowed before it was turned on', async () => {
      const context = await visitor();
      expect((await stored(await open(context, { attributes })))[TRACKER_KEY]).toBe('granted');
      const page = await open(context, { attributes, head: GPC + LISTEN + TRACKER });
      expect(await page.evaluate('[told, calls]')).toEqual([[{ choice: { analytics: false } }], ['deny']]);
      expect((await stored(page))[TRACKER_KEY]).toBe('denied');
    });
  });
});

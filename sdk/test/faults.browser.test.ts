import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { BEATS, INTERVAL, setHidden, startWorld, trackOnly, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

const YEAR = 365 * 86_400_000;

/** The lines B1 to B20 of the faults that must not lose, double or leak anything, in a real browser against a real collector. */
describe('faults', () => {
  let world: World;
  const cleanup: Cleanup[] = [];
  const start = (options?: VisitOptions): Promise<Visit> => visit(world, cleanup, options);

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  const flush = (page: Page): Promise<void> => page.evaluate(() => window.track.flush());

  /** Lets time pass until the next batch has been answered, or has failed. */
  async function nextAttempt(here: Visit, ms: number): Promise<void> {
    const over = Promise.race((['requestfinished', 'requestfailed'] as const).map((event) => here.page.waitForEvent(event as 'requestfinished')));
    await here.pass(ms);
    await over;
    await here.page.evaluate(() => undefined);
  }

  const trackMany = (page: Page, many: number): Promise<void> =>
    page.evaluate((count) => { for (let n = 0; n < count; n++) void window.track('counted', { n }); }, many);

  /** How many different events of that name are stored, and that none is stored twice is the table's own affair. */
  const counted = async (here: Visit, rows: number): Promise<number> => (await here.rows(rows)).filter(({ event }) => event === 'counted').length;

  /** What the page itself was troubled with. */
  function troubles(here: Visit): string[] {
    const seen: string[] = [];
    here.page.on('pageerror', (error) => seen.push(String(error)));
    return seen;
  }

  it('B1: 50 events made offline are 50 rows once the network is back', async () => {
    const here = await start();
    await here.drain();
    await here.context.setOffline(true);
    for (let n = 0; n < 50; n++) await trackOnly(here.page, 'counted', { n });
    await here.pass(10_000);
    await here.context.setOffline(false);
    expect(await counted(here, 52)).toBe(50);
  });

  describe('B2: the collector answers 500 three times, then 202', () => {
    for (const [random, delays] of [[0, [1_000, 2_000, 4_000]], [0.999, [2_000, 4_000, 8_000]]] as const) {
      it(`one copy is stored, and the waits grow from ${delays[0]} ms where chance gives ${random}`, async () => {
        const here = await start();
        await here.page.evaluate((value) => { Math.random = () => value; }, random);
        here.proxy.next({ status: 500 }, { status: 500 }, { status: 500 });
        await flush(here.page);
        for (const [attempt, delay] of delays.entries()) {
          await here.pass(delay - 500);
          expect(here.proxy.arrivals).toHaveLength(attempt + 1);
          await nextAttempt(here, 750);
          expect(here.proxy.arrivals).toHaveLength(attempt + 2);
        }
        expect(await here.rows(1)).toHaveLength(1);
      });
    }
  });

  describe('B3: the collector asks to wait', () => {
    for (const [form, retryAfter] of [['seconds', () => '120'], ['an HTTP date', () => new Date(Date.now() + 120_000).toUTCString()]] as const) {
      it(`by ${form}: no tab sends anything before`, async () => {
        const here = await start();
        here.proxy.next({ status: 503, retryAfter: retryAfter() });
        await flush(here.page);
        const other = await here.open('/other');
        await trackOnly(other, 'counted');
        await flush(other);
        await here.pass(60_000);
        await setHidden(other, true);
        await here.pass(50_000);
        await flush(here.page);
        expect(here.proxy.arrivals).toHaveLength(1);
        await here.pass(21_000);
        await flush(here.page);
        await here.rows(1);
      });
    }

    it('and the page is loaded anew meanwhile: that sends when the time is over, by itself', async () => {
      const here = await start();
      here.proxy.next({ status: 503, retryAfter: '30' });
      await flush(here.page);
      await here.page.reload();
      await here.pass(28_000);
      expect(here.proxy.arrivals).toHaveLength(1);
      await here.pass(3_000);
      await here.arrived(2);
      expect((await here.rows(2)).map(({ event }) => event)).toContain('page_view');
    });

    it('for a day: 5 minutes at the most', async () => {
      const here = await start();
      here.proxy.next({ status: 429, retryAfter: '86400' });
      await flush(here.page);
      await here.pass(290_000);
      expect(here.proxy.arrivals).toHaveLength(1);
      await here.pass(11_000);
      await here.arrived(2);
    });
  });

  it('B4: 400 is not resent; 413 splits the batch, and drops the single event that is too large, counted', async () => {
    const here = await start();
    here.proxy.next({ status: 400 });
    await flush(here.page);
    await here.pass(60_000);
    expect(here.proxy.arrivals).toHaveLength(1);
    await trackMany(here.page, 2);
    here.proxy.next({ status: 413 }, { status: 413 });
    await here.drain();
    expect(here.proxy.arrivals.map(({ batch }) => batch.events.length)).toEqual([1, 3, 1, 1, 1]);
    expect(here.proxy.arrivals[3]!.batch.dropped).toEqual({ refused: 1, too_large: 1 });
    expect(await here.rows(2)).toHaveLength(2);
  });

  it('B5: a tab is killed before the acknowledgement: the next page resends, under the same ids', async () => {
    const here = await start({ clock: false });
    here.proxy.always('hang');
    await trackMany(here.page, 3);
    await until('the events are under way', () => here.sent('counted').length === 3);
    const crashed = here.page.waitForEvent('crash');
    const session = await here.context.newCDPSession(here.page);
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    here.proxy.always();
    const next = await here.open('/next');
    await here.drain(next);
    const ids = here.sent('counted').map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(ids.length).toBeGreaterThan(3);
    expect(await counted(here, 6)).toBe(3);
  });

  it('B6: the acknowledgement is lost after the commit: resent, and stored once', async () => {
    const here = await start();
    await trackMany(here.page, 3);
    here.proxy.next('ack lost', 'ack lost');
    await flush(here.page);
    await here.rows(4);
    await until('the queue is empty', async () => {
      await here.pass(1_000);
      return (await here.queued()).length === 0;
    });
    expect(here.sent('counted').length).toBeGreaterThan(3);
    expect(await here.rows(4)).toHaveLength(4);
  });

  it('B7: storage is full: the queue is bounded, the oldest dropped and counted, and the page keeps its own', async () => {
    const here = await start({ init: () => {
      const fill = (length: number): void => {
        try {
          for (let n = 0; ; n++) localStorage.setItem(`own-${length}-${n}`, 'x'.repeat(length));
        } catch { if (length > 1) fill(length >> 2); }
      };
      if (localStorage.length === 0) fill(1 << 20);
    }, tag: '' });
    const errors = troubles(here);
    const own = await here.page.evaluate(() => Object.keys(localStorage).length);
    here.proxy.always('reset');
    await here.page.evaluate(() => window.track.consent('grant'));
    await trackMany(here.page, 1_004);
    here.proxy.always();
    await here.drain();
    expect(await counted(here, 1_000)).toBe(999);
    expect(here.proxy.arrivals.find(({ batch, fault }) => !fault && batch.dropped)!.batch.dropped).toEqual({ queue_full: 6 });
    expect(await here.page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('own-')).length)).toBe(own);
    const visits = here.sent('counted');
    expect(new Set(visits.map(({ actor }) => actor.id)).size).toBe(1);
    expect(errors).toEqual([]);
  });

  describe('B8: there is no storage', () => {
    const ways: Record<string, () => void> = {
      'it throws': () => { Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }); },
      'it is null': () => { Object.defineProperty(window, 'localStorage', { value: null }); },
    };
    for (const [way, init] of Object.entries(ways)) {
      it(`${way}: memory serves`, async () => {
        const here = await start({ init });
        const errors = troubles(here);
        here.proxy.next({ status: 503 });
        await flush(here.page);
        await trackMany(here.page, 3);
        await here.drain();
        expect(await counted(here, 4)).toBe(3);
        expect(new Set(here.sent().map(({ actor }) => actor.id)).size).toBe(1);
        expect(errors).toEqual([]);
      });
    }

    it('the page is in a sandboxed frame: memory serves', async () => {
      const here = await start({
        html: (path) => (path === '/framed' ? '<title>Framed</title>%TAG%<script>track("counted")</script>' : '<iframe sandbox="allow-scripts" src="/framed"></iframe>'),
      });
      const errors = troubles(here);
      await here.pass(INTERVAL);
      await until('the frame has sent', () => here.sent('counted').length > 0);
      expect(here.proxy.arrivals[0]!.headers.origin).toBe('null');
      expect(errors).toEqual([]);
    });
  });

  it('B9: entries of the queue are corrupt: they are dropped, counted, and the rest delivered', async () => {
    const here = await start();
    here.proxy.always('reset');
    await trackMany(here.page, 2);
    const name = (id: string) => `passerby:${here.key}:${id}`;
    await here.page.evaluate((entries) => { for (const [key, value] of entries) localStorage.setItem(key!, value!); }, [
      [name('01a0aaaa-0000-7000-8000-000000000001'), '{"id":"01a0aaaa-0000-7000-8000-00000000'],
      [name('01a0aaaa-0000-7000-8000-000000000002'), 'null'],
      [name('01a0aaaa-0000-7000-8000-000000000003'), '{"id":"another"}'],
      [name('dropped'), 'no JSON'],
      [name('id'), ',,,'],
      [name('retry'), 'soon'],
    ]);
    // Half of a surrogate pair is no text that could be sent as it is.
    await here.page.evaluate((key) => { localStorage.setItem(key, `{"id":"${key.slice(-36)}","event":"half","properties":{"text":"\ud800"}}`); }, name('01a0aaaa-0000-7000-8000-000000000004'));
    here.proxy.always();
    await here.page.reload();
    await here.drain();
    expect(await counted(here, 5)).toBe(2);
    expect(here.proxy.arrivals.flatMap(({ batch }) => (batch.dropped ? [batch.dropped] : []))).toContainEqual({ corrupt: 3 });
    expect(here.sent('half')).toHaveLength(1);
  });

  it('B10: three tabs make 300 events each: 900 rows, those of a tab that died too', async () => {
    const here = await start({ clock: false });
    const tabs = [here.page, await here.open('/two'), await here.open('/three')];
    here.proxy.always('reset');
    await Promise.all(tabs.map((tab) => trackMany(tab, 300)));
    await tabs[2]!.close();
    here.proxy.always();
    await here.page.reload();
    await here.drain();
    await here.drain(tabs[1]);
    expect(await counted(here, 906)).toBe(900);
  });

  describe('B11: the clock of the device', () => {
    for (const [way, offset] of [['a year behind', -YEAR], ['a year ahead', YEAR]] as const) {
      it(`is ${way}: the stored time is right`, async () => {
        const here = await start({ path: false });
        await here.page.clock.setSystemTime(Date.now() + offset);
        const before = Date.now();
        await here.open('/', here.page);
        await here.page.clock.setSystemTime(Date.now() + offset);
        await trackOnly(here.page, 'counted');
        await here.drain();
        const row = (await here.rows(3)).find(({ event }) => event === 'counted')!;
        expect(row.ts.getTime()).toBeGreaterThan(before - 10_000);
        expect(row.ts.getTime()).toBeLessThan(Date.now() + 10_000);
      });
    }

    it('jumps back a day: retries go on', async () => {
      const here = await start();
      here.proxy.next({ status: 503, retryAfter: '30' });
      await flush(here.page);
      await here.page.clock.setSystemTime(Date.now() - 86_400_000);
      await here.pass(10_000);
      await here.arrived(2);
      expect(await here.rows(1)).toHaveLength(1);
    });
  });

  it('B12: sendBeacon says true and nothing arrives: the event stays queued until it is acknowledged', async () => {
    const here = await start({ headers: { 'content-security-policy': "connect-src 'none'" } });
    expect(await here.page.evaluate(() => navigator.sendBeacon('/anywhere', 'x'))).toBe(true);
    await setHidden(here.page, true);
    await here.pass(60_000);
    expect(here.proxy.arrivals).toEqual([]);
    expect((await here.queued()).map(({ event }) => event)).toContain('page_view');
  });

  it('B13: consent is withdrawn while a request is in flight: it is cut off, writes nothing, and no other follows', async () => {
    const here = await start();
    await here.drain();
    const before = here.proxy.arrivals.length;
    await trackOnly(here.page, 'counted');
    here.proxy.next({ delay: 300 });
    const failed = here.page.waitForEvent('requestfailed');
    await here.page.evaluate(() => { void window.track.flush(); });
    await here.arrived(before + 1);
    await here.page.evaluate(() => window.track.consent('deny'));
    expect((await failed).failure()!.errorText).toContain('ABORTED');
    await here.rows(3);
    await here.pass(600_000);
    expect(await here.kept()).toEqual({ consent: 'denied' });
    expect(here.proxy.arrivals).toHaveLength(before + 1);
  });

  it('B14: before opt-in there is no key, no request, no probe', async () => {
    const here = await start({ tag: '', init: () => {
      window.notes = [];
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (...parameters) { window.notes.push(parameters); setItem.apply(this, parameters); };
    } });
    await trackMany(here.page, 30);
    await here.pass(600_000);
    await setHidden(here.page, true);
    expect(await here.page.evaluate(() => [window.notes, Object.fromEntries(Object.entries(localStorage))])).toEqual([[], {}]);
    expect(here.proxy.arrivals).toEqual([]);
  });

  it('B15: the strictest content security policy, with Trusted Types, is not violated', async () => {
    const here = await start({
      path: false,
      files: {
        '/page.js': `window.notes = []; addEventListener('securitypolicyviolation', (event) => window.notes.push(event.violatedDirective));
          window.track = window.track || function () { (track.q = track.q || []).push(arguments); }; track('counted'); addEventListener('submit', (event) => event.preventDefault());`,
      },
      html: '<title>Strict</title><script src="%PROXY%/page.js"></script>%TAG%<a id="out" href="%PROXY%/x.pdf" data-track="kit">Kit</a><form id="form"><button id="send">Send</button></form>',
      headers: { 'content-security-policy': "default-src 'none'; script-src 'self' http://127.0.0.1:*; connect-src http://127.0.0.1:*; require-trusted-types-for 'script'; trusted-types 'none'" },
    });
    const logged: string[] = [];
    here.page.on('console', (message) => logged.push(message.text()));
    await here.open('/', here.page);
    await here.page.click('#send');
    await here.page.click('#out', { button: 'middle' });
    await here.drain();
    await setHidden(here.page, true);
    expect(await counted(here, 3)).toBe(1);
    expect(here.sent().map(({ event }) => event)).toEqual(expect.arrayContaining(['page_view', 'form_submit', 'kit']));
    expect(await here.page.evaluate(() => window.notes)).toEqual([]);
    expect(logged.filter((text) => /violat|refused|blocked/i.test(text))).toEqual([]);
  });

  describe('B16: the page has changed the language', () => {
    const ways: Record<string, string> = {
      'froze its prototypes': 'for (const one of [Object, Array, Function, Promise, History, Storage, Event, Document]) { Object.freeze(one); Object.freeze(one.prototype); }',
      'overrode JSON.stringify and fetch after the tracker': 'addEventListener("load", () => { JSON.stringify = () => { throw 1; }; window.fetch = () => { throw 2; }; });',
      'wraps fetch before the tracker': 'const own = fetch; window.fetch = (...all) => own(...all);',
      'gave arrays another toJSON, as old libraries do': 'Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };',
      'patched history': 'const { pushState } = history; history.pushState = function (...all) { return pushState.apply(this, all); };',
      'made history read-only': 'Object.freeze(history); Object.defineProperty(History.prototype, "pushState", { writable: false });',
    };
    for (const [way, script] of Object.entries(ways)) {
      it(`it ${way}: all is delivered`, async () => {
        const here = await start({ head: `<script>${script}</script>` });
        const errors = troubles(here);
        await trackMany(here.page, 2);
        await here.page.evaluate(() => history.pushState(null, '', '/about'));
        await here.pass(2 * BEATS);
        await here.drain();
        expect(await counted(here, 6)).toBe(2);
        expect(here.sent('page_view').map(({ context }) => context.url!.slice(here.site.length))).toEqual(['/', '/about']);
        expect(errors).toEqual([]);
      });
    }
  });

  it('B17: track() takes anything: it never throws, and what cannot be sent is dropped and counted', async () => {
    const here = await start();
    const errors = troubles(here);
    const outcomes = await here.page.evaluate(async () => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      const strange: Record<string, unknown> = {
        cycle, getter: { get bad() { throw new Error('theirs'); } }, bigint: { n: 10n ** 30n },
        proxy: new Proxy({}, { ownKeys() { throw new Error('theirs'); } }),
        text: { long: 'ä'.repeat(1_000_000), cut: `${'x'.repeat(999)}\u{1f426}` },
        values: { nan: NaN, infinite: Infinity, nothing: undefined, date: new Date(0), run() {}, symbol: Symbol('s'), yes: true, none: null },
        node: { node: document.body }, array: { array: [1, 2] }, names: Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, n])),
        string: 'a string', number: 7, missing: undefined, empty: null,
      };
      const told: [string, Promise<string>][] = Object.entries(strange).map(([name, value]) => [name, window.track('strange', value as object)]);
      const name = (window.track as unknown as (...all: unknown[]) => Promise<string>);
      told.push(['no name', name()], ['symbol as name', name(Symbol('s'))], ['object as name', name({ toString() { throw new Error('theirs'); } })]);
      await window.track.flush();
      return Object.fromEntries(await Promise.all(told.map(async ([key, outcome]) => [key, await outcome] as const)));
    });
    expect(outcomes).toEqual({
      text: 'delivered', values: 'delivered', string: 'delivered', number: 'delivered', missing: 'delivered', empty: 'delivered',
      cycle: 'dropped', getter: 'dropped', bigint: 'dropped', proxy: 'dropped', node: 'dropped', array: 'dropped', names: 'dropped',
      'no name': 'dropped', 'symbol as name': 'dropped', 'object as name': 'dropped',
    });
    expect(errors).toEqual([]);
    expect(here.proxy.arrivals[0]!.batch.dropped).toEqual({ unserializable: 4 });
    const text = here.sent('strange').find(({ properties }) => 'long' in properties)!.properties;
    expect(String(text['long'])).toHaveLength(1_000);
    expect(here.sent('strange').find(({ properties }) => 'yes' in properties)!.properties).toEqual({
      nan: null, infinite: null, date: '1970-01-01T00:00:00.000Z', yes: true, none: null,
    });
  });

  it('B18: the script is there twice, and the page comes back from the cache: one page view each', async () => {
    const here = await start({ html: '<title>Twice</title>%TAG%<p>A page</p>%TAG%' });
    await here.drain();
    expect(here.sent('page_view')).toHaveLength(1);
    await here.page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await here.pass(2 * BEATS);
    await here.drain();
    expect(new Set(here.sent('page_view').map(({ id }) => id)).size).toBe(2);
  });

  it('B19: the 64 KiB that a page may have in flight are taken by others: what finds no room is sent later', async () => {
    const here = await start();
    await here.drain();
    here.proxy.always('hang');
    await here.page.evaluate((url) => { void fetch(`${url}/api/track`, { method: 'POST', keepalive: true, body: JSON.stringify({ events: [], pad: 'x'.repeat(60_000) }) }).catch(() => undefined); }, here.proxy.url);
    await here.page.evaluate(() => { for (let n = 0; n < 20; n++) void window.track('counted', { n, text: '€'.repeat(900) }); });
    const before = here.proxy.arrivals.length;
    await setHidden(here.page, true);
    expect(here.sent('counted').length).toBeLessThan(20);
    here.proxy.always();
    expect(before).toBeGreaterThan(0);
    await setHidden(here.page, false);
    await here.drain();
    expect(await counted(here, 20)).toBe(20);
  });

  it('B20: the collector hangs, the script itself too: the page, its links and its forms go on', async () => {
    const here = await start({
      path: false, clock: false,
      html: (path) => `<title>${path}</title>%TAG%<a id="link" href="/next">Next</a><form id="form" action="/sent"><button id="send">Send</button></form>`,
      tag: 'async data-consent="granted"',
    });
    await here.context.route('**/passerby.js', () => { /* never answered */ });
    await here.page.goto(`${here.site}/`, { waitUntil: 'domcontentloaded' });
    await here.page.click('#link', { noWaitAfter: true });
    await here.page.waitForURL('**/next', { waitUntil: 'domcontentloaded' });
    await here.context.unrouteAll();
    here.proxy.always('hang');
    await here.page.goto(`${here.site}/`);
    await until('a batch hangs', () => here.proxy.arrivals.length > 0);
    await here.page.click('#send');
    await here.page.waitForURL('**/sent?');
    await here.page.click('#link');
    await here.page.waitForURL('**/next');
    here.proxy.always();
    await here.open('/next', here.page);
    await here.drain();
    expect(new Set((await here.rows(9)).filter(({ event }) => event === 'page_view').map(({ path }) => path))).toEqual(new Set(['/', '/sent', '/next']));
  });

});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BEATS, INTERVAL, setHidden, startWorld, track, trackOnly, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

describe('consent', () => {
  let world: World;
  const cleanup: Cleanup[] = [];
  const start = (options?: VisitOptions): Promise<Visit> => visit(world, cleanup, { tag: '', ...options });

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  const choose = (here: Visit, choice: 'grant' | 'deny', page = here.page): Promise<string> => page.evaluate((value) => window.track.consent(value), choice);
  const state = (here: Visit, page = here.page): Promise<string> => page.evaluate(() => window.track.consent());

  /** What the browser keeps for the site, of ours or not. */
  const all = (here: Visit): Promise<unknown> => here.page.evaluate(async () => ({
    local: Object.fromEntries(Object.entries(localStorage)), session: Object.fromEntries(Object.entries(sessionStorage)), cookie: document.cookie, databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  const NOTHING = { local: {}, session: {}, cookie: '', databases: [] };

  const gpc = () => { Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }); };
  const dnt = () => { Object.defineProperty(navigator, 'doNotTrack', { value: '1' }); };

  describe('while pending', () => {
    it('nothing is stored, probed or sent, whatever happens', async () => {
      const here = await start({
        init: () => {
          window.notes = [];
          for (const method of ['setItem', 'removeItem', 'clear'] as const) {
            const original: (...parameters: never[]) => void = Storage.prototype[method];
            Storage.prototype[method] = function (...parameters: never[]) { window.notes.push(method); original.apply(this, parameters); };
          }
        },
      });
      expect(await state(here)).toBe('pending');
      await trackOnly(here.page, 'opened');
      await here.page.evaluate(() => history.pushState(null, '', '/about'));
      await here.pass(60_000);
      await here.page.evaluate(() => window.track.flush());
      await setHidden(here.page, true);
      await setHidden(here.page, false);
      await here.page.evaluate(() => { location.href = '/next'; });
      await here.page.waitForURL('**/next');
      expect(here.proxy.arrivals).toEqual([]);
      expect(here.proxy.others).toEqual([]);
      expect(await all(here)).toEqual(NOTHING);
      expect(await here.page.evaluate(() => window.notes)).toEqual([]);
    });

    it('a grant delivers what was held in memory, with one page view', async () => {
      const here = await start();
      await trackOnly(here.page, 'opened', { n: 1 });
      await here.pass(30_000);
      expect(await choose(here, 'grant')).toBe('granted');
      await here.drain();
      expect(here.sent().map(({ event }) => event)).toEqual(['page_view', 'opened']);
      const [view, opened] = here.sent();
      expect(view!.actor.id).toBe(opened!.actor.id);
      expect(view!.context.visit_id).toBe(opened!.context.visit_id);
      expect(view!.timestamp < opened!.timestamp || view!.id < opened!.id).toBe(true);
      expect(await here.rows(3)).toHaveLength(3);
    });

    it('a denial drops what was held in memory', async () => {
      const here = await start();
      expect(await choose(here, 'deny')).toBe('denied');
      await here.pass(10_000);
      expect(here.proxy.arrivals).toEqual([]);
      expect(await here.kept()).toEqual({ consent: 'denied' });
    });
  });

  it('is remembered on the next page', async () => {
    const here = await start();
    await choose(here, 'grant');
    await here.page.reload();
    expect(await state(here)).toBe('granted');
    await choose(here, 'deny');
    await here.page.reload();
    expect(await state(here)).toBe('denied');
  });

  describe('a denial', () => {
    it('cancels timers and follow-ups, and clears every key but the decision', async () => {
      const here = await start();
      await choose(here, 'grant');
      await here.drain();
      here.proxy.always({ status: 500 });
      await trackOnly(here.page, 'opened');
      await here.page.evaluate(() => window.track.flush());
      const before = here.proxy.arrivals.length;
      here.proxy.always();
      await choose(here, 'deny');
      expect(await here.kept()).toEqual({ consent: 'denied' });
      await trackOnly(here.page, 'later');
      await here.page.evaluate(() => history.pushState(null, '', '/about'));
      await here.pass(600_000);
      await setHidden(here.page, true);
      await setHidden(here.page, false);
      expect(here.proxy.arrivals).toHaveLength(before);
      expect(await here.kept()).toEqual({ consent: 'denied' });
    });

    it('leaves the keys of the page itself alone', async () => {
      const here = await start();
      await choose(here, 'grant');
      await here.page.evaluate(() => { localStorage['cart'] = '3'; localStorage['passerby'] = 'a bird'; });
      await choose(here, 'deny');
      expect(await here.page.evaluate(() => Object.fromEntries(Object.entries(localStorage)))).toEqual({ cart: '3', passerby: 'a bird', [`passerby:${here.key}:consent`]: 'denied' });
    });

    it('can be taken back: a grant resumes, as another visitor', async () => {
      const here = await start();
      await choose(here, 'grant');
      await here.drain();
      const before = here.sent('page_view')[0]!.actor.id;
      await choose(here, 'deny');
      await choose(here, 'grant');
      await trackOnly(here.page, 'back');
      await here.drain();
      expect(here.sent('back')).toHaveLength(1);
      expect(here.sent('back')[0]!.actor.id).not.toBe(before);
    });
  });

  describe('between tabs', () => {
    it('a grant in one is a grant in the other, and both hold the same visitor', async () => {
      const here = await start();
      const other = await here.open('/other');
      await choose(here, 'grant');
      await here.pass(BEATS, other);
      expect(await state(here, other)).toBe('granted');
      await here.drain();
      await here.drain(other);
      const views = here.sent('page_view');
      expect(new Set(views.map(({ context }) => context.url!.slice(here.site.length)))).toEqual(new Set(['/', '/other']));
      expect(new Set(views.map(({ actor }) => actor.id)).size).toBe(1);
      expect(new Set(views.map(({ context }) => context.visit_id)).size).toBe(1);
    });

    it('a denial in one is a denial in the other', async () => {
      const here = await start();
      await choose(here, 'grant');
      const other = await here.open('/other');
      await choose(here, 'deny');
      await here.pass(BEATS, other);
      expect(await state(here, other)).toBe('denied');
      const before = here.proxy.arrivals.length;
      expect(await track(other, 'opened')).toBe('dropped');
      await here.pass(10_000, other);
      expect(here.proxy.arrivals).toHaveLength(before);
      expect(await here.kept()).toEqual({ consent: 'denied' });
    });

    it('a decision that another tab has removed is asked for anew', async () => {
      const here = await start();
      await choose(here, 'grant');
      const other = await here.open('/other');
      await here.page.evaluate(() => localStorage.clear());
      await here.pass(BEATS, other);
      expect(await state(here, other)).toBe('pending');
      expect(await here.kept()).toEqual({});
    });

  });

  for (const [name, signal] of [['Global Privacy Control', gpc], ['Do Not Track', dnt]] as const) {
    describe(`with ${name}, it`, () => {
      it('is refused by default', async () => {
        const here = await start({ init: signal });
        expect(await state(here)).toBe('denied');
        expect(await track(here.page, 'opened')).toBe('dropped');
        await here.pass(10_000);
        expect(here.proxy.arrivals).toEqual([]);
        expect(await all(here)).toEqual(NOTHING);
      });

      it('is refused in the anonymous mode too', async () => {
        const here = await start({ tag: 'data-consent="anonymous"', init: signal });
        await here.pass(10_000);
        expect(await state(here)).toBe('denied');
        expect(here.proxy.arrivals).toEqual([]);
      });

      it('is what a later choice says', async () => {
        const here = await start({ init: signal });
        await choose(here, 'grant');
        await here.page.reload();
        expect(await state(here)).toBe('granted');
        await here.drain();
        expect(here.sent('page_view')).toHaveLength(1);
      });
    });
  }

  describe('in anonymous mode', () => {
    const tag = 'data-consent="anonymous"';

    it('events are sent at once with no id, and nothing at all is stored', async () => {
      const here = await start({ tag });
      expect(await state(here)).toBe('anonymous');
      await here.page.evaluate(() => window.track.identify('artist-7'));
      await trackOnly(here.page, 'opened');
      await here.pass(INTERVAL);
      await here.arrived(1);
      for (const { actor, context } of here.sent()) {
        expect(actor.id).toBeUndefined();
        expect(actor.user_id).toBeUndefined();
        expect(context.visit_id).toBeUndefined();
      }
      await here.drain();
      await setHidden(here.page, true);
      expect(await all(here)).toEqual(NOTHING);
      expect((await here.rows(2)).every(({ visitor, visit_id: visitId }) => visitor !== null && visitId === null)).toBe(true);
    });

    it('a failed batch is sent again from memory', async () => {
      const here = await start({ tag });
      here.proxy.next({ status: 503 });
      await here.page.evaluate(() => window.track.flush());
      await here.pass(5_000);
      await here.arrived(2);
      expect(await here.rows(1)).toHaveLength(1);
      expect(await all(here)).toEqual(NOTHING);
    });

    it('a refusal stops it, and is remembered', async () => {
      const here = await start({ tag });
      await here.drain();
      const before = here.proxy.arrivals.length;
      await choose(here, 'deny');
      await here.page.reload();
      expect(await track(here.page, 'opened')).toBe('dropped');
      await here.pass(10_000);
      expect(here.proxy.arrivals).toHaveLength(before);
      expect(await here.kept()).toEqual({ consent: 'denied' });
    });
  });

  describe('with another consent manager', () => {
    it('data-consent says what it knows', async () => {
      const granted = await start({ tag: 'data-consent="granted"' });
      expect(await state(granted)).toBe('granted');
      const denied = await start({ tag: 'data-consent="denied"' });
      expect(await state(denied)).toBe('denied');
      await denied.pass(10_000);
      expect(denied.proxy.arrivals).toEqual([]);
    });

    it('data-consent beats an older choice', async () => {
      let consent = 'granted';
      const here = await start({ path: false, html: () => `<title>A page</title>%TAG%<script>document.currentScript.previousElementSibling</script>`, tag: `data-consent="%CONSENT%"` });
      await here.page.route('**/*', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replace('%CONSENT%', consent) });
      });
      await here.open('/', here.page);
      expect(await state(here)).toBe('granted');
      consent = 'denied';
      await here.page.reload();
      expect(await state(here)).toBe('denied');
      expect(await here.kept()).toEqual({ consent: 'denied' });
    });

    it('every change is told to the page by a consentchange event', async () => {
      const here = await start({ init: () => {
        window.notes = [];
        addEventListener('consentchange', () => window.notes.push(window.track.consent()));
      } });
      await choose(here, 'grant');
      await choose(here, 'grant');
      await choose(here, 'deny');
      expect(await here.page.evaluate(() => window.notes)).toEqual(['pending', 'granted', 'denied']);
    });
  });

  it('track.forget() removes all that is kept, the decision included', async () => {
    const here = await start();
    await choose(here, 'grant');
    await here.drain();
    await trackOnly(here.page, 'opened');
    await here.page.evaluate(() => window.track.forget());
    expect(await state(here)).toBe('pending');
    expect(await all(here)).toEqual(NOTHING);
    const before = here.proxy.arrivals.length;
    await here.pass(10_000);
    expect(here.proxy.arrivals).toHaveLength(before);
  });

  describe('the visit', () => {
    it('is shared by tabs, and lasts while events are less than 30 minutes apart', async () => {
      const here = await start({ tag: 'data-consent="granted"' });
      await here.pass(29 * 60_000);
      await trackOnly(here.page, 'opened');
      await here.drain();
      const other = await here.open('/other');
      await here.drain(other);
      expect(new Set(here.sent().map(({ context }) => context.visit_id)).size).toBe(1);
      expect(new Set(here.sent().map(({ actor }) => actor.id)).size).toBe(1);
    });

    it('is another one after 30 minutes without an event, of the same visitor', async () => {
      const here = await start({ tag: 'data-consent="granted"' });
      await here.drain();
      await here.pass(30 * 60_000);
      await trackOnly(here.page, 'opened');
      await here.drain();
      const [view] = here.sent('page_view');
      const [opened] = here.sent('opened');
      expect(opened!.context.visit_id).not.toBe(view!.context.visit_id);
      expect(opened!.actor.id).toBe(view!.actor.id);
    });

    it('does not start again at popstate', async () => {
      const here = await start({ tag: 'data-consent="granted"' });
      await here.page.evaluate(() => history.pushState(null, '', '/about'));
      await here.pass(2 * BEATS);
      await here.page.goBack();
      await here.pass(2 * BEATS);
      await here.drain();
      expect(here.sent('page_view')).toHaveLength(3);
      expect(new Set(here.sent().map(({ context }) => context.visit_id)).size).toBe(1);
    });
  });
});

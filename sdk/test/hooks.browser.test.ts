import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BEATS, startWorld, track, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

describe('what the site decides', () => {
  let world: World;
  const cleanup: Cleanup[] = [];
  const start = (options?: VisitOptions): Promise<Visit> => visit(world, cleanup, options);

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  const hooked = (body: string): VisitOptions => ({
    head: `<script>function look(event) { ${body} }</script>`, tag: 'data-consent="granted" data-before="look"',
  });

  describe('data-before', () => {
    it('sees every event as it will be sent, and may edit it', async () => {
      const here = await start(hooked('event.properties.seen = event.actor.id; event.context.title = "Cut"; return event;'));
      await here.drain();
      const [view] = here.sent('page_view');
      expect(view!.context.title).toBe('Cut');
      expect(view!.properties['seen']).toBe(view!.actor.id);
    });

    it('drops an event with null', async () => {
      const here = await start(hooked('return event.event === "secret" ? null : event;'));
      expect(await track(here.page, 'secret')).toBe('dropped');
      await here.drain();
      expect(here.sent().map(({ event }) => event)).toEqual(['page_view']);
      expect(await here.queued()).toEqual([]);
    });

    it('leaves the page untouched when it throws; the event is dropped and counted', async () => {
      const here = await start(hooked('if (event.event === "bad") throw new Error("theirs"); return event;'));
      const errors: Error[] = [];
      here.page.on('pageerror', (error) => errors.push(error));
      expect(await track(here.page, 'bad')).toBe('dropped');
      await here.drain();
      expect(errors).toEqual([]);
      expect(here.proxy.arrivals.at(-1)!.batch.dropped).toEqual({ unserializable: 1 });
    });

    it('sends as they are the events of a page that has no such function', async () => {
      const here = await start({ tag: 'data-consent="granted" data-before="nowhere"' });
      await here.drain();
      expect(here.sent('page_view')).toHaveLength(1);
    });
  });

  it('merges the properties of track.set() into every event; the call wins', async () => {
    const here = await start();
    await here.page.evaluate(() => {
      window.track.set({ theme: 'dark', plan: 'free' });
      window.track.set({ plan: 'pro' });
      void window.track('opened', { theme: 'light' });
    });
    await here.drain();
    expect(here.sent('opened')[0]!.properties).toEqual({ theme: 'light', plan: 'pro' });
  });

  it('names who is logged in with track.identify(), until it names nobody', async () => {
    const here = await start();
    await here.page.evaluate(() => {
      window.track.identify('artist-7');
      void window.track('opened');
      window.track.identify();
      void window.track('opened');
    });
    await here.drain();
    const visitor = here.sent('page_view')[0]!.actor.id;
    expect(here.sent('opened').map(({ actor }) => actor)).toEqual([{ type: 'user', id: visitor, user_id: 'artist-7' }, { type: 'visitor', id: visitor }]);
  });

  it('tracks nothing on a path that is excluded, and all on others', async () => {
    const here = await start({ path: '/admin/sites/7', tag: 'data-consent="granted" data-exclude="/preview,/admin/*"' });
    expect(await track(here.page, 'saved')).toBe('dropped');
    for (const path of ['/preview', '/preview/of', '/administration']) {
      await here.page.evaluate((address) => history.pushState(null, '', address), path);
      await here.pass(2 * BEATS);
    }
    await here.drain();
    expect(here.sent('page_view').map(({ context }) => context.url!.slice(here.site.length))).toEqual(['/preview/of', '/administration']);
  });

  it('tracks nothing where a list is no pattern, and throws nothing either', async () => {
    const here = await start({ tag: 'data-consent="granted" data-exclude="/(,"', html: `<title>A page</title>%TAG%<script>notes = []; onerror = (message) => notes.push(message); track('at_once').then((outcome) => notes.push(outcome))</script>` });
    await here.pass(10 * BEATS);
    expect(await here.page.evaluate(() => window.notes)).toEqual(['dropped']);
    expect(here.proxy.arrivals).toEqual([]);
  });

  describe('addresses', () => {
    it('are told without query and hash, referrers too, but for the parameters that data-query keeps', async () => {
      const here = await start({ path: '/a?page=2&token=secret&tag-x=1#part', tag: 'data-consent="granted" data-query="page,tag-*"' });
      await here.page.evaluate(() => { location.href = '/b?email=me@example.com&page=3'; });
      await here.page.waitForURL('**/b**');
      await here.drain();
      const views = new Map(here.sent('page_view').map((event) => [event.id, event.context]));
      expect([...views.values()].map(({ url, referrer }) => [url, referrer])).toEqual([
        [`${here.site}/a?page=2&tag-x=1`, undefined], [`${here.site}/b?page=3`, `${here.site}/a?page=2&tag-x=1`],
      ]);
      expect(JSON.stringify(here.proxy.arrivals)).not.toMatch(/secret|me@/);
    });

    it('give their campaign parameters, and of a click id the name alone', async () => {
      const here = await start({ path: '/?utm_source=news&utm_medium=email&utm_campaign=spring&utm_term=blue&utm_content=top&gclid=person-1' });
      await here.drain();
      const { utm, click_id: clickId, url } = here.sent('page_view')[0]!.context;
      expect(utm).toEqual({ source: 'news', medium: 'email', campaign: 'spring', term: 'blue', content: 'top' });
      expect(clickId).toBe('gclid');
      expect(url).toBe(`${here.site}/`);
      expect(JSON.stringify(here.proxy.arrivals)).not.toContain('person-1');
    });
  });

  describe('without data-local', () => {
    const person = () => { Object.defineProperty(navigator, 'webdriver', { get: () => false }); };

    it('a visitor of the published site is tracked, on a page without TLS too', async () => {
      const here = await start({ local: false, host: 'portfolio.test', init: person });
      await here.drain();
      expect(here.sent('page_view')).toHaveLength(1);
    });

    it('localhost is not tracked', async () => {
      const here = await start({ local: false, init: person });
      expect(await track(here.page, 'opened')).toBe('dropped');
      await here.pass(5_000);
      expect(here.proxy.arrivals).toEqual([]);
    });

    it('a browser driven by automation is not tracked', async () => {
      const here = await start({ local: false, host: 'portfolio.test' });
      expect(await track(here.page, 'opened')).toBe('dropped');
      await here.pass(5_000);
      expect(here.proxy.arrivals).toEqual([]);
    });
  });

  it('leaves out a browser in which the refusal was set by hand, as owners do for their own', async () => {
    const here = await start({ tag: 'data-consent="anonymous"', path: false });
    await here.open('/', here.page);
    await here.page.evaluate((key) => localStorage.setItem(`passerby:${key}:consent`, 'denied'), here.key);
    const before = here.proxy.arrivals.length;
    await here.open('/', here.page);
    expect(await track(here.page, 'opened')).toBe('dropped');
    await here.pass(5_000);
    expect(here.proxy.arrivals.length - before).toBeLessThanOrEqual(1);
    expect(here.sent('opened')).toEqual([]);
  });

  describe('a call of track()', () => {
    it('tells that the event was delivered, once the collector has stored it', async () => {
      const here = await start();
      const outcome = track(here.page, 'opened');
      await here.page.evaluate(() => window.track.flush());
      expect(await outcome).toBe('delivered');
      expect((await here.rows(2)).map(({ event }) => event)).toContain('opened');
    });

    it('tells that the event is queued, when the first attempt fails', async () => {
      const here = await start();
      await here.drain();
      here.proxy.always('reset');
      const outcome = track(here.page, 'opened');
      await here.page.evaluate(() => window.track.flush());
      expect(await outcome).toBe('queued');
    });

    it('tells that the event is queued, while consent is pending', async () => {
      const here = await start({ tag: '' });
      expect(await track(here.page, 'opened')).toBe('queued');
    });

    it('tells that the event was dropped, when the collector refuses it', async () => {
      const here = await start();
      const outcome = track(here.page, 'Not A Name');
      await here.page.evaluate(() => window.track.flush());
      expect(await outcome).toBe('dropped');
      expect(await here.queued()).toEqual([]);
    });

    it('tells that the event was dropped, after a refusal', async () => {
      const here = await start({ tag: 'data-consent="denied"' });
      expect(await track(here.page, 'opened')).toBe('dropped');
    });
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { BEATS, setHidden, startWorld, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

describe('page views', () => {
  let world: World;
  const cleanup: Cleanup[] = [];
  const start = (options?: VisitOptions): Promise<Visit> => visit(world, cleanup, options);

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  /** Where the page views of the first tab were, when all that was coming has come. */
  async function views(here: Visit): Promise<string[]> {
    await here.pass(2 * BEATS);
    await here.drain();
    return here.sent('page_view').map(({ context }) => context.url!.slice(here.site.length));
  }

  it('reports one on load', async () => {
    const here = await start({ path: '/works' });
    expect(await views(here)).toEqual(['/works']);
    const id = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(here.sent('page_view')[0]).toEqual({
      id: expect.stringMatching(id),
      event: 'page_view',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      actor: { type: 'visitor', id: expect.stringMatching(id) },
      context: {
        url: `${here.site}/works`, title: 'Page /works', utm: {}, visit_id: expect.stringMatching(id), screen: { width: 1280, height: 720 },
        language: expect.any(String), time_zone: expect.any(String), sdk: { name: 'passerby', version: '0.1.0' },
      },
      properties: {},
    });
  });

  it('reports none with data-auto="false", until the page asks for one', async () => {
    const here = await start({ tag: 'data-consent="granted" data-auto="false"' });
    await here.page.evaluate(() => history.pushState(null, '', '/elsewhere'));
    expect(await views(here)).toEqual([]);
    await here.page.evaluate(() => { void window.track.page({ section: 'prints' }); });
    expect(await views(here)).toEqual(['/elsewhere']);
    expect(here.sent('page_view')[0]!.properties).toEqual({ section: 'prints' });
  });

  it('reports the address it is given', async () => {
    const here = await start({ tag: 'data-consent="granted" data-auto="false"' });
    await here.page.evaluate(() => { void window.track.page({}, { url: '/checkout/step-2' }); });
    expect(await views(here)).toEqual(['/checkout/step-2']);
  });

  it('reports pushState to a new path, once', async () => {
    const here = await start();
    await here.pass(BEATS);
    await here.page.evaluate(() => history.pushState(null, '', '/about'));
    expect(await views(here)).toEqual(['/', '/about']);
  });

  it('reports popstate, once', async () => {
    const here = await start();
    await here.page.evaluate(() => history.pushState(null, '', '/about'));
    await here.pass(2 * BEATS);
    await here.page.goBack();
    expect(await views(here)).toEqual(['/', '/about', '/']);
  });

  it('reports replaceState to a new address, once', async () => {
    const here = await start();
    await here.page.evaluate(() => history.replaceState(null, '', '/about'));
    expect(await views(here)).toEqual(['/', '/about']);
  });

  it('reports pushState and replaceState to the same address, as routers do it, once', async () => {
    const here = await start();
    await here.page.evaluate(() => {
      history.replaceState({ scroll: 0 }, '', location.href);
      history.pushState(null, '', '/about');
      history.replaceState({ key: 1 }, '', '/about');
    });
    expect(await views(here)).toEqual(['/', '/about']);
  });

  it('reports nothing when the same address is pushed again', async () => {
    const here = await start({ path: '/about' });
    await here.page.evaluate(() => history.pushState(null, '', '/about'));
    expect(await views(here)).toEqual(['/about']);
  });

  it('reports nothing when only what is cut from the address changes', async () => {
    const here = await start({ path: '/about' });
    await here.page.evaluate(() => history.pushState(null, '', '/about?token=secret#top'));
    expect(await views(here)).toEqual(['/about']);
  });

  it('ignores the hash by default', async () => {
    const here = await start({ path: '/#works' });
    await here.page.evaluate(() => { location.hash = '#about'; });
    expect(await views(here)).toEqual(['/']);
  });

  it('reports each change of the hash, once, with data-hash', async () => {
    const here = await start({ path: '/#/works', tag: 'data-consent="granted" data-hash' });
    for (const hash of ['#/about', '#/contact']) {
      await here.pass(2 * BEATS);
      await here.page.evaluate((value) => { location.hash = value; }, hash);
    }
    expect(await views(here)).toEqual(['/#/works', '/#/about', '/#/contact']);
  });

  it('reports a page that comes back from the back/forward cache, once', async () => {
    const here = await start({ path: '/works' });
    await here.drain();
    // A headless Chromium keeps no such cache: the page is told what it would be told.
    await here.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await setHidden(here.page, true);
    await here.pass(BEATS);
    expect(here.sent('page_view')).toHaveLength(1);
    await setHidden(here.page, false);
    await here.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await views(here)).toEqual(['/works', '/works']);
  });

  it('reports none while the tab is hidden, and exactly one when it is seen', async () => {
    const here = await start({ init: () => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }); } });
    expect(await views(here)).toEqual([]);
    await setHidden(here.page, false);
    expect(await views(here)).toEqual(['/']);
    await setHidden(here.page, true);
    await setHidden(here.page, false);
    expect(new Set(await views(here))).toEqual(new Set(['/']));
  });

  it('reports none while the page is prerendered, and exactly one when it is activated', async () => {
    // A headless Chromium prerenders nothing: the page is told what it would be told.
    const here = await start({
      init: () => {
        Object.defineProperty(document, 'prerendering', { configurable: true, get: () => true });
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
      },
    });
    expect(await views(here)).toEqual([]);
    await here.page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { configurable: true, get: () => false });
      document.dispatchEvent(new Event('prerenderingchange'));
    });
    await setHidden(here.page, false);
    expect(await views(here)).toEqual(['/']);
  });

  it('gives a view inside the document the address before as its referrer', async () => {
    const here = await start({ path: '/works' });
    await here.page.evaluate(() => history.pushState(null, '', '/works/harbour'));
    await views(here);
    expect(here.sent('page_view').map(({ context }) => context.referrer)).toEqual([undefined, `${here.site}/works`]);
  });

  it('reads the title after the router has set it', async () => {
    const here = await start();
    await here.page.evaluate(() => {
      history.pushState(null, '', '/about');
      setTimeout(() => { document.title = 'About me'; }, 150);
    });
    await views(here);
    expect(here.sent('page_view').map(({ context }) => context.title)).toEqual(['Page /', 'About me']);
  });

  it('reports a view that was still awaiting its title when the page was left', async () => {
    const here = await start();
    await here.pass(BEATS);
    await here.page.evaluate(() => {
      history.pushState(null, '', '/about');
      location.href = 'about:blank';
    });
    await until('the view has arrived', () => here.sent('page_view').length >= 2);
    expect(here.sent('page_view').map(({ context }) => context.url!.slice(here.site.length))).toEqual(['/', '/about']);
  });

  describe('in the moment between the script and the tasks in which it starts', () => {
    /** The clock stands still, so that those tasks do not come. */
    async function stopped(options: VisitOptions = {}): Promise<Visit> {
      const here = await start({ ...options, path: false });
      await here.page.goto(`${here.site}/works`);
      return here;
    }
    const seen = (here: Visit): string[] => here.sent().map(({ event }) => event);

    it('a page that is left is reported', async () => {
      const here = await stopped();
      await here.page.goto(`${here.elsewhere}/`);
      await until('the view has arrived', () => here.sent().length > 0);
      expect(seen(here)).toEqual(['page_view', 'engagement']);
      await here.open('/', here.page);
      await here.drain();
      expect(new Set(here.sent('page_view').map(({ id }) => id)).size).toBe(2);
    });

    it('a page that is hidden is reported', async () => {
      const here = await stopped();
      await setHidden(here.page, true);
      await until('the view has arrived', () => here.sent().length > 0);
      expect(seen(here)).toEqual(['page_view', 'engagement']);
    });

    it('a page that is left unseen is not reported', async () => {
      const here = await stopped({ init: () => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }); } });
      await here.page.evaluate(() => { void window.track('left_unseen'); });
      await here.page.goto(`${here.elsewhere}/`);
      await until('the event has arrived', () => here.sent().length > 0);
      expect(seen(here)).toEqual(['left_unseen']);
    });

    it('a call is delivered after the page view', async () => {
      const here = await stopped({ html: `<title>A page</title>%TAG%<script>track('at_once')</script>` });
      await here.drain();
      expect(seen(here)).toEqual(['page_view', 'at_once']);
    });

    it('a choice is made and told, and is not undone by the tag', async () => {
      const here = await stopped({ html: `<title>A page</title>%TAG%<script>notes = [track.consent('deny')]</script>` });
      expect(await here.page.evaluate(() => window.notes)).toEqual(['denied']);
      await here.pass(10 * BEATS);
      expect(await here.page.evaluate(() => window.track.consent())).toBe('denied');
      expect(here.proxy.arrivals).toEqual([]);
    });
  });

  it('leaves the page\'s history as it is, and its way into the back/forward cache open', async () => {
    const here = await start({ init: () => {
      const { addEventListener } = EventTarget.prototype;
      window.notes = [history.pushState, history.replaceState];
      EventTarget.prototype.addEventListener = function (...all: Parameters<typeof addEventListener>) {
        window.notes.push(all[0]);
        addEventListener.apply(this, all);
      };
    } });
    await here.pass(2 * BEATS);
    const [same, heard] = await here.page.evaluate(() => [window.notes[0] === history.pushState && window.notes[1] === history.replaceState, window.notes.slice(2)] as const);
    expect(same).toBe(true);
    expect(heard).toContain('pagehide');
    expect(heard.filter((type) => type === 'unload' || type === 'beforeunload')).toEqual([]);
  });

  it('starts one tracker for two script tags', async () => {
    const here = await start({ html: '<title>Twice</title>%TAG%%TAG%<p>A page</p>' });
    expect(await views(here)).toEqual(['/']);
  });

  it('delivers the calls made before it was there once, in order, after the page view', async () => {
    const stub = 'window.track=window.track||function(){(track.q=track.q||[]).push(arguments)};';
    const here = await start({ head: `<script>${stub}track('first', { n: 1 });track('second');</script>` });
    await here.drain();
    expect(here.sent().map(({ event }) => event)).toEqual(['page_view', 'first', 'second']);
    expect(here.sent('first')[0]!.properties).toEqual({ n: 1 });
  });

  it('reports a wrong address where the page that answers it says so', async () => {
    const here = await start({ html: (path) => (path === '/' ? '<title>Home</title>%TAG%' : `<title>Not found</title>%TAG%<script>track('not_found')</script>`), path: '/nowhere' });
    await here.drain();
    expect(here.sent().map(({ event, context }) => `${event} ${context.url!.slice(here.site.length)}`)).toEqual(['page_view /nowhere', 'not_found /nowhere']);
  });
});

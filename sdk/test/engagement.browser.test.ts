import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BEATS, setFocused, setHidden, startWorld, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

describe('engagement', () => {
  let world: World;
  const cleanup: Cleanup[] = [];
  const start = (options?: VisitOptions): Promise<Visit> => visit(world, cleanup, options);

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  const scrollTo = (page: Page, y: number): Promise<void> =>
    page.evaluate((top) => new Promise<void>((resolve) => {
      addEventListener('scroll', () => resolve(), { once: true });
      window.scrollTo(0, top);
    }), y);

  /** What was reported so far, once each. */
  async function reports(here: Visit): Promise<{ path: string; ms: number; depth: number }[]> {
    await here.drain();
    const events = new Map(here.sent('engagement').map((event) => [event.id, event]));
    return [...events.values()].map(({ context, properties }) => ({
      path: context.url!.slice(here.site.length), ms: Number(properties['engaged_ms']), depth: Number(properties['scroll_depth']),
    }));
  }

  it('counts visible and focused time only', async () => {
    const here = await start();
    await setFocused(here.page, true);
    await setHidden(here.page, true);
    await here.drain();
    await setHidden(here.page, false);
    await here.pass(5_000);
    await setFocused(here.page, false);
    await here.pass(7_000);
    await setFocused(here.page, true);
    await here.pass(1_000);
    await setHidden(here.page, true);
    await here.pass(9_000);
    await setHidden(here.page, false);
    await setHidden(here.page, true);
    expect((await reports(here)).at(-1)!.ms).toBe(6_000);
  });

  it('is sent when the page is hidden, by a beacon', async () => {
    const here = await start();
    await here.drain();
    await setHidden(here.page, true);
    const [, beacon] = await here.arrived(2);
    expect(beacon!.batch.events.map(({ event }) => event)).toEqual(['engagement']);
  });

  it('is sent before the next view inside the document, with the old address', async () => {
    const here = await start({ path: '/works' });
    await here.pass(4_000);
    await here.page.evaluate(() => history.pushState(null, '', '/about'));
    await here.pass(2 * BEATS);
    await here.drain();
    const order = here.sent().map(({ event, context }) => `${event} ${context.url!.slice(here.site.length)}`);
    expect(order).toEqual(['page_view /works', 'engagement /works', 'page_view /about']);
  });

  it('is not reported without a page view', async () => {
    const here = await start({ tag: 'data-consent="granted" data-auto="false"' });
    await here.pass(5_000);
    await setHidden(here.page, true);
    expect(await reports(here)).toEqual([]);
  });

  it('is not reported for a page that is excluded', async () => {
    const here = await start({ path: '/admin/sites', tag: 'data-consent="granted" data-exclude="/admin/*"' });
    await here.pass(5_000);
    await setHidden(here.page, true);
    await here.pass(5_000);
    expect(here.proxy.arrivals).toEqual([]);
  });

  it('waits with less than 3 seconds and no new scrolling, and adds it to the next report', async () => {
    const here = await start();
    await setHidden(here.page, true);
    await setHidden(here.page, false);
    expect(await reports(here)).toHaveLength(1);
    await setHidden(here.page, true);
    await setHidden(here.page, false);
    const before = (await reports(here)).length;
    await here.pass(2_000);
    await setHidden(here.page, true);
    expect(await reports(here)).toHaveLength(before);
    await setHidden(here.page, false);
    await here.pass(1_500);
    await setHidden(here.page, true);
    const after = await reports(here);
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)!.ms).toBe(3_500);
  });

  it('reports new scrolling at once, however short the time', async () => {
    const here = await start();
    await setHidden(here.page, true);
    await setHidden(here.page, false);
    await scrollTo(here.page, 720);
    await setHidden(here.page, true);
    expect((await reports(here)).map(({ depth }) => depth)).toEqual([20, 40]);
  });

  it('reports the greatest scroll depth', async () => {
    const here = await start();
    await scrollTo(here.page, 1_440);
    await scrollTo(here.page, 0);
    await setHidden(here.page, true);
    expect((await reports(here)).map(({ depth }) => depth)).toEqual([60]);
  });

  it('starts again with the next page', async () => {
    const here = await start();
    await scrollTo(here.page, 1_440);
    await here.page.evaluate(() => history.pushState(null, '', '/about'));
    await here.pass(2 * BEATS);
    await scrollTo(here.page, 0);
    await setHidden(here.page, true);
    expect((await reports(here)).map(({ path, depth }) => [path, depth])).toEqual([['/', 60], ['/about', 20]]);
  });

  it('reports 100 % for a page that is not longer than the window', async () => {
    const here = await start({ body: '<p>Short</p>' });
    await setHidden(here.page, true);
    expect((await reports(here)).map(({ depth }) => depth)).toEqual([100]);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { INTERVAL, setHidden, startWorld, trackOnly, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

const RETRY_AFTER_MOST = 300_000;

describe('the queue', () => {
  let world: World;
  const cleanup: Cleanup[] = [];
  const start = (options?: VisitOptions): Promise<Visit> => visit(world, cleanup, options);

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  /** Sends what waits now, whatever comes of it. */
  const flush = (here: Visit): Promise<void> => here.page.evaluate(() => window.track.flush());

  /** `track()` many times in one turn. */
  const trackMany = (here: Visit, many: number, page = here.page): Promise<void> =>
    page.evaluate((count) => { for (let n = 0; n < count; n++) void window.track('counted', { n }); }, many);

  const names = (here: Visit, batch: number): string[] => here.proxy.arrivals[batch]!.batch.events.map(({ event }) => event);

  it('sends nothing before the interval is over, and one request after it', async () => {
    const here = await start();
    await trackOnly(here.page, 'first');
    await here.pass(1_000);
    await trackOnly(here.page, 'second');
    await here.pass(500);
    expect(here.proxy.arrivals).toEqual([]);
    await here.pass(1_000);
    await here.arrived(1);
    expect(names(here, 0)).toEqual(['page_view', 'first', 'second']);
    await here.pass(10_000);
    expect(here.proxy.arrivals).toHaveLength(1);
    expect(here.proxy.others).toEqual([]);
  });

  it('sends soon when much is waiting', async () => {
    const here = await start();
    await trackMany(here, 30);
    await here.pass(500);
    expect((await here.arrived(1))[0]!.batch.events).toHaveLength(31);
  });

  it('asks for no preflight, by fetch or by beacon', async () => {
    const here = await start();
    await here.drain();
    await trackOnly(here.page, 'by_beacon');
    await setHidden(here.page, true);
    await until('the beacon has arrived', () => here.sent('by_beacon').length > 0);
    expect(here.proxy.others).toEqual([]);
    expect(new Set(here.proxy.arrivals.map(({ headers }) => headers['content-type']))).toEqual(new Set(['text/plain;charset=UTF-8']));
  });

  it('keeps an event in storage before the acknowledgement, and no longer', async () => {
    const here = await start();
    expect((await here.queued()).map(({ event }) => event)).toEqual(['page_view']);
    here.proxy.next('hang');
    void flush(here);
    await here.arrived(1);
    expect(await here.queued()).toHaveLength(1);
    await here.pass(31_000);
    await here.pass(INTERVAL);
    await until('the queue is empty', async () => (await here.queued()).length === 0);
    expect(await here.rows(1)).toHaveLength(1);
    expect(Object.keys(await here.kept()).sort()).toEqual(['consent', 'id']);
  });

  it('keeps an event after 500, and drops it after 400, counted', async () => {
    const here = await start();
    here.proxy.next({ status: 500 }, { status: 400 });
    await flush(here);
    const [event] = await here.queued();
    await flush(here);
    expect(here.proxy.arrivals[1]!.batch.events[0]!.id).toBe(event!.id);
    expect(await here.queued()).toEqual([]);
    await here.drain();
    expect(here.proxy.arrivals.at(-1)!.batch.dropped).toEqual({ refused: 1 });
  });

  it('takes nothing but an acknowledgement for one: a captive portal says 200 too', async () => {
    const here = await start();
    here.proxy.next({ status: 200, body: '<h1>Please log in to the network</h1>' }, { status: 200, body: '{}' }, { status: 204 });
    for (let attempt = 0; attempt < 3; attempt++) {
      await flush(here);
      expect(await here.queued()).toHaveLength(1);
    }
    await flush(here);
    expect(await here.queued()).toEqual([]);
    expect(await here.rows(1)).toHaveLength(1);
  });

  for (const status of [408, 429, 503]) {
    it(`honours Retry-After with ${status}`, async () => {
      const here = await start();
      here.proxy.next({ status, retryAfter: '60' });
      await flush(here);
      await here.pass(55_000);
      await flush(here);
      await setHidden(here.page, true);
      await setHidden(here.page, false);
      expect(here.proxy.arrivals).toHaveLength(1);
      await here.pass(6_000);
      await here.arrived(2);
      expect((await here.rows(2)).map(({ event }) => event)).toEqual(['page_view', 'engagement']);
    });
  }

  it('splits a batch after 413, and drops only the event that is too large even alone', async () => {
    const here = await start();
    await trackMany(here, 7);
    const tooLarge = { status: 413 };
    // 8 events: refused as eight and as four, taken as two and two, and so on; the last but one is refused alone.
    here.proxy.next(tooLarge, tooLarge, undefined, undefined, tooLarge, tooLarge);
    await flush(here);
    expect(here.proxy.arrivals.map(({ batch }) => batch.events.length)).toEqual([8, 4, 2, 2, 2, 1, 1, 1, 1]);
    expect(await here.queued()).toEqual([]);
    expect(await here.rows(7)).toHaveLength(7);
    expect(here.proxy.arrivals[6]!.batch.dropped).toEqual({ too_large: 1 });
  });

  it('keeps while offline, and sends when the network is back', async () => {
    const here = await start();
    await here.drain();
    await here.context.setOffline(true);
    await trackOnly(here.page, 'offline');
    await flush(here);
    expect(await here.queued()).toHaveLength(1);
    await here.context.setOffline(false);
    await until('the event has arrived', () => here.sent('offline').length > 0);
    expect(await here.rows(3)).toHaveLength(3);
  });

  it('resends under the same id what was in flight when the page was loaded again', async () => {
    const here = await start();
    here.proxy.next('ack lost');
    await flush(here).catch(() => undefined);
    await here.page.reload();
    await here.drain();
    const [first] = here.sent('page_view');
    expect(here.sent('page_view').filter(({ id }) => id === first!.id).length).toBeGreaterThan(1);
    expect((await here.rows(3)).filter(({ event_id: id }) => id === first!.id)).toHaveLength(1);
  });

  it('adopts on load what a closed tab has left', async () => {
    const here = await start();
    here.proxy.always('reset');
    await trackMany(here, 3);
    const left = (await here.queued()).map(({ id }) => id);
    await here.page.close();
    here.proxy.always();
    const tab = await here.open('/again');
    await here.drain(tab);
    expect(new Set((await here.rows(6)).map(({ event_id: id }) => id))).toEqual(new Set([...left, ...here.sent().map(({ id }) => id), ...here.sent('drain').map(({ id }) => id)]));
    expect(await here.queued(tab)).toEqual([]);
  });

  it('does not mix two sites of one origin', async () => {
    const here = await start();
    const other = JSON.stringify({ id: 'of-another-site' });
    await here.page.evaluate((json) => localStorage.setItem('passerby:pk_other:event-1', json), other);
    await here.page.reload();
    await here.drain();
    expect(JSON.stringify(here.proxy.arrivals)).not.toContain('of-another-site');
    expect(await here.page.evaluate(() => localStorage.getItem('passerby:pk_other:event-1'))).toBe(other);
  });

  it('sends once at visibilitychange and pagehide together', async () => {
    const here = await start();
    await here.drain();
    await trackOnly(here.page, 'last');
    await setHidden(here.page, true);
    await here.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    await here.arrived(2);
    await here.drain();
    expect(here.proxy.arrivals.slice(1).map(({ batch }) => batch.events.map(({ event }) => event))).toEqual([
      ['last', 'engagement'], ['last', 'engagement', 'drain'],
    ]);
  });

  it('does not take an event out of the queue for a beacon, but for the later acknowledgement', async () => {
    const here = await start();
    await setHidden(here.page, true);
    await here.rows(2);
    expect(await here.queued()).toHaveLength(2);
    await setHidden(here.page, false);
    await until('the queue is empty', async () => (await here.queued()).length === 0);
    expect(await here.rows(2)).toHaveLength(2);
  });

  it('sends events of other tabs by no beacon', async () => {
    const here = await start();
    here.proxy.always('reset');
    await trackOnly(here.page, 'of_another_tab');
    await here.page.close();
    const tab = await here.open('/again');
    await here.page.context().newPage();
    here.proxy.arrivals.length = 0;
    here.proxy.always();
    await setHidden(tab, true);
    await here.arrived(1);
    expect(here.sent('of_another_tab')).toEqual([]);
  });

  it('gives up asking where nobody answers, until the page is seen again', async () => {
    const here = await start({ init: () => { window.fetch = () => { window.notes.push('asked'); return Promise.reject(new TypeError('blocked')); }; window.notes = []; } });
    await flush(here);
    for (let minute = 0; minute < 60; minute++) await here.pass(60_000);
    const asked = await here.page.evaluate(() => window.notes.length);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(12);
    await setHidden(here.page, true);
    await setHidden(here.page, false);
    expect(await here.page.evaluate(() => window.notes.length)).toBe(asked + 1);
  });

  it('keeps 1,000 events; the oldest make room, counted', async () => {
    const here = await start();
    here.proxy.always('reset');
    await trackMany(here, 1_004);
    const queued = await here.queued();
    expect(queued).toHaveLength(1_000);
    expect(Math.min(...queued.map(({ properties }) => Number(properties['n'])))).toBe(4);
    here.proxy.always();
    await here.drain();
    expect((await here.rows(1_000)).filter(({ event }) => event === 'counted')).toHaveLength(999);
    expect(here.proxy.arrivals.find(({ batch, fault }) => !fault && batch.dropped)!.batch.dropped).toEqual({ queue_full: 6 });
  });

  it('gives up on an event after seven days, counted', async () => {
    const here = await start({ path: false });
    await here.open('/', here.page);
    here.proxy.always('reset');
    await trackOnly(here.page, 'old');
    const [view] = await here.queued();
    const aged = { ...view, timestamp: new Date(Date.now() - 7 * 86_400_000 - 60_000).toISOString() };
    await here.page.evaluate(([name, json]) => localStorage.setItem(name!, json!), [`passerby:${here.key}:${view!.id}`, JSON.stringify(aged)]);
    here.proxy.always();
    await here.page.reload();
    await here.drain();
    expect(here.proxy.arrivals.at(-1)!.batch.events.map(({ id }) => id)).not.toContain(view!.id);
    expect(here.proxy.arrivals.flatMap(({ batch }) => (batch.dropped ? [batch.dropped] : []))).toContainEqual({ expired: 1 });
  });

  it('leaves with more than 64 KiB: beacons take what they may, and the next page the rest', async () => {
    const here = await start({ clock: false });
    await here.drain();
    await here.page.evaluate(() => { for (let n = 0; n < 150; n++) void window.track('large', { n, text: 'ä'.repeat(900) }); });
    await here.page.evaluate(() => { location.href = '/next'; });
    await here.page.waitForURL('**/next');
    await here.drain();
    expect(new Set(here.sent('large').map(({ properties }) => properties['n'])).size).toBe(150);
    expect((await here.rows(150)).filter(({ event }) => event === 'large')).toHaveLength(150);
    expect(Math.max(...here.proxy.arrivals.map(({ bytes }) => bytes))).toBeLessThan(65_536);
  });

  it('gives ids that rise within a tab, many of one millisecond too, and when the clock goes back', async () => {
    const here = await start();
    await trackMany(here, 500);
    await here.page.clock.setSystemTime(Date.now() - 3_600_000);
    await trackMany(here, 5);
    await here.drain();
    const ids = here.sent().map(({ id }) => id);
    expect(ids).toHaveLength(506);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(506);
  });

  it('never waits longer than 5 minutes, whatever Retry-After says', async () => {
    const here = await start();
    here.proxy.next({ status: 503, retryAfter: '86400' });
    await flush(here);
    await here.pass(RETRY_AFTER_MOST - 10_000);
    expect(here.proxy.arrivals).toHaveLength(1);
    await here.pass(11_000);
    await here.arrived(2);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { until } from '../../../test/support/until.ts';
import { startBackEnd, type BackEnd, type Cleanup } from './back-end.ts';

describe('events of a back end', () => {
  let collector: TestCollector;
  const cleanup: Cleanup[] = [];
  const start = (more?: Parameters<typeof startBackEnd>[2]): Promise<BackEnd> => startBackEnd(collector, cleanup, more);

  beforeAll(async () => { collector = await startCollector(); });
  afterEach(async () => { for (const close of cleanup.splice(0).reverse()) await close(); });
  afterAll(() => collector.close());

  it('are delivered, under the secret key, with all that is told of them', async () => {
    const here = await start();
    const outcome = await here.tracker.track('order.paid', { amount: 12.5, gift: true }, {
      userId: 'u-7', plan: 'studio', url: 'https://mara.example/shop', clientAddress: '203.0.113.9', userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    });
    expect(outcome).toBe('delivered');
    expect(here.proxy.arrivals[0]!.headers.authorization).toBe(`Bearer ${here.options.secretKey}`);
    const [row] = await collector.sql`select * from passerby.raw_events where event = 'order.paid'`;
    expect(row).toMatchObject({ plan: 'studio', path: '/shop', browser: 'Safari' });
    expect(JSON.stringify(row)).not.toContain('203.0.113.9');
  });

  it('belong to a user, a visitor or nobody, as they are told', async () => {
    const here = await start();
    void here.tracker.track('one', {}, { userId: 'u-1' });
    void here.tracker.track('two', {}, { visitorId: '01a0aaaa-0000-7000-8000-000000000001' });
    void here.tracker.track('three');
    await here.tracker.flush();
    expect(here.sent().map(({ actor }) => actor.type)).toEqual(['user', 'visitor', 'system']);
  });

  it('go in batches, one at a time', async () => {
    const here = await start({ flushMs: 60_000 });
    for (let n = 0; n < 1_200; n++) void here.tracker.track('counted', { n });
    expect(await here.stored(1_200)).toHaveLength(1_200);
    expect(here.proxy.arrivals.map(({ batch }) => batch.events.length)).toEqual([500, 500, 200]);
  });

  it('wait for the interval where they are few', async () => {
    const here = await start({ flushMs: 200 });
    for (let n = 0; n < 5; n++) void here.tracker.track('counted', { n });
    await here.stored(5);
    expect(here.proxy.arrivals).toHaveLength(1);
  });

  it('are stored once under one id, however often they are reported', async () => {
    const here = await start();
    const id = '01a0aaaa-0000-7000-8000-000000000002';
    await Promise.all([here.tracker.track('order_paid', {}, { id }), here.tracker.track('order_paid', {}, { id })]);
    expect(await here.tracker.track('order_paid', {}, { id })).toBe('delivered');
    expect(await here.stored(1)).toEqual(['order_paid']);
  });

  it('that cannot be sent are dropped and counted, and nothing is thrown', async () => {
    const here = await start();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const outcomes = [
      here.tracker.track('big', { n: 1n }), here.tracker.track('circle', circle), here.tracker.track('never', {}, { timestamp: new Date(NaN) }),
      here.tracker.track('thrower', { get n(): number { throw new Error('no'); } }),
    ];
    expect(await Promise.all(outcomes)).toEqual(['dropped', 'dropped', 'dropped', 'dropped']);
    expect(await here.tracker.track('fine', { text: 'x'.repeat(5_000) })).toBe('delivered');
    expect(here.proxy.arrivals[0]!.batch.dropped).toEqual({ unserializable: 4 });
    expect(here.sent()[0]!.properties['text']).toHaveLength(1_000);
  });

  it('that the collector finds fault with are told apart from their neighbours', async () => {
    const here = await start();
    const outcomes = await Promise.all([here.tracker.track('fine'), here.tracker.track('Not A Name'), here.tracker.track('fine_too')]);
    expect(outcomes).toEqual(['delivered', 'dropped', 'delivered']);
    expect(here.dropped).toEqual(['rejected']);
  });

  it('are bounded in memory: the oldest make room, counted', async () => {
    const here = await start({ most: 10 });
    here.proxy.always('reset');
    const outcomes = Array.from({ length: 25 }, (_, n) => here.tracker.track('bounded', { n }));
    expect(await Promise.all(outcomes.slice(0, 15))).toEqual(Array(15).fill('dropped'));
    here.proxy.always();
    await here.stored(10);
    expect(here.sent().at(-1)!.properties).toEqual({ n: 24 });
    expect(here.proxy.arrivals.at(-1)!.batch.dropped).toEqual({ queue_full: 15 });
  });

  it('that are on their way make no room', async () => {
    const here = await start({ most: 2 });
    here.proxy.next({ delay: 300 });
    void here.tracker.track('under_way');
    await until('it is under way', () => here.proxy.arrivals.length === 1);
    void here.tracker.track('made_room');
    void here.tracker.track('kept');
    await until('what waits is sent', () => here.proxy.arrivals.length === 2);
    expect(here.sent().map(({ event }) => event)).toEqual(['under_way', 'kept']);
  });

  it('are given up on after seven days, counted', async () => {
    const here = await start();
    expect(await here.tracker.track('late', {}, { timestamp: new Date(Date.now() - 7.1 * 86_400_000) })).toBe('dropped');
    expect(await here.tracker.track('in_time')).toBe('delivered');
    expect(here.proxy.arrivals.map(({ batch }) => batch.dropped)).toEqual([{ expired: 1 }]);
  });

  it('go on where what hears of them throws', async () => {
    const complaints: unknown[] = [];
    const { error } = console;
    console.error = (thrown) => complaints.push(thrown);
    try {
      const here = await start({ onDrop() { throw new Error('theirs'); }, onError() { throw new Error('theirs'); } });
      here.proxy.next({ status: 500 });
      void here.tracker.track('fine');
      expect(await here.tracker.track('big', { n: 1n })).toBe('dropped');
      expect(await here.stored(1)).toEqual(['fine']);
      expect(complaints).toHaveLength(2);
    } finally {
      console.error = error;
    }
  });

  it('are sent before the tracker is closed, and none after', async () => {
    const here = await start({ flushMs: 60_000 });
    void here.tracker.track('last');
    expect(await here.tracker.close()).toBe(0);
    expect(await here.stored(1)).toEqual(['last']);
    expect(await here.tracker.track('too_late')).toBe('dropped');
  });

  it('do not keep a tracker from closing while nobody answers: it tells how many wait', async () => {
    const here = await start();
    here.proxy.always('hang');
    void here.tracker.track('stuck');
    expect(await here.tracker.close(100)).toBe(1);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { until } from '../../../test/support/until.ts';
import { startBackEnd, type BackEnd, type Cleanup } from './back-end.ts';

/** The browser's faults, as they befall a back end. */
describe('a back end under faults', () => {
  let collector: TestCollector;
  const cleanup: Cleanup[] = [];
  const start = (more?: Parameters<typeof startBackEnd>[2]): Promise<BackEnd> => startBackEnd(collector, cleanup, more);

  beforeAll(async () => { collector = await startCollector(); });
  afterEach(async () => { for (const close of cleanup.splice(0).reverse()) await close(); });
  afterAll(() => collector.close());

  const pauses = (here: BackEnd): number[] => here.proxy.arrivals.slice(1).map(({ at }, n) => at - here.proxy.arrivals[n]!.at);

  it('sends again after 500, ever later, until one copy is stored', async () => {
    const here = await start({ retryMs: 200 });
    here.proxy.next({ status: 500 }, { status: 500 }, { status: 500 });
    expect(await here.tracker.track('once')).toBe('queued');
    expect(await here.stored(1)).toEqual(['once']);
    for (const [n, least] of [100, 200, 400].entries()) expect(pauses(here)[n]).toBeGreaterThanOrEqual(least - 1);
    expect(here.errors).toHaveLength(3);
  });

  for (const status of [429, 503]) {
    for (const [form, retryAfter] of [['seconds', () => '1'], ['a date', () => new Date(Date.now() + 2_000).toUTCString()]] as const) {
      it(`sends nothing before Retry-After, told as ${form} with ${status}, not even when it is asked to`, async () => {
        const here = await start();
        here.proxy.next({ status, retryAfter: retryAfter() });
        await here.tracker.track('patient');
        void here.tracker.track('patient_too');
        await here.tracker.flush();
        expect(here.proxy.arrivals).toHaveLength(1);
        expect(await here.stored(2)).toEqual(['patient', 'patient_too']);
        expect(pauses(here)[0]).toBeGreaterThanOrEqual(990);
      });
    }
  }

  it('drops what is refused for good, counted', async () => {
    const here = await start();
    here.proxy.next({ status: 400 });
    expect(await here.tracker.track('refused')).toBe('dropped');
    expect(await here.tracker.track('fine')).toBe('delivered');
    expect(here.proxy.arrivals.at(-1)!.batch.dropped).toEqual({ refused: 1 });
  });

  it('keeps what is refused for the key\'s sake, until the key is put right', async () => {
    const here = await start({ folder: undefined });
    const folder = await here.folder();
    const wrong = here.start({ folder, secretKey: 'sk_wrong' });
    expect(await wrong.track('kept')).toBe('queued');
    expect(here.errors[0]!.message).toContain('401');
    expect(await wrong.close(0)).toBe(1);
    here.start({ folder });
    expect(await here.stored(1)).toEqual(['kept']);
  });

  it('splits a batch after 413, and drops only the event that is too large even alone', async () => {
    const here = await start();
    here.proxy.next({ status: 413 }, { status: 413 }, { status: 413 });
    const outcomes = await Promise.all(['one', 'two', 'three', 'four'].map((name) => here.tracker.track(name)));
    expect(outcomes).toEqual(['dropped', 'delivered', 'delivered', 'delivered']);
    expect(here.dropped).toEqual(['too_large']);
  });

  it('stores once what was stored when the acknowledgement was lost', async () => {
    const here = await start();
    here.proxy.next('ack lost');
    void here.tracker.track('once');
    await until('it is sent again', () => here.proxy.arrivals.length >= 2);
    expect(await here.stored(1)).toEqual(['once']);
    expect(new Set(here.sent().map(({ id }) => id)).size).toBe(1);
  });

  it('takes nothing but an acknowledgement for one', async () => {
    const here = await start();
    here.proxy.next({ status: 200, body: '<p>Log in to the network</p>' }, { status: 202, body: 'OK' });
    expect(await here.tracker.track('patient')).toBe('queued');
    expect(await here.stored(1)).toEqual(['patient']);
  });

  it('delivers 50 events made while nobody listened', async () => {
    const here = await start();
    await here.proxy.down();
    for (let n = 0; n < 50; n++) void here.tracker.track('away', { n });
    await until('it has failed', () => here.errors.length > 0);
    await here.proxy.up();
    expect(await here.stored(50)).toHaveLength(50);
  });

  it('gives up a request that is not answered, and sends again', async () => {
    const here = await start({ requestMs: 200 });
    here.proxy.next('hang');
    expect(await here.tracker.track('patient')).toBe('queued');
    expect(await here.stored(1)).toEqual(['patient']);
  });
});

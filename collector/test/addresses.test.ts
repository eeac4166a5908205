import { afterEach, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector, type TestCollectorOptions } from '../../test/support/collector.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import type { AddedSite } from '../src/sites/add-site.ts';

describe('the address of the device', () => {
  let collector: TestCollector;
  let site: AddedSite;
  afterEach(() => collector.close());

  async function start(options: TestCollectorOptions): Promise<void> {
    collector = await startCollector(options);
    site = await collector.addSite();
  }
  /** The pseudonym that an event gets: the same for the same address. */
  async function visitor(headers: Record<string, string> = {}): Promise<string> {
    const event = wireEvent();
    await track(collector.url, { site: site.key, events: [event] }, headers);
    const [row] = await collector.sql<{ visitor: string }[]>`select visitor from passerby.raw_events where event_id = ${event.id}`;
    return row?.visitor ?? '';
  }
  const status = async (forwarded: string): Promise<number> => (await track(collector.url, { site: site.key, events: [] }, { 'x-forwarded-for': forwarded })).status;

  it('A4 X-Forwarded-For and its like are not believed where no proxy is trusted', async () => {
    await start({});
    const own = await visitor();
    for (const name of ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'forwarded', 'x-client-ip']) {
      expect(await visitor({ [name]: '203.0.113.9' }), name).toBe(own);
    }
    const event = wireEvent();
    await track(collector.url, { site: site.key, events: [event] }, { 'cf-ipcountry': 'FR' });
    expect(await collector.sql`select country from passerby.raw_events where event_id = ${event.id}`).toEqual([{ country: null }]);
  });

  it('A4 through a trusted proxy the address is the one that proxy saw, whatever was forged before it', async () => {
    await start({ config: { trustedProxies: ['127.0.0.0/8', '10.0.0.0/8'] } });
    const real = await visitor({ 'x-forwarded-for': '203.0.113.9' });
    expect(await visitor({ 'x-forwarded-for': '198.51.100.7, 203.0.113.9' })).toBe(real);
    expect(await visitor({ 'x-forwarded-for': '127.0.0.1, 198.51.100.7, 203.0.113.9, 10.1.2.3' })).toBe(real);
    expect(await visitor({ 'x-forwarded-for': '198.51.100.7' })).not.toBe(real);
    const own = await visitor();
    expect(await visitor({ 'x-forwarded-for': 'not an address' })).toBe(own);
  });

  it('A4 a trusted proxy may tell the address in a header of its own; another peer may not', async () => {
    await start({ config: { trustedProxies: ['127.0.0.1'], addressHeader: 'cf-connecting-ip' } });
    const real = await visitor({ 'x-forwarded-for': '203.0.113.9' });
    expect(await visitor({ 'cf-connecting-ip': '203.0.113.9', 'x-forwarded-for': '198.51.100.7' })).toBe(real);
    expect(await visitor({ 'cf-connecting-ip': 'not an address', 'x-forwarded-for': '203.0.113.9' })).toBe(real);
    await collector.close();
    await start({ config: { trustedProxies: ['192.0.2.0/24'], addressHeader: 'cf-connecting-ip' } });
    expect(await visitor({ 'cf-connecting-ip': '203.0.113.9' })).toBe(await visitor());
  });

  it('A4 a trusted proxy\'s word for the country is believed', async () => {
    await start({ config: { trustedProxies: ['127.0.0.1'] } });
    const event = wireEvent({ context: { time_zone: 'Asia/Tokyo' } });
    await track(collector.url, { site: site.key, events: [event] }, { 'cf-ipcountry': 'CH', 'cf-ipcity': 'Z%C3%BCrich' });
    expect(await collector.sql`select country, city from passerby.raw_events where event_id = ${event.id}`).toEqual([{ country: 'CH', city: 'Zürich' }]);
  });

  it('A5 every address of one IPv6 /64 shares one limit and one pseudonym, and a mapped address is its IPv4', async () => {
    await start({ config: { trustedProxies: ['127.0.0.1'], rateLimit: 6 } });
    const first = await visitor({ 'x-forwarded-for': '2001:db8:1:2::1' });
    expect(await visitor({ 'x-forwarded-for': '2001:db8:1:2:ffff:ffff:ffff:ffff' })).toBe(first);
    expect(await visitor({ 'x-forwarded-for': '2001:db8:1:3::1' })).not.toBe(first);
    const statuses = [];
    for (let i = 0; i < 5; i += 1) statuses.push(await status(`2001:db8:1:2::${i + 2}`));
    expect(statuses).toEqual([202, 202, 202, 202, 429]);
    const mapped = await visitor({ 'x-forwarded-for': '::ffff:203.0.113.9' });
    expect(await visitor({ 'x-forwarded-for': '203.0.113.9' })).toBe(mapped);
  });

  it('A5 the limit says when to come again, in a header that pages may read', async () => {
    await start({ config: { rateLimit: 1 } });
    await track(collector.url, { site: site.key, events: [] });
    const answer = await track(collector.url, { site: site.key, events: [wireEvent()] });
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('A13 a flood of one site is stopped at its limit, and another site goes on', async () => {
    await start({ config: { siteRateLimit: 100 } });
    const quiet = await collector.addSite();
    const flood = () => track(collector.url, { site: site.key, events: Array.from({ length: 60 }, () => wireEvent()) });
    expect((await flood()).status).toBe(202);
    const refused = await flood();
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await track(collector.url, { site: quiet.key, events: [wireEvent()] })).status).toBe(202);
  });
});

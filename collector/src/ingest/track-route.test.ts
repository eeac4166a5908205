import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { CHROME, post, track, wireEvent } from '../../../test/support/wire.ts';
import type { AddedSite } from '../sites/add-site.ts';

describe('POST /api/track', () => {
  let collector: TestCollector;
  let site: AddedSite;
  const stored = (id: string) => collector.sql`select * from passerby.raw_events where event_id = ${id}`;

  beforeAll(async () => {
    collector = await startCollector();
    site = await collector.addSite();
  });
  afterAll(() => collector.close());

  it('answers 202 when the events are stored, and not before', async () => {
    const event = wireEvent({
      actor: { type: 'visitor', id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
      context: {
        url: 'http://localhost/work/1?utm_source=newsletter', referrer: 'https://www.google.com/', title: 'Work',
        visit_id: '019346d5-6c00-7000-8000-000000000001', screen: { width: 1280, height: 800 }, language: 'en-GB', time_zone: 'Asia/Tokyo',
      },
      properties: { price: 12.5, framed: true, note: 'blue', nothing: null },
    });
    const answer = await track(collector.url, { site: site.key, events: [event] });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, duplicates: 0, rejected: [] } });
    const [row] = await stored(event.id);
    expect(row).toMatchObject({
      event: 'page_view', actor_type: 'visitor', visitor: '0f8fad5b-d9cb-469f-a165-70867728950e', visitor_kept: true,
      visit_id: '019346d5-6c00-7000-8000-000000000001', hostname: 'localhost', path: '/work/1', title: 'Work', referrer: 'www.google.com',
      source: 'Google', channel: 'Organic Search', country: 'JP', device: 'desktop', browser: 'Chrome', os: 'Windows', bot: null,
      screen: '1280x800', language: 'en-GB', properties: { price: 12.5, framed: true, note: 'blue', nothing: null },
    });
    expect(row?.['ts']).toEqual(new Date(event.timestamp));
  });

  it('stores a batch that is sent twice once, and says that it was a duplicate', async () => {
    const events = [wireEvent(), wireEvent()];
    await track(collector.url, { site: site.key, events });
    const again = await track(collector.url, { site: site.key, events });
    expect(again).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 2, rejected: [] } });
    expect(await stored(events[0]?.id ?? '')).toHaveLength(1);
  });

  it('refuses one event of a batch with its index, its id and the reason, and stores the others', async () => {
    const good = [wireEvent(), wireEvent()];
    const bad = { ...wireEvent(), event: 'Page View' };
    const answer = await track(collector.url, { site: site.key, events: [good[0], bad, good[1], 7] });
    expect(answer).toMatchObject({
      status: 202,
      body: { accepted: 2, rejected: [{ index: 1, id: bad.id, reason: 'invalid_name' }, { index: 3, id: null, reason: 'invalid_event' }] },
    });
  });

  it('marks the local day of every new event for aggregation in the same transaction', async () => {
    const tokyo = await collector.addSite({ timezone: 'Asia/Tokyo' });
    const event = wireEvent();
    await track(collector.url, { site: tokyo.key, events: [event] });
    const days = await collector.sql<{ day: string }[]>`select day from passerby.aggregation_queue where site_id = ${tokyo.site_id}`;
    expect(days).toEqual([{ day: new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(new Date(event.timestamp)) }]);
  });

  it('records each acknowledged batch with its counts', async () => {
    const other = await collector.addSite();
    const event = wireEvent({ context: { sdk: { name: 'passerby', version: '0.1.0' } } });
    await track(collector.url, { site: other.key, events: [event, event, {}], dropped: { expired: 3 } });
    const batches = await collector.sql`
      select accepted, duplicates, rejected, reasons, origin, sdk, dropped from passerby.event_batches where site_id = ${other.site_id}`;
    expect(batches).toEqual([{ accepted: 1, duplicates: 1, rejected: 1, reasons: { invalid_id: 1 }, origin: 'browser', sdk: 'passerby 0.1.0', dropped: { expired: 3 } }]);
  });

  it('keeps of a page’s query what the tracker has left in it, and nothing of what others send', async () => {
    const other = await collector.addSite();
    const url = 'http://localhost/search?page=2';
    const told = (sdk?: { name: string; version: string }) => wireEvent({ context: { url, ...(sdk && { sdk }) } });
    await track(collector.url, { site: other.key, events: [told({ name: 'passerby', version: '0.1.0' }), told({ name: 'passerby-server', version: '0.1.0' }), told()] });
    const paths = await collector.sql<{ path: string }[]>`select path from passerby.raw_events where site_id = ${other.site_id} order by event_id`;
    expect(paths.map(({ path }) => path)).toEqual(['/search?page=2', '/search', '/search']);
  });

  it('takes the same body as application/json', async () => {
    const answer = await track(collector.url, { site: site.key, events: [wireEvent()] }, { 'content-type': 'application/json' });
    expect(answer.status).toBe(202);
  });

  it.each([
    ['no JSON', 'hello', 400, 'malformed_json'],
    ['an empty body', '', 400, 'malformed_json'],
    ['a list', '[]', 400, 'malformed_batch'],
    ['no events', '{"site":"pk_x","sent_at":"2026-01-01T00:00:00Z"}', 400, 'malformed_batch'],
    ['an unknown site', '{"site":"pk_x","sent_at":"2026-01-01T00:00:00Z","events":[]}', 404, 'unknown_site'],
  ])('answers %s with a problem that says what to do', async (_, body, status, code) => {
    const answer = await post(collector.url, body);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('refuses a page of another origin, and takes one that the site lists', async () => {
    const shop = await collector.addSite({ domain: 'shop.example', origins: ['https://*.preview.example'] });
    const send = (origin: string) => track(collector.url, { site: shop.key, events: [wireEvent()] }, { origin }).then((answer) => answer.status);
    expect(await send('https://shop.example')).toBe(202);
    expect(await send('https://www.shop.example')).toBe(202);
    expect(await send('https://pr-7.preview.example')).toBe(202);
    expect(await send('https://evil.example')).toBe(403);
    expect(await send('https://shop.example.evil.example')).toBe(403);
    expect(await send('http://localhost:3000')).toBe(403);
    expect(await send('null')).toBe(403);
  });

  it('gives one device one pseudonym on one site and day, and keeps no address', async () => {
    const [first, second, elsewhere] = [wireEvent(), wireEvent(), wireEvent()];
    const other = await collector.addSite();
    await track(collector.url, { site: site.key, events: [first, second] });
    await track(collector.url, { site: other.key, events: [elsewhere] });
    const rows = await collector.sql<{ visitor: string; visitor_kept: boolean }[]>`
      select visitor, visitor_kept from passerby.raw_events where event_id in ${collector.sql([first.id, second.id, elsewhere.id])} order by event_id`;
    expect(rows[0]?.visitor).toBe(rows[1]?.visitor);
    expect(rows[0]?.visitor).not.toBe(rows[2]?.visitor);
    expect(rows.map((row) => row.visitor_kept)).toEqual([false, false, false]);
  });

  it('believes the secret key what it says of the device, and a public key nothing', async () => {
    const context = { client_address: '203.0.113.9', user_agent: CHROME };
    const [told, same, untold, claimed] = [wireEvent({ context }), wireEvent({ context }), wireEvent(), wireEvent({ context, actor: { type: 'user', plan: 'pro' } })];
    const headers = { authorization: `Bearer ${site.secretKey}`, origin: 'https://anywhere.example' };
    await track(collector.url, { site: site.key, events: [told, same, untold] }, headers);
    const published = await collector.addSite({ domain: 'studio.example' });
    await track(collector.url, { site: published.key, events: [claimed] }, { 'user-agent': 'curl/8.0', origin: 'https://studio.example' });
    const find = async (id: string) => (await stored(id))[0] ?? {};
    expect((await find(told.id))['visitor']).toBe((await find(same.id))['visitor']);
    expect(await find(told.id)).toMatchObject({ browser: 'Chrome', visitor_kept: false });
    expect(await find(untold.id)).toMatchObject({ visitor: null, browser: null, bot: null });
    expect(await find(claimed.id)).toMatchObject({ plan: null, bot: 'crawler' });
    expect((await find(claimed.id))['visitor']).not.toBe((await find(told.id))['visitor']);
  });

  it('counts automated browsers on a site of this machine, where tests run', async () => {
    const event = wireEvent();
    await track(collector.url, { site: site.key, events: [event] }, { 'user-agent': CHROME.replace('Chrome', 'HeadlessChrome') });
    expect((await stored(event.id))[0]).toMatchObject({ bot: null });
  });

  it('takes the device of a whole batch from headers where a server forwards it', async () => {
    const event = wireEvent();
    const headers = { authorization: `Bearer ${site.secretKey}`, 'x-passerby-client-address': '203.0.113.9', 'x-passerby-user-agent': CHROME, 'user-agent': 'node' };
    await track(collector.url, { site: site.key, events: [event] }, headers);
    expect((await stored(event.id))[0]).toMatchObject({ browser: 'Chrome', bot: null, visitor_kept: false, visitor: expect.any(String) as string });
  });

  it('believes a server that passes on a browser\'s batch of the device, and the batch nothing more', async () => {
    const event = wireEvent({ actor: { type: 'user', plan: 'pro' }, context: { client_address: '198.51.100.1', user_agent: 'curl/8.0' } });
    const headers = { authorization: `Bearer ${site.secretKey}`, 'x-passerby-relay': 'browser', 'x-passerby-client-address': '203.0.113.9', 'x-passerby-user-agent': CHROME, 'user-agent': 'node' };
    await track(collector.url, { site: site.key, events: [event] }, headers);
    const direct = wireEvent({ context: { client_address: '203.0.113.9', user_agent: CHROME } });
    await track(collector.url, { site: site.key, events: [direct] }, { authorization: `Bearer ${site.secretKey}` });
    expect((await stored(event.id))[0]).toMatchObject({ browser: 'Chrome', plan: null, visitor: (await stored(direct.id))[0]?.['visitor'] as string });
    expect(await track(collector.url, { site: site.key, events: [wireEvent()] }, { ...headers, origin: 'https://elsewhere.example' })).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(await track(collector.url, { site: site.key, events: [wireEvent()] }, { ...headers, authorization: 'Bearer sk_another' })).toMatchObject({ status: 401 });
  });

  it('refuses one event that is too large as a whole, although each of its parts is not', async () => {
    const properties = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, 'x'.repeat(1_000)]));
    const large = wireEvent({ properties });
    const answer = await track(collector.url, { site: site.key, events: [large, wireEvent()] });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: [{ index: 0, id: large.id, reason: 'too_large' }] } });
  });

  it('keeps the time on a page and how far it was read, within what is possible', async () => {
    const events = [{ engaged_ms: 12_345.6, scroll_depth: 80 }, { engaged_ms: 1e15, scroll_depth: 1_000 }, { engaged_ms: -1, scroll_depth: 'all' }].map((properties) => wireEvent({ event: 'engagement', properties }));
    await track(collector.url, { site: site.key, events });
    const rows = await collector.sql`select engaged_ms, scroll_depth from passerby.raw_events where event_id in ${collector.sql(events.map((event) => event.id))} order by event_id`;
    expect(rows).toEqual([{ engaged_ms: 12_346, scroll_depth: 80 }, { engaged_ms: 86_400_000, scroll_depth: 100 }, { engaged_ms: null, scroll_depth: null }]);
  });

  it('takes no referrer of the site\'s own for a source, and no visit id of zeros for a visit', async () => {
    const own = wireEvent({ context: { url: 'http://www.localhost/b', referrer: 'http://localhost/a?x=1', visit_id: '00000000-0000-0000-0000-000000000000' } });
    await track(collector.url, { site: site.key, events: [own] });
    expect((await stored(own.id))[0]).toMatchObject({ referrer: null, source: null, channel: 'Direct', visit_id: null });
  });

  it('refuses a secret key that is not the site\'s', async () => {
    const other = await collector.addSite();
    const answer = await track(collector.url, { site: site.key, events: [wireEvent()] }, { authorization: `Bearer ${other.secretKey}` });
    expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_secret' } });
  });
});

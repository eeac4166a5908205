import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ack, Problem } from '../../../collector/src/contract/index.ts';
import { ingestFunction } from '../../../collector/src/function/ingest-function.ts';
import { addSite, type AddedSite } from '../../../collector/src/sites/add-site.ts';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { CHROME, wireEvent } from '../../../test/support/wire.ts';
import { POST as consent } from '../app/api/consent/route.ts';
import { POST as track } from '../app/api/track/route.ts';

/** What a visitor's browser sends to the Next.js server, which has noted the address that it came from. */
const request = (body: BodyInit, headers: Record<string, string> = {}): Request => new Request('http://localhost:3000/api/track', {
  method: 'POST',
  body,
  headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'http://localhost:3000', 'user-agent': CHROME, 'x-forwarded-for': '203.0.113.7', ...headers },
  duplex: 'half',
} as RequestInit);

afterEach(() => { vi.unstubAllEnvs(); });

describe('the route /api/track before a collector', () => {
  let collector: TestCollector;
  let site: AddedSite;

  beforeAll(async () => {
    collector = await startCollector({ config: { trustedProxies: ['127.0.0.1'] } });
    site = await collector.addSite();
  });
  afterAll(() => collector.close());
  beforeEach(() => { vi.stubEnv('PASSERBY_URL', collector.url); });

  const batch = (...events: unknown[]): string => JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events });
  const stored = async (id: string) => (await collector.sql`select visitor, country, browser, plan from passerby.raw_events where event_id = ${id}`)[0];

  it('brings back what the collector says, and an event sent twice is stored once', async () => {
    const event = wireEvent();
    const first = await track(request(batch(event)));
    expect(first.status).toBe(202);
    expect(await first.json() as Ack).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await (await track(request(batch(event)))).json() as Ack).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(first.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('tells visitors apart by address where it is one of the trusted proxies, and where they are', async () => {
    const [one, same, other] = [wireEvent(), wireEvent(), wireEvent()];
    await track(request(batch(one), { 'x-vercel-ip-country': 'CH' }));
    await track(request(batch(same)));
    await track(request(batch(other), { 'x-forwarded-for': '203.0.113.8' }));
    expect(await stored(one.id)).toMatchObject({ country: 'CH', browser: 'Chrome' });
    expect((await stored(same.id))?.['visitor']).toBe((await stored(one.id))?.['visitor']);
    expect((await stored(other.id))?.['visitor']).not.toBe((await stored(one.id))?.['visitor']);
  });

  it('tells them apart by the nearest proxy\'s word where it shows the secret key, and has browsers believed no more for it', async () => {
    vi.stubEnv('PASSERBY_SECRET_KEY', site.secretKey);
    const claim = { actor: { type: 'user' as const, plan: 'pro' }, context: { url: 'http://localhost/', client_address: '198.51.100.1' } };
    const [one, same, other] = [wireEvent(claim), wireEvent({ ...claim, context: { url: 'http://localhost/' } }), wireEvent(claim)];
    await track(request(batch(one), { 'x-forwarded-for': '1.1.1.1, 203.0.113.7' }));
    await track(request(batch(same), { 'x-forwarded-for': '2.2.2.2, 203.0.113.7' }));
    await track(request(batch(other), { 'x-forwarded-for': '1.1.1.1, 203.0.113.8' }));
    expect(await stored(one.id)).toMatchObject({ browser: 'Chrome', plan: null });
    expect((await stored(same.id))?.['visitor']).toBe((await stored(one.id))?.['visitor']);
    expect((await stored(other.id))?.['visitor']).not.toBe((await stored(one.id))?.['visitor']);
    expect((await track(request(batch(wireEvent()), { origin: 'https://elsewhere.example' }))).status).toBe(403);
  });

  it('is refused for a page of another origin, in the collector\'s words', async () => {
    const answer = await track(request(batch(wireEvent()), { origin: 'https://elsewhere.example' }));
    expect(answer.status).toBe(403);
    expect(await answer.json() as Problem).toMatchObject({ code: 'origin_not_allowed' });
  });

  it('passes on a body that is no JSON, byte for byte, and leaves the judgement to the collector', async () => {
    const answer = await track(request(new Uint8Array([0x7b, 0xff, 0x00])));
    expect(await answer.json() as Problem).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  it('passes on the proof of a decision, which is answered without a word', async () => {
    const record = { id: crypto.randomUUID(), version: '1', choice: { statistics: true }, time: new Date().toISOString() };
    const answer = await consent(request(JSON.stringify({ site: site.key, record })));
    expect([answer.status, await answer.text()]).toEqual([204, '']);
    expect(await collector.sql`select choice from passerby.consent_records where record_id = ${record.id}`).toEqual([{ choice: { statistics: true } }]);
  });
});

describe('the routes before the Edge Function', () => {
  let database: FreshDatabase;
  let site: AddedSite;
  let server: http.Server;

  beforeAll(async () => {
    database = await freshDatabase();
    site = await addSite(database.sql, { domain: 'localhost' });
    const take = ingestFunction({ databaseUrl: database.url });
    server = http.createServer((incoming, response) => {
      answer(incoming).then(async (given) => response.writeHead(given.status, Object.fromEntries(given.headers)).end(await given.text()), () => response.destroy());
    });
    /** As a platform for functions does. */
    async function answer(incoming: http.IncomingMessage): Promise<Response> {
      const body = Buffer.concat(await incoming.toArray() as Buffer[]);
      return take(new Request(`http://function${incoming.url}`, { method: 'POST', headers: incoming.headers as Record<string, string>, body }), '203.0.113.99');
    }
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    vi.stubEnv('PASSERBY_INGEST_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/functions/v1/ingest-events`);
    vi.stubEnv('PASSERBY_SECRET_KEY', site.secretKey);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await database.drop();
  });

  it('tell visitors apart by the address that they came to this server from, and store each event once', async () => {
    const [one, other] = [wireEvent(), wireEvent()];
    for (const address of ['203.0.113.7', '203.0.113.7']) {
      const answer = await track(request(JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events: [one] }), { 'x-forwarded-for': address }));
      expect(answer.status).toBe(202);
    }
    await track(request(JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events: [other] }), { 'x-forwarded-for': '203.0.113.8' }));
    const [figures] = await database.sql`select count(*) as events, count(distinct visitor) as visitors from passerby.raw_events where visitor is not null`;
    expect(figures).toEqual({ events: 2, visitors: 2 });
  });

  it('pass on the proof of a decision', async () => {
    const record = { id: crypto.randomUUID(), version: '1', choice: { statistics: false }, time: new Date().toISOString() };
    expect((await consent(request(JSON.stringify({ site: site.key, record })))).status).toBe(204);
    expect(await database.sql`select from passerby.consent_records`).toHaveLength(1);
  });
});

describe('the route /api/track before something that fails', () => {
  let handler: http.RequestListener;
  let received: { headers: http.IncomingHttpHeaders; body: Buffer }[] = [];
  const server = http.createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      received.push({ headers: incoming.headers, body: Buffer.concat(chunks) });
      handler(incoming, response);
    });
  });

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    received = [];
    handler = (_request, response) => { response.writeHead(202).end('{}'); };
    vi.stubEnv('PASSERBY_INGEST_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/functions/v1/ingest-events`);
  });
  afterEach(() => { vi.restoreAllMocks(); });
  afterAll(() => { server.closeAllConnections(); server.close(); });

  it('keeps the status, Retry-After and the words', async () => {
    handler = (_request, response) => { response.writeHead(429, { 'retry-after': '17', 'content-type': 'application/problem+json', 'set-cookie': 'a=b', 'access-control-expose-headers': 'retry-after' }).end('{"code":"rate_limited"}'); };
    const answer = await track(request('{}'));
    expect([answer.status, await answer.text()]).toEqual([429, '{"code":"rate_limited"}']);
    expect(Object.fromEntries(answer.headers)).toEqual({ 'retry-after': '17', 'content-type': 'application/problem+json', 'access-control-expose-headers': 'retry-after' });
  });

  it.each([
    ['breaks the connection', (incoming: http.IncomingMessage) => { incoming.socket.destroy(); }],
    ['redirects', (_incoming: http.IncomingMessage, response: http.ServerResponse) => { response.writeHead(302, { location: '/' }).end(); }],
    ['breaks off in the middle', (_incoming: http.IncomingMessage, response: http.ServerResponse) => { response.writeHead(202, { 'content-length': '100' }).write('{'); response.destroy(); }],
  ])('answers 503 and how long to wait where it %s', async (_what, behaviour) => {
    handler = behaviour;
    const answer = await track(request('{}'));
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('access-control-expose-headers')]).toEqual([503, '5', 'retry-after']);
  });

  it('answers 503 where nothing comes in time', async () => {
    const time = new AbortController();
    handler = () => time.abort(); // and no answer, ever
    const timeOut = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal);
    expect((await track(request('{}'))).status).toBe(503);
    expect(timeOut).toHaveBeenCalledWith(10_000);
  });

  it('refuses a body that is too large, told or not, without sending it on', async () => {
    const endless = new ReadableStream({ pull(controller) { controller.enqueue(new Uint8Array(65_536)); } });
    expect((await track(request(endless))).status).toBe(413);
    expect((await track(request('{}', { 'content-length': '1048577' }))).status).toBe(413);
    expect((await track(request('x'.repeat(1_048_576)))).status).toBe(202);
    expect(received.map(({ body }) => body.length)).toEqual([1_048_576]);
  });

  it('sends no cookie, no token and nothing else of the browser\'s that is not asked for', async () => {
    await track(request('{}', { cookie: 'session=1', authorization: 'Bearer sk_forged', 'x-passerby-client-address': '1.2.3.4', 'x-passerby-relay': 'x' }));
    const headers = received[0]?.headers ?? {};
    expect(Object.keys(headers).filter((name) => !['accept', 'accept-encoding', 'accept-language', 'connection', 'content-length', 'host', 'sec-fetch-mode'].includes(name)).toSorted())
      .toEqual(['content-type', 'origin', 'user-agent', 'x-forwarded-for']);
  });
});

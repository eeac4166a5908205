import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { tokenSecret } from '../../collector/src/auth/secret.ts';
import { mintToken } from '../../collector/src/auth/tokens.ts';
import { loadConfig } from '../../collector/src/config.ts';
import { acceptFixtures, rejectFixtures } from '../../collector/src/contract/fixtures.ts';
import { LIMITS } from '../../collector/src/contract/index.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import { startServer, type Server } from '../../collector/src/server.ts';
import { addSite, type AddedSite } from '../../collector/src/sites/add-site.ts';
import { forward } from '../../examples/nextjs/lib/forward.ts';
import worker from '../../examples/reverse-proxy/worker.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { CHROME, wireEvent } from '../support/wire.ts';
import { denoFunction, type DenoFunction } from './support/deno-function.ts';
import { statementCounter, type StatementCounter } from './support/statement-counter.ts';
import { pushMigrations, supabaseDatabase, type SupabaseDatabase } from './support/supabase-database.ts';

interface Answer { status: number; retryAfter: string | null; cors: string | null; body: unknown }

/** What an endpoint answers. */
async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', ...init, headers: { 'content-type': 'text/plain', 'user-agent': CHROME, origin: 'http://localhost', ...init.headers as Record<string, string> } });
  const text = await response.text();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), cors: response.headers.get('access-control-allow-origin'), body: text === '' ? null : JSON.parse(text) };
}

const batch = (site: string, events: unknown[], sentAt = new Date().toISOString()): string => JSON.stringify({ site, sent_at: sentAt, events });

describe('the Edge Function ingest-events on Deno', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'passerby-function-'));
  const file = path.join(folder, 'functions/ingest-events/index.js');
  let database: SupabaseDatabase;
  let counter: StatementCounter;
  let proxy: TcpProxy;
  let edge: DenoFunction;
  let collector: Server;
  let endpoints: { edge: string; collector: string };
  /** Two sites that differ in nothing: what one is sent through the function, the other is sent through the collector. */
  let sites: { edge: AddedSite; collector: AddedSite };

  beforeAll(async () => {
    const example = path.resolve(import.meta.dirname, '../../examples/supabase');
    execFileSync(process.execPath, [path.join(example, 'build.ts'), folder], { stdio: 'pipe' });
    database = await supabaseDatabase();
    await pushMigrations(database.sql, path.join(folder, 'migrations'));
    counter = await statementCounter(database.pooledUrl);
    proxy = await TcpProxy.before(counter.url);
    edge = await denoFunction(file, { SUPABASE_DB_URL: proxy.url });
    collector = await startServer({ ...loadConfig({ PASSERBY_LOG_LEVEL: 'silent', PASSERBY_RATE_LIMIT: '100000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *' }), dataDir: folder, databaseUrl: database.url, port: 0 });
    endpoints = { edge: `${edge.url}/ingest-events`, collector: `${collector.url}/api/track` };
    sites = { edge: await addSite(database.sql, { domain: 'localhost' }), collector: await addSite(database.sql, { domain: 'localhost' }) };
  });
  afterAll(async () => {
    await edge.stop();
    await collector.close();
    await proxy.close();
    await counter.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  /** The same said to both, each about its own site. */
  async function both(init: (site: AddedSite) => RequestInit): Promise<{ edge: Answer; collector: Answer }> {
    return { edge: await ask(endpoints.edge, init(sites.edge)), collector: await ask(endpoints.collector, init(sites.collector)) };
  }

  it('takes an event that is then stored once, counted, and shown by the statistics API', async () => {
    const site = await addSite(database.sql, { domain: 'portfolio.example', timezone: 'Europe/Berlin' });
    const event = wireEvent({ actor: { type: 'visitor', id: uuidv7() }, context: { url: 'https://portfolio.example/work?x=1', referrer: 'https://www.google.com/', time_zone: 'Europe/Vienna' } });
    const init = { body: batch(site.key, [event]), headers: { origin: 'https://portfolio.example' } };
    expect(await ask(endpoints.edge, init)).toMatchObject({ status: 202, cors: '*', body: { accepted: 1, duplicates: 0, rejected: [] } });
    expect(await ask(endpoints.edge, init)).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 1, rejected: [] } });
    const rows = await database.sql`select path, source, channel, country, browser, device, os, bot from passerby.raw_events where site_id = ${site.site_id}`;
    expect(rows).toEqual([{ path: '/work', source: 'Google', channel: 'Organic Search', country: 'AT', browser: 'Chrome', device: 'desktop', os: 'Windows', bot: null }]);
    await aggregate(database.sql);
    const token = await mintToken({ secret: await tokenSecret(database.sql, undefined), role: 'artist', sites: [site.key], ttlSeconds: 60 });
    const response = await fetch(`${collector.url}/api/stats/${site.key}/summary?period=7d`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ metrics: { visitors: 1, visits: 1, page_views: 1 } });
  });

  it.each(acceptFixtures)('accepts as the collector does: $title', async ({ event }) => {
    const now = new Date().toISOString();
    const answers = await both((site) => ({ body: batch(site.key, [{ ...event, timestamp: now }], now) }));
    expect(answers.edge).toEqual(answers.collector);
    expect(answers.edge).toMatchObject({ status: 202, body: { rejected: [] } });
  });

  it('stores what it accepts as the collector does, column by column', async () => {
    const rowsOf = async (site: AddedSite): Promise<readonly unknown[]> => database.sql`
      select event_id, event, actor_type, visitor_kept, user_id, plan, visit_id, hostname, path, title, referrer, source, channel, utm_source, utm_medium,
             utm_campaign, click_id, country, device, browser, os, language, screen, bot, engaged_ms, scroll_depth, properties, visitor is null as nobody
        from passerby.raw_events where site_id = ${site.site_id} order by event_id`;
    const rows = await rowsOf(sites.edge);
    expect(rows.length).toBeGreaterThanOrEqual(acceptFixtures.length / 2);
    expect(rows).toEqual(await rowsOf(sites.collector));
  });

  it.each(rejectFixtures)('refuses as the collector does: $title', async ({ event, reason }) => {
    const now = new Date().toISOString();
    const answers = await both((site) => ({ body: batch(site.key, [event], now) }));
    expect(answers.edge).toEqual(answers.collector);
    expect(answers.edge).toMatchObject({ status: 202, body: { accepted: 0, rejected: [{ index: 0, reason }] } });
  });

  it.each<[string, number, (site: AddedSite) => RequestInit]>([
    ['what is no JSON', 400, () => ({ body: '{' })],
    ['a list', 400, () => ({ body: '[]' })],
    ['nothing', 400, () => ({ body: '' })],
    ['a batch without a site', 400, () => ({ body: JSON.stringify({ sent_at: new Date().toISOString(), events: [] }) })],
    ['a site that nobody knows', 404, () => ({ body: batch('pk_000000000000000000000000', [wireEvent()]) })],
    ['too many events', 400, (site) => ({ body: batch(site.key, Array.from({ length: LIMITS.events + 1 }, () => 0)) })],
    ['a body one byte too large', 413, (site) => ({ body: batch(site.key, []).padEnd(LIMITS.bodyBytes + 1) })],
    ['bytes that are no UTF-8', 400, () => ({ body: new Uint8Array([0x7b, 0xff, 0x7d]) })],
    ['a compressed body', 415, (site) => ({ body: gzipSync(batch(site.key, [])), headers: { 'content-encoding': 'gzip' } })],
    ['another content type', 415, (site) => ({ body: batch(site.key, []), headers: { 'content-type': 'application/xml' } })],
    ['a foreign origin', 403, (site) => ({ body: batch(site.key, [wireEvent()]), headers: { origin: 'https://elsewhere.example' } })],
    ['a wrong secret key', 401, (site) => ({ body: batch(site.key, [wireEvent()]), headers: { authorization: `Bearer sk_${'0'.repeat(40)}` } })],
  ])('answers %s as the collector does', async (_, status, init) => {
    const answers = await both(init);
    expect(answers.edge).toEqual(answers.collector);
    expect(answers.edge.status).toBe(status);
  });

  it('has nothing for who only looks', async () => {
    expect(await ask(endpoints.edge, { method: 'GET' })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('takes a batch of exactly the largest size', async () => {
    expect((await ask(endpoints.edge, { body: batch(sites.edge.key, []).padEnd(LIMITS.bodyBytes) })).status).toBe(202);
  });

  it('allows pages of any origin to ask and to read', async () => {
    const response = await fetch(endpoints.edge, { method: 'OPTIONS', headers: { origin: 'https://portfolio.example', 'access-control-request-method': 'POST' } });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, POST, OPTIONS' });
  });

  it('keeps the proof of a decision at /consent', async () => {
    const record = { id: uuidv7(), version: '1', choice: { statistics: true }, time: new Date().toISOString() };
    const init = { body: JSON.stringify({ site: sites.edge.key, record }) };
    expect((await ask(`${endpoints.edge}/consent`, init)).status).toBe(204);
    expect((await ask(`${endpoints.edge}/consent`, init)).status).toBe(204);
    expect(await database.sql`select count(*)::int as kept from passerby.consent_records where record_id = ${record.id}`).toEqual([{ kept: 1 }]);
  });

  it('needs one statement a batch once it is warm, and prepares none that a pooler would have to keep', async () => {
    await ask(endpoints.edge, { body: batch(sites.edge.key, [wireEvent()]) });
    counter.take();
    await ask(endpoints.edge, { body: batch(sites.edge.key, Array.from({ length: 100 }, () => wireEvent())) });
    expect(counter.take()).toEqual(['']);
  });

  it('gives one device the same pseudonym as the collector does, by the salts in the database', async () => {
    const at = { 'cf-connecting-ip': '203.0.113.7' };
    const [direct, relayed] = [wireEvent(), wireEvent()];
    await ask(endpoints.edge, { body: batch(sites.edge.key, [direct]), headers: at });
    await ask(endpoints.collector, { body: batch(sites.edge.key, [relayed]), headers: { authorization: `Bearer ${sites.edge.secretKey}`, 'x-passerby-client-address': '203.0.113.7', 'x-passerby-user-agent': CHROME } });
    const visitors = await database.sql<{ visitor: string }[]>`select visitor from passerby.raw_events where event_id = any (${[direct.id, relayed.id]}::uuid[])`;
    expect(visitors).toHaveLength(2);
    expect(new Set(visitors.map(({ visitor }) => visitor)).size).toBe(1);
    expect(await database.sql`select count(*)::int as found from passerby.raw_events e where e::text like '%203.0.113.7%'`).toEqual([{ found: 0 }]);
  });

  it('believes a server with the secret key that passes on what a browser has sent', async () => {
    const event = wireEvent();
    const headers = { authorization: `Bearer ${sites.edge.secretKey}`, 'x-passerby-relay': 'browser', 'x-passerby-client-address': '203.0.113.7', 'x-passerby-user-agent': CHROME, 'user-agent': 'node' };
    expect((await ask(endpoints.edge, { body: batch(sites.edge.key, [event]), headers })).status).toBe(202);
    expect(await database.sql`select browser, bot from passerby.raw_events where event_id = ${event.id}`).toEqual([{ browser: 'Chrome', bot: null }]);
  });

  it.each<[string, (request: Request) => Promise<Response>]>([
    ['the Worker', (request) => worker.fetch(request, { PASSERBY_URL: 'http://127.0.0.1:1', PASSERBY_INGEST_URL: endpoints.edge, PASSERBY_SECRET_KEY: sites.edge.secretKey })],
    ['the route in Next.js', (request) => forward(request, endpoints.edge)],
  ])('takes what %s passes on, by the visitor\'s own address', async (_, passOn) => {
    vi.stubEnv('PASSERBY_SECRET_KEY', sites.edge.secretKey);
    const visitors = [];
    for (const address of ['203.0.113.7', '203.0.113.7', '198.51.100.1']) {
      const event = wireEvent();
      const headers = { 'content-type': 'text/plain', origin: 'http://localhost', 'user-agent': CHROME, 'cf-connecting-ip': address, 'x-forwarded-for': address };
      const answer = await passOn(new Request('http://localhost/api/track', { method: 'POST', body: batch(sites.edge.key, [event]), headers }));
      expect([answer.status, await answer.json()]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
      const [row] = await database.sql<{ visitor: string }[]>`select visitor from passerby.raw_events where event_id = ${event.id}`;
      visitors.push(row?.visitor);
    }
    vi.unstubAllEnvs();
    expect(visitors[1]).toBe(visitors[0]);
    expect(visitors[2]).not.toBe(visitors[0]);
  });

  it('stores a batch once whose answer was lost', async () => {
    const init = { body: batch(sites.edge.key, [wireEvent(), wireEvent()]) };
    await ask(endpoints.edge, { body: batch(sites.edge.key, [wireEvent()]) });
    counter.loseNextAnswer();
    expect(await ask(endpoints.edge, init)).toMatchObject({ status: 503, retryAfter: '5', body: { code: 'database_unavailable' } });
    expect(await ask(endpoints.edge, init)).toMatchObject({ status: 202, body: { accepted: 0, duplicates: 2 } });
  });

  it('does not wait behind connections that hang', async () => {
    proxy.mute();
    const unknown = (): Promise<Answer> => ask(endpoints.edge, { body: batch(`pk_${uuidv7().replaceAll('-', '')}`, []) });
    const hung = await Promise.all([unknown(), unknown(), unknown()]);
    expect(hung.map(({ status }) => status)).toEqual([503, 503, 503]);
    proxy.pass();
    expect((await unknown()).status).toBe(404);
  });

  it('says 503 while the database is away, and takes the same batch once it is back', async () => {
    const init = { body: batch(sites.edge.key, [wireEvent()]) };
    proxy.refuse();
    expect(await ask(endpoints.edge, init)).toMatchObject({ status: 503, retryAfter: '5', cors: '*', body: { code: 'database_unavailable' } });
    proxy.pass();
    const { status, body } = await ask(endpoints.edge, init);
    expect({ status, body }).toEqual({ status: 202, body: { accepted: 1, duplicates: 0, rejected: [] } });
  });
});

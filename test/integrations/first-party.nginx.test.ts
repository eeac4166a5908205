import { readFileSync } from 'node:fs';
import { createServer, request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../collector/src/contract/index.ts';
import type { AddedSite } from '../../collector/src/sites/add-site.ts';
import { startCollector, type TestCollector } from '../support/collector.ts';
import { startNginx, type Nginx } from '../support/nginx.ts';
import { CHROME, post, track, wireEvent } from '../support/wire.ts';

const recipe = readFileSync(path.resolve(import.meta.dirname, '../../examples/reverse-proxy/passerby.nginx.conf'), 'utf8');
/** The recipe as it is, but for where the collector listens, in a server that itself logs. */
const before = (upstream: string): string => `server { listen 127.0.0.1:PORT; location / { return 200 'the site itself'; } ${recipe.replaceAll('http://127.0.0.1:8787', upstream)} }`;

describe('first party by a real nginx', () => {
  let collector: TestCollector;
  let site: AddedSite;
  let nginx: Nginx;
  /** Stands for a collector, to see what reaches it. */
  let echo: Server;
  let toEcho: Nginx;
  const seen: IncomingHttpHeaders[] = [];

  beforeAll(async () => {
    collector = await startCollector({ config: { trustedProxies: ['127.0.0.1'] } });
    site = await collector.addSite();
    nginx = await startNginx(before(collector.url));
    echo = createServer((incoming, answer) => {
      seen.push(incoming.headers);
      answer.writeHead(503, { 'retry-after': '7', 'content-type': 'application/problem+json' }).end('{"code":"overloaded"}');
    });
    await new Promise<void>((resolve) => { echo.listen(0, '127.0.0.1', resolve); });
    toEcho = await startNginx(before(`http://127.0.0.1:${(echo.address() as AddressInfo).port}`));
  });
  afterAll(async () => {
    await Promise.all([nginx.stop(), toEcho.stop()]);
    echo.close();
    await collector.close();
  });

  /** A page view sent from one of the addresses of the loopback. */
  function view(from: string, headers: Record<string, string> = {}): Promise<{ status: number; id: string }> {
    const event = wireEvent();
    const body = JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events: [event] });
    return new Promise((resolve, reject) => {
      const sent = request(`${nginx.url}/api/track`, { method: 'POST', localAddress: from, headers: { 'content-type': 'text/plain', 'user-agent': CHROME, origin: 'http://localhost', ...headers } }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, id: event.id }));
      });
      sent.on('error', reject).end(body);
    });
  }
  async function stored(id: string): Promise<{ visitor: string; country: string | null }> {
    const [row] = await collector.sql<{ visitor: string; country: string | null }[]>`select visitor, country from passerby.raw_events where event_id = ${id}`;
    return row ?? { visitor: '', country: null };
  }
  /** The pseudonym of an address, as a server with the secret key gets it told. */
  async function pseudonymOf(address: string): Promise<string> {
    const event = wireEvent();
    await track(collector.url, { site: site.key, events: [event] }, { authorization: `Bearer ${site.secretKey}`, 'x-passerby-client-address': address, 'x-passerby-user-agent': CHROME });
    return (await stored(event.id)).visitor;
  }

  it('keeps visitors apart by their own addresses', async () => {
    for (const address of ['127.0.0.5', '127.0.0.6']) {
      const { status, id } = await view(address);
      expect(status).toBe(202);
      expect((await stored(id)).visitor).toBe(await pseudonymOf(address));
    }
  });

  it('A4 does not let a visitor choose an address or a country', async () => {
    const { id } = await view('127.0.0.5', {
      'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', 'cf-connecting-ip': '203.0.113.9',
      'cf-ipcountry': 'FR', 'x-vercel-ip-country': 'FR', 'cloudfront-viewer-country': 'FR', 'x-appengine-country': 'FR', 'x-geo-country': 'FR',
    });
    expect(await stored(id)).toEqual({ visitor: await pseudonymOf('127.0.0.5'), country: null });
  });

  it('tells the collector nothing of the site\'s own sessions', async () => {
    await post(toEcho.url, '{}', { cookie: 'session=1', authorization: 'Basic eDp5' });
    expect(seen.at(-1)).toMatchObject({ 'x-forwarded-for': '127.0.0.1', origin: 'http://localhost', 'user-agent': CHROME });
    expect(seen.at(-1)).not.toHaveProperty('cookie');
    expect(seen.at(-1)).not.toHaveProperty('authorization');
  });

  it('brings back the status, Retry-After and the words of the collector', async () => {
    const answer = await post(toEcho.url, '{}');
    expect(answer).toMatchObject({ status: 503, body: { code: 'overloaded' } });
    expect(answer.headers.get('retry-after')).toBe('7');
  });

  it('leaves it to the collector to say what is too large', async () => {
    const answer = await post(nginx.url, JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events: [] }).padEnd(LIMITS.bodyBytes + 1));
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    expect((await post(nginx.url, JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events: [] }).padEnd(LIMITS.bodyBytes))).status).toBe(202);
  });

  it.each(['passerby.js', 'banner.js', 'passerby.vitals.js'])('serves %s from the site\'s own origin, compressed and revalidated', async (name) => {
    const first = await fetch(`${nginx.url}/${name}`, { headers: { 'accept-encoding': 'br' } });
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('text/javascript');
    expect(first.headers.get('content-encoding')).toBe('br');
    expect((await fetch(`${nginx.url}/${name}`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })).status).toBe(304);
  });

  it('gives nothing else of the collector away', async () => {
    for (const address of ['/health/live', '/metrics', '/api/stats/x/summary', '/stats-panel.js', '/schema/event.json']) {
      expect(await (await fetch(`${nginx.url}${address}`)).text(), address).toBe('the site itself');
    }
  });

  it('takes what is sent until the page shows it', async () => {
    expect((await track(nginx.url, { site: site.key, events: [wireEvent(), wireEvent()] })).body).toMatchObject({ accepted: 2 });
    await collector.aggregate();
    const response = await fetch(`${collector.url}/api/stats/${site.key}/summary?period=7d`, { headers: { authorization: `Bearer ${await collector.token(site.key)}` } });
    const { metrics } = await response.json() as { metrics: { page_views: number } };
    const [{ count }] = await collector.sql<[{ count: number }]>`select count(*) from passerby.raw_events`;
    expect(metrics.page_views).toBe(count);
  });

  it('writes no line about events into its access log', async () => {
    await fetch(nginx.url);
    await view('127.0.0.5');
    const lines = nginx.log().split('\n').filter(Boolean);
    expect(lines.some((line) => line.includes('"GET / '))).toBe(true);
    expect(lines.filter((line) => /\/api\/(track|consent)/.test(line))).toEqual([]);
  });
});

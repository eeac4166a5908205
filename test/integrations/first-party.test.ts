import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddedSite } from '../../collector/src/sites/add-site.ts';
import worker from '../../examples/reverse-proxy/worker.ts';
import { startCollector, type TestCollector } from '../support/collector.ts';
import { CHROME, wireEvent } from '../support/wire.ts';

const recipe = (name: string): string => readFileSync(path.resolve(import.meta.dirname, '../../examples/reverse-proxy', name), 'utf8');

describe('first party by a Worker', () => {
  let collector: TestCollector;
  let site: AddedSite;
  /** Stands for what receives batches, to see what reaches it. */
  let echo: Server;
  const seen: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];

  beforeAll(async () => {
    collector = await startCollector();
    site = await collector.addSite({ domain: 'portfolio.example' });
    echo = createServer((incoming, answer) => {
      seen.push({ url: incoming.url, headers: incoming.headers });
      answer.writeHead(429, { 'retry-after': '9', 'content-type': 'application/problem+json', 'set-cookie': 'a=b' }).end('{"code":"rate_limited"}');
    });
    await new Promise<void>((resolve) => { echo.listen(0, '127.0.0.1', resolve); });
  });
  afterAll(async () => {
    echo.close();
    await collector.close();
  });

  const run = (request: Request, env: Partial<Parameters<typeof worker.fetch>[1]> = {}): Promise<Response> =>
    worker.fetch(request, { PASSERBY_URL: collector.url, PASSERBY_SECRET_KEY: site.secretKey, ...env });
  const echoUrl = (): string => `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
  /** As a browser on the site sends it, and as Cloudflare hands it to the Worker. */
  const batch = (events: unknown[], headers: Record<string, string> = {}, address = 'track'): Request => new Request(`https://portfolio.example/api/${address}`, {
    method: 'POST',
    body: JSON.stringify({ site: site.key, sent_at: new Date().toISOString(), events }),
    headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'https://portfolio.example', 'user-agent': CHROME, 'cf-connecting-ip': '203.0.113.7', ...headers },
  });
  async function stored({ id }: { id: string }): Promise<{ visitor: string } | undefined> {
    const [row] = await collector.sql<{ visitor: string }[]>`select visitor, browser, bot, plan from passerby.raw_events where event_id = ${id}`;
    return row;
  }

  it('sends an event on by the visitor\'s own address and browser, until the statistics show it', async () => {
    const [one, same, other] = [wireEvent({ actor: { type: 'user', plan: 'pro' } }), wireEvent(), wireEvent()];
    const answer = await run(batch([one]));
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    await run(batch([same], { 'x-forwarded-for': '198.51.100.1', 'x-passerby-client-address': '198.51.100.1' }));
    await run(batch([other], { 'cf-connecting-ip': '198.51.100.1' }));
    const [first, second, third] = await Promise.all([one, same, other].map(stored));
    expect(first).toEqual({ visitor: expect.any(String) as string, browser: 'Chrome', bot: null, plan: null });
    expect(second?.visitor).toBe(first?.visitor);
    expect(third?.visitor).not.toBe(first?.visitor);
    await collector.aggregate();
    const response = await fetch(`${collector.url}/api/stats/${site.key}/summary?period=7d`, { headers: { authorization: `Bearer ${await collector.token(site.key)}` } });
    expect(await response.json()).toMatchObject({ metrics: { page_views: 3, visitors: 2 } });
  });

  it('leaves it to the collector to refuse a foreign origin', async () => {
    expect((await run(batch([wireEvent()], { origin: 'https://elsewhere.example' }))).status).toBe(403);
  });

  it('brings back status, Retry-After and words, and nothing else', async () => {
    const answer = await run(batch([]), { PASSERBY_INGEST_URL: `${echoUrl()}/functions/v1/ingest-events` });
    expect({ status: answer.status, body: await answer.json(), headers: Object.fromEntries(answer.headers) }).toEqual({
      status: 429, body: { code: 'rate_limited' }, headers: { 'retry-after': '9', 'content-type': 'application/problem+json' },
    });
    expect(seen.at(-1)?.url).toBe('/functions/v1/ingest-events');
  });

  it('sends none of the site\'s own cookies, and its secret key only as its own word', async () => {
    await run(batch([], { cookie: 'session=1', authorization: 'Basic eDp5' }), { PASSERBY_INGEST_URL: echoUrl() });
    expect(seen.at(-1)?.headers).not.toHaveProperty('cookie');
    expect(seen.at(-1)?.headers).toMatchObject({ authorization: `Bearer ${site.secretKey}`, 'x-passerby-relay': 'browser', 'x-passerby-client-address': '203.0.113.7' });
  });

  it.each([['', '/api/consent'], ['/functions/v1/ingest-events', '/functions/v1/ingest-events/api/consent'], ['/api/track', '/api/consent']])('sends decisions beside batches: %s', async (ingest, expected) => {
    await run(batch([], {}, 'consent'), { PASSERBY_INGEST_URL: `${echoUrl()}${ingest}` });
    expect(seen.at(-1)?.url).toBe(expected);
  });

  it('asks the tracker to come again where nobody answers', async () => {
    const answer = await run(batch([]), { PASSERBY_INGEST_URL: 'http://127.0.0.1:1/' });
    expect({ status: answer.status, wait: answer.headers.get('retry-after') }).toEqual({ status: 503, wait: '5' });
  });

  it('serves the scripts, and nothing else of the collector', async () => {
    const script = await run(new Request('https://portfolio.example/passerby.js'));
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    for (const address of ['metrics', 'stats-panel.js', 'api/stats/sites', 'api/track']) {
      expect((await run(new Request(`https://portfolio.example/${address}`))).status, address).toBe(404);
    }
  });
});

describe('first party by rewrites', () => {
  const NEEDED = ['/passerby.js', '/banner.js', '/api/track', '/api/consent'];

  it('rewrites at Vercel what a page needs to the same addresses of the collector', () => {
    const { rewrites } = JSON.parse(recipe('vercel.json')) as { rewrites: { source: string; destination: string }[] };
    expect(rewrites).toEqual(NEEDED.map((source) => ({ source, destination: `https://stats.example${source}` })));
  });

  it('rewrites at Netlify what a page needs, before any file of the site', () => {
    const rules = recipe('netlify.toml').trim().split(/\n*\[\[redirects\]\]\n/).slice(1);
    expect(rules).toEqual(NEEDED.map((from) => `from = "${from}"\nto = "https://stats.example${from}"\nstatus = 200\nforce = true`));
  });
});

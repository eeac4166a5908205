import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { CHROME, track, wireEvent } from '../../test/support/wire.ts';
import { createLogger } from '../src/ops/logger.ts';
import type { AddedSite } from '../src/sites/add-site.ts';

describe('what a collector shows of itself', () => {
  let collector: TestCollector;
  let site: AddedSite;
  beforeAll(async () => {
    collector = await startCollector({ config: { metricsToken: 'a-token-of-the-operator' } });
    site = await collector.addSite();
  });
  afterAll(() => collector.close());
  const get = (path: string, headers: Record<string, string> = {}) => fetch(collector.url + path, { headers });

  it('says that it lives and that it is ready', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/health/ready')).json()).toMatchObject({ status: 'ok' });
  });

  it('counts events by what became of them, and refusals by their code', async () => {
    await track(collector.url, { site: site.key, events: [wireEvent(), wireEvent(), { ...wireEvent(), event: 'No' }] });
    await track(collector.url, { site: 'pk_nobody', events: [] });
    const text = await (await get('/metrics')).text();
    expect(text).toContain('passerby_events_total{outcome="accepted"} 2');
    expect(text).toContain('passerby_events_rejected_total{reason="invalid_name"} 1');
    expect(text).toContain('passerby_requests_refused_total{code="unknown_site"} 1');
    expect(text).toMatch(/passerby_ack_seconds_count 1\n/);
    expect(text).not.toContain(site.key);
  });

  it('shows its figures to this machine and to whoever has the token, and to others as if they were not there', async () => {
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get('/metrics')).status).toBe(200);
    expect((await get('/metrics', elsewhere)).status).toBe(404);
    expect((await get('/metrics', { ...elsewhere, authorization: 'Bearer a-token-of-the-operator' })).status).toBe(200);
    expect((await get('/metrics', { authorization: 'Bearer another' })).status).toBe(404);
  });

  it('publishes the schema of a batch to any page', async () => {
    const response = await get('/schema/event.json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ $id: 'passerby-batch-v1', required: ['site', 'sent_at', 'events'] });
  });

  it('serves no file but its own scripts', async () => {
    for (const path of ['/package.json', '/passerby.exe', '/.env', '/passerby.js%00.html', '/stats-panel.js/x', '/%2e%2e/package.json']) {
      const response = await get(path);
      expect([400, 404], path).toContain(response.status);
      expect(response.headers.get('content-type')).toContain('json');
    }
  });

  it('leads whoever opens its own address to the reference', async () => {
    const { url, status, headers } = await get('/');
    expect([new URL(url).pathname, status, headers.get('content-type')]).toEqual(['/api/docs', 200, 'text/html; charset=utf-8']);
  });

  it('answers what it does not know with a problem', async () => {
    const response = await get('/nothing');
    expect([response.status, await response.json()]).toEqual([404, expect.objectContaining({ code: 'not_found' })]);
    // A script that is built a moment later must not be missing for minutes.
    const script = await get('/passerby.missing.js');
    expect([script.status, script.headers.get('cache-control')]).toEqual([404, 'private, no-store']);
  });
});

describe('the log', () => {
  it('holds of an error from Postgres its code alone, since its message may quote a value', () => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line) => { lines.push(line); } });
    log.error({ err: Object.assign(new Error('duplicate key (ada@lovelace.example)'), { name: 'PostgresError', code: '23505' }) }, 'it failed');
    expect(lines.join('')).toContain('23505');
    expect(lines.join('')).not.toContain('lovelace');
  });
});

describe('the platform\'s own site', () => {
  it('shows what the way in did, once a minute at most, as events like any other', async () => {
    const collector = await startCollector({ watchEveryMs: 1 });
    try {
      const site = await collector.addSite();
      await track(collector.url, { site: site.key, events: [wireEvent(), { ...wireEvent(), id: 'x' }] });
      await collector.stop();
      const events = await collector.sql`
        select e.event, e.actor_type, e.visitor, sum((e.properties->>'accepted')::int)::int as accepted, sum((e.properties->>'count')::int)::int as count, min(e.properties->>'reason') as reason
        from passerby.raw_events e join passerby.sites s using (site_id) join passerby.settings on name = 'platform_site' and value = s.public_key
        group by 1, 2, 3 order by 1`;
      expect(events).toEqual([
        { event: 'analytics.ingest_failure', actor_type: 'system', visitor: null, accepted: null, count: 1, reason: 'invalid_id' },
        { event: 'analytics.ingest_success', actor_type: 'system', visitor: null, accepted: 1, count: null, reason: null },
      ]);
    } finally {
      await collector.close();
    }
  });
});

describe('consent records and the picture for noscript', () => {
  let collector: TestCollector;
  beforeAll(async () => { collector = await startCollector(); });
  afterAll(() => collector.close());

  const record = { id: '0f8fad5b-d9cb-469f-a165-70867728950e', version: '1', choice: { analytics: true, marketing: false }, time: '2026-11-22T10:00:00.000Z' };
  const consent = (body: unknown, origin = 'http://localhost') => fetch(`${collector.url}/api/consent`, { method: 'POST', headers: { origin, 'content-type': 'text/plain' }, body: JSON.stringify(body) });
  const pixel = (key: string, headers: Record<string, string> = {}) => fetch(`${collector.url}/api/track.gif?site=${key}`, { headers: { 'user-agent': CHROME, referer: 'http://localhost/work?x=1', ...headers } });
  const views = async (siteId: number) => collector.sql`select event, path, visitor_kept from passerby.raw_events where site_id = ${siteId}`;

  it('keeps the proof of a decision once, however often it is sent, and nothing of who decided', async () => {
    const site = await collector.addSite();
    for (let i = 0; i < 2; i += 1) expect((await consent({ site: site.key, record: { ...record, sent: true } })).status).toBe(204);
    const rows = await collector.sql`select * from passerby.consent_records where site_id = ${site.site_id}`;
    expect(rows).toEqual([{ site_id: site.site_id, record_id: record.id, recorded_at: expect.any(Date) as Date, choice: record.choice, version: '1', chosen_at: new Date(record.time) }]);
  });

  it('refuses a decision that is none, one of no site and one from another origin', async () => {
    const site = await collector.addSite();
    expect((await consent({ site: site.key, record: { ...record, choice: { analytics: 'yes' } } })).status).toBe(400);
    expect((await consent({ site: 'pk_nobody', record })).status).toBe(404);
    expect((await consent({ site: site.key, record }, 'https://evil.example')).status).toBe(403);
  });

  it('counts a view without a script on a site in anonymous mode, by the page that shows the picture', async () => {
    const site = await collector.addSite({ consent: 'anonymous' });
    const response = await pixel(site.key);
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'image/gif', 'no-store']);
    expect(await views(site.site_id)).toEqual([{ event: 'page_view', path: '/work', visitor_kept: false }]);
  });

  it('counts nothing where consent is required, where the browser asks not to be counted, and from another site', async () => {
    const [required, anonymous] = [await collector.addSite(), await collector.addSite({ consent: 'anonymous' })];
    expect((await pixel(required.key)).status).toBe(200);
    expect((await pixel(anonymous.key, { 'sec-gpc': '1' })).status).toBe(200);
    expect((await pixel(anonymous.key, { dnt: '1' })).status).toBe(200);
    expect((await pixel(anonymous.key, { referer: 'https://evil.example/' })).status).toBe(403);
    expect([...await views(required.site_id), ...await views(anonymous.site_id)]).toEqual([]);
  });
});

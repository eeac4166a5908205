import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents, type TestEvent } from '../../test/support/store-events.ts';
import type { Breakdown, Problem, Summary, Timeseries } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';

let database: FreshDatabase;
let stats: StatsApp;
let site: { siteId: number; key: string };
let clock = new Date('2026-03-12T08:20:00Z');

const from = (source: string, rest: Record<string, string> = {}) => ({ source, channel: source === 'Google' ? 'Organic Search' : 'Referral', ...rest });

/** Three visitors in Zurich's days: anna twice, ben once over an hour, cleo once. */
const EVENTS: TestEvent[] = [
  { at: '2026-03-10T09:00:00Z', path: '/', columns: from('Google', { country: 'CH', device: 'desktop' }) },
  { at: '2026-03-10T09:01:00Z', path: '/works' },
  { at: '2026-03-10T09:02:00Z', path: '/works', event: 'contact_sent' },
  { at: '2026-03-11T23:30:00Z', path: '/', columns: from('Google', { country: 'CH', device: 'mobile' }) },
  { at: '2026-03-10T09:50:00Z', visitor: 'ben', path: '/works', columns: from('news.example', { country: 'DE', device: 'desktop' }) },
  { at: '2026-03-10T10:10:00Z', visitor: 'ben', path: '/works/7' },
  { at: '2026-03-11T12:00:00Z', visitor: 'cleo', path: '/works', columns: { device: 'mobile' } },
  { at: '2026-03-11T12:00:00Z', visitor: null, event: 'plan.upgraded' },
];

beforeAll(async () => {
  database = await freshDatabase();
  site = await addTestSite(database.sql, 'Europe/Zurich', 'artist-7');
  await storeEvents(database.sql, site.siteId, EVENTS);
  await aggregate(database.sql);
  stats = await statsApp(database.sql, () => clock);
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

const ask = <T>(what: string) => stats.ask<T>(`/api/stats/${site.key}/${what}`);
const RANGE = 'from=2026-03-10&to=2026-03-12';

describe('summary', () => {
  it('answers with the figures of the range, days inclusive and in the site\'s time zone', async () => {
    const { status, body } = await ask<Summary>(`summary?${RANGE}`);
    expect(status).toBe(200);
    expect(body.metrics).toEqual({
      visitors: 3, visits: 4, page_views: 6, views_per_visit: 1.5, bounce_rate: 0.5, visit_duration: (120 + 1200) / 4, events: 8,
    });
    expect(body.meta).toMatchObject({
      site: site.key, domain: 'example.com', timezone: 'Europe/Zurich', from: '2026-03-10', to: '2026-03-12', pending: false, definitions: 1, approximate: false,
    });
    expect(Date.parse(body.meta.aggregated_at ?? '')).toBeGreaterThan(0);
    expect((await ask<Summary>('summary?from=2026-03-12&to=2026-03-12')).body.metrics).toMatchObject({ visits: 1, visitors: 1 });
  });

  it('takes the last 30 days, ending today where the site is, when nothing is said', async () => {
    clock = new Date('2026-03-12T23:30:00Z');
    const { body } = await ask<Summary>('summary');
    expect(body.meta).toMatchObject({ from: '2026-02-12', to: '2026-03-13' });
    clock = new Date('2026-03-12T08:20:00Z');
  });

  it.each([['today', '2026-03-12'], ['7d', '2026-03-06'], ['90d', '2025-12-13'], ['12mo', '2025-04-01']])('knows the period %s', async (period, first) => {
    expect((await ask<Summary>(`summary?period=${period}`)).body.meta).toMatchObject({ from: first, to: '2026-03-12' });
  });

  it('compares with the period of the same length before', async () => {
    const { body } = await ask<Summary>('summary?from=2026-03-11&to=2026-03-11&compare=previous');
    expect(body.metrics.visits).toBe(1);
    expect(body.previous).toMatchObject({ from: '2026-03-10', to: '2026-03-10', metrics: { visits: 2, visitors: 2, page_views: 4 } });
    expect((await ask<Summary>(`summary?${RANGE}`)).body).not.toHaveProperty('previous');
  });

  it('compares with the year before, any other range, and the same weekdays, and refuses what is none', async () => {
    const previous = async (query: string) => (await ask<Summary>(`summary?from=2026-03-11&to=2026-03-12&${query}`)).body.previous;
    expect(await previous('compare=year')).toMatchObject({ from: '2025-03-11', to: '2025-03-12', metrics: { visits: 0, bounce_rate: 0 } });
    expect(await previous('compare=year&match_weekday=true')).toMatchObject({ from: '2025-03-12', to: '2025-03-13' });
    expect(await previous('compare=previous&match_weekday=true')).toMatchObject({ from: '2026-03-04', to: '2026-03-05' });
    expect(await previous('compare=custom&compare_from=2026-03-10&compare_to=2026-03-10')).toMatchObject({ from: '2026-03-10', to: '2026-03-10', metrics: { visits: 2, page_views: 4 } });
    for (const query of ['compare=custom', 'compare_from=2026-03-01', 'match_weekday=true', 'compare=year&match_weekday=yes', 'compare=custom&compare_from=2026-03-32&compare_to=2026-03-10']) {
      expect(await ask<Problem>(`summary?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
    }
  });

  it('says that events wait which the figures do not hold yet', async () => {
    const other = await addTestSite(database.sql);
    await storeEvents(database.sql, other.siteId, [{ at: '2026-03-12T08:00:00Z' }]);
    const before = await stats.ask<Summary>(`/api/stats/${other.key}/summary`);
    expect(before.body.meta).toMatchObject({ pending: true, aggregated_at: null });
    expect(before.body.metrics.events).toBe(0);
    await aggregate(database.sql);
    const after = await stats.ask<Summary>(`/api/stats/${other.key}/summary`);
    expect(after.body.meta.pending).toBe(false);
    expect(after.body.metrics.events).toBe(1);
  });
});

describe('timeseries', () => {
  it('fills every day, tells the unfinished one, and adds up to the summary', async () => {
    const { body } = await ask<Timeseries>(`timeseries?${RANGE}`);
    expect(body.points.map(({ t, visits, visitors, page_views, partial }) => [t, visits, visitors, page_views, partial])).toEqual([
      ['2026-03-10', 2, 2, 4, false], ['2026-03-11', 1, 1, 1, false], ['2026-03-12', 1, 1, 1, true],
    ]);
  });

  it('stands beside that of another range, whatever its length', async () => {
    const { body } = await ask<Timeseries>('timeseries?from=2026-03-11&to=2026-03-12&compare=custom&compare_from=2026-03-08&compare_to=2026-03-10');
    expect(body.previous).toMatchObject({ from: '2026-03-08', to: '2026-03-10' });
    expect(body.previous?.points.map(({ t, visits, partial }) => [t, visits, partial])).toEqual([['2026-03-08', 0, false], ['2026-03-09', 0, false], ['2026-03-10', 2, false]]);
  });

  it('puts a visit in the hour of its start and page views in their own', async () => {
    const { body } = await ask<Timeseries>('timeseries?interval=hour&from=2026-03-10&to=2026-03-10');
    expect(body.points).toHaveLength(24);
    expect(body.points.filter((point) => point.events > 0).map(({ t, visits, visitors, page_views }) => [t, visits, visitors, page_views])).toEqual([
      ['2026-03-10T10:00:00+01:00', 2, 2, 3], ['2026-03-10T11:00:00+01:00', 0, 1, 1],
    ]);
  });

  it('counts visitors of a week or month once', async () => {
    const weeks = await ask<Timeseries>('timeseries?interval=week&from=2026-03-01&to=2026-03-12');
    expect(weeks.body.points.map(({ t, visitors, partial }) => [t, visitors, partial])).toEqual([['2026-02-23', 0, false], ['2026-03-02', 0, false], ['2026-03-09', 3, true]]);
    const months = await ask<Timeseries>('timeseries?interval=month&from=2026-02-10&to=2026-03-12');
    expect(months.body.points.map(({ t, visitors }) => [t, visitors])).toEqual([['2026-02-01', 0], ['2026-03-01', 3]]);
  });
});

describe('breakdown', () => {
  const rows = async (query: string) => (await ask<Breakdown>(`breakdown?${RANGE}&${query}`)).body.rows;

  it('gives the figures of each source, most visitors first, with an empty value where there is none', async () => {
    expect((await rows('dimension=source')).map(({ value, visitors, visits, page_views }) => [value, visitors, visits, page_views])).toEqual([
      ['Google', 1, 2, 3], ['news.example', 1, 1, 2], ['', 1, 1, 1],
    ]);
  });

  it('counts a visit for each of its pages, and page views for their own', async () => {
    expect((await rows('dimension=page')).map(({ value, visitors, visits, page_views, events, bounce_rate }) => [value, visitors, visits, page_views, events, bounce_rate])).toEqual([
      ['/works', 3, 3, 3, 4, 1 / 3], ['/', 1, 2, 2, 2, 0.5], ['/works/7', 1, 1, 1, 1, 0],
    ]);
  });

  it('names events, those of no visitor among them', async () => {
    expect((await rows('dimension=event')).map(({ value, visitors, visits, events }) => [value, visitors, visits, events])).toEqual([
      ['page_view', 3, 4, 6], ['contact_sent', 1, 1, 1], ['plan.upgraded', 0, 0, 1],
    ]);
  });

  it('pages through the values and says how many there are', async () => {
    const first = await ask<Breakdown>(`breakdown?${RANGE}&dimension=page&limit=2`);
    const rest = await ask<Breakdown>(`breakdown?${RANGE}&dimension=page&limit=2&offset=2`);
    const none = await ask<Breakdown>(`breakdown?${RANGE}&dimension=page&limit=2&offset=20`);
    expect(first.body.rows.map((row) => row.value)).toEqual(['/works', '/']);
    expect(rest.body.rows.map((row) => row.value)).toEqual(['/works/7']);
    expect([first, rest, none].map(({ body }) => body.total_rows)).toEqual([3, 3, 3]);
    expect(none.body.rows).toEqual([]);
  });
});

describe('filters', () => {
  const visits = async (...filters: string[]) =>
    (await ask<Summary>(`summary?${RANGE}&${filters.map((filter) => `filter=${encodeURIComponent(filter)}`).join('&')}`)).body.metrics.visits;

  it.each([
    [['source:is:Google'], 2], [['source:is_not:Google'], 2], [['source:is:'], 1], [['source:contains:oog'], 2], [['source:matches:*.example'], 1],
    [['source:matches:G*'], 2], [['source:matches:G'], 0], [['country:is:CH', 'device:is:mobile'], 1], [['country:is:CH', 'country:is:DE'], 3],
    [['country:is_not:CH', 'country:is_not:DE'], 1], [['page:is:/works'], 3], [['page:is_not:/works'], 1], [['page:matches:/works/*'], 1],
    [['page:contains:WORK'], 3], [['event:is:contact_sent'], 1], [['event:is:contact_sent', 'country:is:DE'], 0], [['entry_page:is:/'], 2],
    [['page:is:100%'], 0], [['page:matches:_works'], 0], [['source:is:\' or 1=1 --'], 0], [['page:is:/works', 'source:is_not:'], 2],
  ] as [string[], number][])('%j leaves %i visits', async (filters, expected) => {
    expect(await visits(...filters)).toBe(expected);
  });

  it('by page keeps the whole visit, also the hours in which the page was not seen', async () => {
    const { body } = await ask<Summary>(`summary?${RANGE}&filter=page:is:/works/7`);
    expect(body.metrics).toMatchObject({ visits: 1, visitors: 1, page_views: 2, visit_duration: 1200, bounce_rate: 0 });
  });

  it('hold for series and breakdowns alike', async () => {
    const series = await ask<Timeseries>(`timeseries?${RANGE}&filter=device:is:mobile`);
    expect(series.body.points.map((point) => point.visits)).toEqual([0, 1, 1]);
    const pages = await ask<Breakdown>(`breakdown?${RANGE}&dimension=page&filter=device:is:desktop`);
    expect(pages.body.rows.map(({ value, visits: n }) => [value, n])).toEqual([['/works', 2], ['/', 1], ['/works/7', 1]]);
  });
});

describe('queries that cannot be answered', () => {
  it.each([
    ['summary?from=2026-02-30&to=2026-03-01', 'from is not a day'], ['summary?from=2026-03-02&to=2026-03-01', 'is after to'],
    ['summary?to=2026-03-01', 'to needs a from'], ['summary?period=1y', 'period is one of'], ['summary?period=7d&from=2026-03-01', 'not both'],
    ['summary?from=2001-01-01&to=2026-03-01', 'at most'], ['summary?compare=everything', 'compare is one of'],
    ['timeseries?interval=minute', 'interval is one of'], ['timeseries?interval=hour&from=2025-01-01&to=2026-01-01', 'interval=hour takes'],
    ['breakdown', 'dimension is one of'], ['breakdown?dimension=password', 'dimension is one of'], ['breakdown?dimension=page&limit=0', 'limit is at least 1'],
    ['breakdown?dimension=page&limit=1001', 'limit is at most 1000'], ['breakdown?dimension=page&limit=ten', 'limit is not a whole number'],
    ['breakdown?dimension=page&limit=5&limit=6', 'limit'], ['summary?from=2026-03-01&from=2026-03-02', 'from'],
    ['summary?filter=country', 'dimension:operator:value'], ['summary?filter=secret:is:1', 'dimension is one of'], ['summary?filter=country:like:1', 'operator is one of'],
    [`summary?${'filter=country:is:CH&'.repeat(21)}`, 'At most 20 filters'], ['summary?filter=country:is:%00', 'NUL'],
  ])('%s: says what is wrong', async (what, detail) => {
    const { status, body, headers } = await ask<Problem>(what);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_query' });
    expect(body.detail).toContain(detail);
    expect(headers['content-type']).toContain('application/problem+json');
  });
});

describe('access', () => {
  const endpoints = ['summary', 'timeseries', 'breakdown?dimension=page'];

  it.each(endpoints)('%s answers a foreign token as if the site did not exist', async (endpoint) => {
    const foreign = await stats.ask<Problem>(`/api/stats/${site.key}/${endpoint}`, { role: 'artist', sites: ['pk_other00000000000000'] });
    expect(foreign.status).toBe(404);
    for (const key of ['pk_nosuchsite0000000000', '%00', '\'', '..%2f']) {
      const unknown = await stats.ask<Problem>(`/api/stats/${key}/${endpoint}`, { role: 'admin' });
      expect([unknown.body, unknown.status]).toEqual([foreign.body, foreign.status]);
    }
    expect(foreign.body.code).toBe('unknown_site');
  });

  it.each(endpoints)('%s answers 401 without a token, with a broken one and with an expired one', async (endpoint) => {
    const url = `/api/stats/${site.key}/${endpoint}`;
    for (const headers of [{}, { authorization: 'Bearer nonsense' }, { authorization: 'Basic YTpi' }]) {
      const answer = await stats.app.inject({ url, headers });
      expect([answer.statusCode, answer.json<Problem>().code]).toEqual([401, 'invalid_token']);
    }
    const expired = await stats.app.inject({ url, headers: { authorization: `Bearer ${await expiredToken()}` } });
    expect(expired.statusCode).toBe(401);
  });

  it('opens a site to its own artist by key and by owner', async () => {
    expect((await stats.ask(`/api/stats/${site.key}/summary`, { role: 'artist', sites: [site.key] })).status).toBe(200);
    expect((await stats.ask(`/api/stats/${site.key}/summary`, { role: 'artist', owner: 'artist-7' })).status).toBe(200);
    expect((await stats.ask(`/api/stats/${site.key}/summary`, { role: 'artist', owner: 'artist-8' })).status).toBe(404);
  });

  it('lets any origin ask with a token, and never with cookies', async () => {
    const preflight = await stats.app.inject({ method: 'OPTIONS', url: `/api/stats/${site.key}/summary`, headers: { origin: 'https://office.example' } });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': expect.stringContaining('authorization') });
    const refused = await stats.app.inject({ url: `/api/stats/${site.key}/summary`, headers: { origin: 'https://office.example' } });
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    expect(refused.headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('caching', () => {
  it('answers 304 to whoever has the answer, until an aggregation changes it', async () => {
    const own = await addTestSite(database.sql);
    const url = `/api/stats/${own.key}/summary`;
    const first = await stats.ask(url);
    const etag = String(first.headers['etag']);
    expect(first.headers['cache-control']).toContain('private');
    expect((await stats.ask(url, undefined, { 'if-none-match': etag })).status).toBe(304);
    expect((await stats.ask(`${url}?period=7d`, undefined, { 'if-none-match': etag })).status).toBe(200);
    await storeEvents(database.sql, own.siteId, [{ at: '2026-03-12T08:00:00Z' }]);
    await aggregate(database.sql);
    expect((await stats.ask(url, undefined, { 'if-none-match': etag })).status).toBe(200);
  });

  it('computes an answer once for a hundred panels, and anew after the next aggregation', async () => {
    const own = await addTestSite(database.sql);
    const ask = async () => (await stats.ask<Summary>(`/api/stats/${own.key}/summary`)).body;
    await Promise.all(Array.from({ length: 100 }, ask));
    // What is remembered does not look at the tables again.
    await database.sql`insert into passerby.stats_daily (site_id, day, visitors, visits, bounces, duration_ms, page_views, events, engaged_ms, bots) values (${own.siteId}, '2026-03-12', 7, 7, 0, 0, 7, 7, 0, 0)`;
    expect((await ask()).metrics.visits).toBe(0);
    await storeEvents(database.sql, own.siteId, [{ at: '2026-03-12T08:00:00Z' }]);
    await aggregate(database.sql);
    expect((await ask()).metrics.visits).toBe(1);
  });

  it('gives two sites different validators for the same question', async () => {
    const [one, two] = await Promise.all([addTestSite(database.sql), addTestSite(database.sql)]);
    const etags = await Promise.all([one, two].map(async ({ key }) => (await stats.ask(`/api/stats/${key}/summary`)).headers['etag']));
    expect(etags[0]).not.toBe(etags[1]);
  });
});

async function expiredToken(): Promise<string> {
  const { mintToken } = await import('../auth/tokens.ts');
  const { SECRET } = await import('../../test/support/stats-app.ts');
  return mintToken({ secret: SECRET, role: 'admin', ttlSeconds: 60, now: new Date(clock.getTime() - 61_000) });
}

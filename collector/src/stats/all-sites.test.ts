import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Claims } from '../auth/tokens.ts';
import type { Breakdown, Contacts, Metrics, Problem, SitesOverview, Summary, Timeseries } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { addGoal } from '../sites/goals.ts';

let database: FreshDatabase;
let stats: StatsApp;
let mara: { siteId: number; key: string };
let noor: { siteId: number; key: string };
let shop: { siteId: number; key: string };
beforeAll(async () => {
  database = await freshDatabase();
  const { sql } = database;
  stats = await statsApp(sql, () => new Date('2026-03-12T12:00:00Z'));
  mara = await addTestSite(sql, 'Europe/Zurich', 'mara');
  noor = await addTestSite(sql, 'Europe/Zurich', 'noor');
  shop = await addTestSite(sql, 'Asia/Kathmandu', 'mara');
  for (const [site, plan, domain] of [[mara, 'free', 'mara.example'], [noor, 'pro', 'noor.example'], [shop, null, 'shop.example']] as const) {
    await sql`update passerby.sites set plan = ${plan}, domain = ${domain} where site_id = ${site.siteId}`;
  }
  // Anna is seen on two sites, and is a visitor of each.
  await storeEvents(sql, mara.siteId, [
    { at: '2026-03-10T10:00:00Z', path: '/', columns: { source: 'Google', country: 'CH' } }, { at: '2026-03-11T10:00:00Z', path: '/', columns: { source: 'Google', country: 'CH' } },
    { at: '2026-03-11T10:01:00Z', event: 'contact_submitted' }, { at: '2026-03-12T10:00:00Z', visitor: 'ben', path: '/works', columns: { country: 'DE' } },
  ]);
  await storeEvents(sql, noor.siteId, [{ at: '2026-03-11T10:00:00Z', path: '/', columns: { source: 'Google', country: 'DE' } }, { at: '2026-03-12T10:00:00Z', event: 'work_enquiry' }]);
  // Another day in Kathmandu than in Zurich.
  await storeEvents(sql, shop.siteId, [{ at: '2026-03-10T20:00:00Z', visitor: 'cleo', path: '/' }, { at: '2026-03-12T11:00:00Z', visitor: 'dora', path: '/cart' }]);
  await aggregate(sql);
  await sql`update passerby.stats_daily set closed = false where day >= '2026-03-12'`;
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

const RANGE = 'from=2026-03-10&to=2026-03-12';
const get = <T>(path: string, claims?: Claims) => stats.ask<T>(`/api/stats/${path}`, claims);
const body = async <T>(path: string, claims?: Claims) => (await get<T>(path, claims)).body;
const FIELDS = ['visitors', 'visits', 'page_views', 'events'] as const;
const sumOf = (all: Metrics[]) => FIELDS.map((field) => all.reduce((sum, metrics) => sum + metrics[field], 0));
const figures = (metrics: Metrics) => FIELDS.map((field) => metrics[field]);

describe.each(['', '&filter=country:is:DE', '&filter=country:is_not:CH&filter=page:contains:/'])('all sites%s', (filter) => {
  it('sum up to what each has, as a whole, by day, week and month, and by value', async () => {
    const each = await Promise.all([mara, noor, shop].map(({ key }) => body<Summary>(`${key}/summary?${RANGE}${filter}`)));
    expect(figures((await body<Summary>(`all/summary?${RANGE}${filter}`)).metrics)).toEqual(sumOf(each.map((one) => one.metrics)));
    for (const interval of ['day', 'week', 'month']) {
      const series = await Promise.all([mara, noor, shop].map(({ key }) => body<Timeseries>(`${key}/timeseries?${RANGE}&interval=${interval}${filter}`)));
      const { points } = await body<Timeseries>(`all/timeseries?${RANGE}&interval=${interval}${filter}`);
      expect(points.map(figures)).toEqual(points.map((_, index) => sumOf(series.map((one) => one.points[index]!))));
    }
    for (const dimension of ['source', 'country', 'page', 'event']) {
      const lists = await Promise.all([mara, noor, shop].map(({ key }) => body<Breakdown>(`${key}/breakdown?${RANGE}&dimension=${dimension}${filter}`)));
      const { rows, total_rows } = await body<Breakdown>(`all/breakdown?${RANGE}&dimension=${dimension}${filter}`);
      expect(total_rows).toBe(new Set(lists.flatMap((list) => list.rows.map((row) => row.value))).size);
      for (const row of rows) expect([row.value, ...figures(row)]).toEqual([row.value, ...sumOf(lists.flatMap((list) => list.rows.filter((one) => one.value === row.value)))]);
    }
  });
});

describe('all sites', () => {
  it('say how many they are, and cut days where each of them is', async () => {
    const { metrics, meta } = await body<Summary>(`all/summary?${RANGE}`);
    expect(metrics).toMatchObject({ visitors: 5, visits: 7, page_views: 6, events: 8 });
    expect(meta).toMatchObject({ site: 'all', domain: '', sites: 3, timezone: 'UTC', from: '2026-03-10', to: '2026-03-12', pending: false });
    const { points } = await body<Timeseries>('all/timeseries?from=2026-03-10&to=2026-03-11');
    expect(points.map((point) => [point.t, point.page_views, point.partial])).toEqual([['2026-03-10', 1, false], ['2026-03-11', 3, false]]);
  });

  it('are chosen by plan and by owner, none being the empty text', async () => {
    const visits = async (query: string) => {
      const { metrics, meta } = await body<Summary>(`all/summary?${RANGE}&${query}`);
      return [meta.sites, metrics.visits];
    };
    expect(await visits('plan=free')).toEqual([1, 3]);
    expect(await visits('plan=free&plan=pro')).toEqual([2, 5]);
    expect(await visits('plan=')).toEqual([1, 2]);
    expect(await visits('owner=mara')).toEqual([2, 5]);
    expect(await visits('owner=mara&plan=free')).toEqual([1, 3]);
    expect(await visits('owner=nobody')).toEqual([0, 0]);
    expect((await body<Summary>(`all/summary?${RANGE}&plan=free&plan=pro`)).meta.timezone).toBe('Europe/Zurich');
  });

  it('are compared, and counted hour by hour where their clocks agree', async () => {
    expect((await body<Summary>('all/summary?from=2026-03-12&to=2026-03-12&compare=previous')).previous?.metrics).toMatchObject({ visits: 3, page_views: 3 });
    const hours = await body<Timeseries>('all/timeseries?from=2026-03-11&to=2026-03-11&interval=hour&plan=free&plan=pro');
    expect(hours.points.filter((point) => point.visits > 0).map((point) => [point.t, point.visits])).toEqual([['2026-03-11T11:00:00+01:00', 2]]);
    expect(await get<Problem>('all/timeseries?interval=hour&period=7d')).toMatchObject({ status: 400, body: { code: 'invalid_query', detail: expect.stringContaining('one time zone') } });
  });

  it('tell contacts together', async () => {
    expect(await body<Contacts>(`all/contacts?${RANGE}`)).toMatchObject({ submissions: 2, visitors: 2, contact_rate: 2 / 5, sources: [{ value: '', submissions: 1, visitors: 1 }, { value: 'Google', submissions: 1, visitors: 1 }] });
  });

  it('are those that the token opens, and no answer is shared with one that opens others', async () => {
    const sites = async (claims: Claims) => {
      const { metrics, meta } = await body<Summary>(`all/summary?${RANGE}`, claims);
      return [meta.sites, metrics.visits];
    };
    expect(await sites({ role: 'admin' })).toEqual([3, 7]);
    expect(await sites({ role: 'artist', owner: 'mara' })).toEqual([2, 5]);
    expect(await sites({ role: 'artist', sites: [noor.key] })).toEqual([1, 2]);
    expect(await sites({ role: 'marketer', sites: [mara.key, noor.key] })).toEqual([2, 5]);
    for (const claims of [{ role: 'artist' }, { role: 'marketer' }, { role: 'artist', sites: ['pk_other00000000000000'] }, { role: 'artist', owner: 'nobody' }] as Claims[]) {
      expect(await get<Problem>(`all/summary?${RANGE}`, claims)).toMatchObject({ status: 404, body: { code: 'unknown_site' } });
    }
  });

  it('bind an artist by the strictest of the plans', async () => {
    await database.sql`insert into passerby.plans (plan, name, history_days, dimensions) values ('free', 'Free', 30, '{page,source}'), ('pro', 'Pro', 365, null)`;
    const claims: Claims = { role: 'artist', owner: 'mara', sites: [noor.key] };
    expect((await get(`all/breakdown?period=30d&dimension=page`, claims)).status).toBe(200);
    expect(await get<Problem>('all/breakdown?period=30d&dimension=country', claims)).toMatchObject({ status: 403, body: { code: 'forbidden_by_plan', limit: 'dimensions', allowed_by: ['pro'] } });
    expect(await get<Problem>('all/summary?period=90d', claims)).toMatchObject({ status: 403, body: { limit: 'history', allowed_by: ['pro'] } });
    expect((await get('all/summary?period=90d', { role: 'artist', sites: [noor.key] })).status).toBe(200);
    expect((await get('all/summary?period=90d', { role: 'admin' })).status).toBe(200);
  });

  it.each(['goals', 'funnels', 'funnel?id=1', 'builder', 'quality', 'plans', 'breakdown?dimension=page&goal=1'])('are not what %s is about', async (question) => {
    expect(await get<Problem>(`all/${question}`)).toMatchObject({ status: 400, body: { code: 'invalid_query', detail: expect.stringContaining('one site') } });
  });

  it('are not chosen among where one is asked for', async () => {
    for (const query of ['plan=free', 'owner=mara']) expect(await get<Problem>(`${mara.key}/summary?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  });

  it('are filtered by a goal of one of them', async () => {
    const goal = await addGoal(database.sql, mara.siteId, { name: 'Contact', event: 'contact_submitted' });
    await aggregate(database.sql);
    expect((await body<Summary>(`all/summary?${RANGE}&filter=goal:is:${goal}`)).metrics).toMatchObject({ visits: 1, visitors: 1 });
  });
});

describe('the overview of sites', () => {
  const names = async (query: string, claims?: Claims) => (await body<SitesOverview>(`sites?${RANGE}${query}`, claims)).rows.map((row) => row.domain);

  it('lists each with its figures and contacts, and what there is to choose from', async () => {
    const { rows, total_rows, plans, owners, meta } = await body<SitesOverview>(`sites?${RANGE}`);
    expect(rows).toEqual([
      { site: mara.key, domain: 'mara.example', owner: 'mara', plan: 'free', visitors: 2, visits: 3, page_views: 3, contacts: 1 },
      { site: shop.key, domain: 'shop.example', owner: 'mara', plan: null, visitors: 2, visits: 2, page_views: 2, contacts: 0 },
      { site: noor.key, domain: 'noor.example', owner: 'noor', plan: 'pro', visitors: 1, visits: 2, page_views: 1, contacts: 1 },
    ].toSorted((a, b) => b.visitors - a.visitors || (a.domain < b.domain ? -1 : 1)));
    expect([total_rows, plans, owners, meta.sites]).toEqual([3, ['free', 'pro'], ['mara', 'noor'], 3]);
    for (const row of rows) {
      const { metrics } = await body<Summary>(`${row.site}/summary?${RANGE}`);
      const contacts = await body<Contacts>(`${row.site}/contacts?${RANGE}`);
      expect([row.visitors, row.visits, row.page_views, row.contacts]).toEqual([metrics.visitors, metrics.visits, metrics.page_views, contacts.submissions]);
    }
  });

  it('is chosen from, searched, sorted and paged', async () => {
    expect(await names('&plan=free&plan=pro')).toEqual(['mara.example', 'noor.example']);
    expect(await names('&owner=mara&sort=domain')).toEqual(['mara.example', 'shop.example']);
    expect(await names('&search=NOO')).toEqual(['noor.example']);
    expect(await names(`&search=${shop.key}`)).toEqual(['shop.example']);
    expect(await names('&sort=visits')).toEqual(['mara.example', 'noor.example', 'shop.example']);
    expect(await names('&sort=page_views&limit=2')).toEqual(['mara.example', 'shop.example']);
    expect(await names('&sort=contacts&limit=1&offset=1')).toEqual(['noor.example']);
    expect(await names('&sort=domain&limit=1&offset=2')).toEqual(['shop.example']);
    expect((await body<SitesOverview>(`sites?${RANGE}&search=a&limit=1`)).total_rows).toBe(3);
    // What there is to choose from does not shrink by choosing.
    expect((await body<SitesOverview>(`sites?${RANGE}&plan=pro`)).plans).toEqual(['free', 'pro']);
  });

  it('shows a token its own sites, and a share link none', async () => {
    expect(await names('', { role: 'artist', owner: 'noor' })).toEqual(['noor.example']);
    expect((await body<SitesOverview>(`sites?${RANGE}`, { role: 'artist', owner: 'noor' })).owners).toEqual(['noor']);
    expect(await get<Problem>(`sites?${RANGE}`, { role: 'artist' })).toMatchObject({ status: 404, body: { code: 'unknown_site' } });
    expect((await stats.app.inject('/api/stats/sites')).statusCode).toBe(401);
    expect((await stats.app.inject({ url: '/api/stats/sites', headers: { authorization: 'Bearer sh_nosuchlink0000000000000000000000000000000' } })).statusCode).toBe(401);
  });

  it.each(['sort=secret_hash', 'limit=0', 'filter=country:is:CH', 'interval=minute&to=2026-01-01'])('refuses %s', async (query) => {
    expect(await get<Problem>(`sites?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  });
});

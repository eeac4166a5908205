import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import type { Breakdown, Summary } from '../src/contract/index.ts';
import { connect } from '../src/db/connect.ts';
import { aggregate } from '../src/jobs/aggregate.ts';
import { aggregationHealth } from '../src/jobs/aggregation-health.ts';
import { startAggregationMonitor } from '../src/jobs/aggregation-monitor.ts';
import { rebuild } from '../src/jobs/rebuild.ts';
import { erasePerson } from '../src/privacy/erase-person.ts';
import { summary } from '../src/stats/summary.ts';
import { timeseries } from '../src/stats/timeseries.ts';
import { localDay } from './support/brute-force.ts';
import { statsApp } from './support/stats-app.ts';
import { addTestSite, nameToUuid, storeEvents, type TestEvent } from './support/store-events.ts';

let database: FreshDatabase;
let collector: TestCollector;
beforeAll(async () => {
  database = await freshDatabase();
  collector = await startCollector();
});
afterAll(async () => {
  await collector.close();
  await database.drop();
});

const DAYS = Array.from({ length: 20 }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}`);
const eachDay = (event: Partial<TestEvent>) => DAYS.map((day) => ({ at: `${day}T10:00:00Z`, ...event }));

/** The page views of each day as every table has them; they must agree with one another. */
async function perDay(sql: FreshDatabase['sql'], siteId: number) {
  const rows = await sql<{ day: string; daily: number; hourly: number; visits: number }[]>`
    select d.day, d.page_views as daily,
           (select sum(h.page_views)::int from passerby.stats_hourly h where h.site_id = d.site_id and h.day = d.day) as hourly,
           (select sum(v.page_views)::int from passerby.visits v where v.site_id = d.site_id and v.day = d.day) as visits
      from passerby.stats_daily d where d.site_id = ${siteId} order by d.day`;
  for (const row of rows) expect([row.hourly, row.visits]).toEqual([row.daily, row.daily]);
  return rows.map((row) => row.daily);
}

describe('aggregation under faults', () => {
  it('G1 killed midway: every day is old or new, never partial, and the next run converges', async () => {
    const { sql, url } = database;
    const { siteId } = await addTestSite(sql);
    await storeEvents(sql, siteId, eachDay({}));
    await aggregate(sql);
    await storeEvents(sql, siteId, eachDay({ visitor: 'ben' }));
    await sql`update passerby.aggregation_queue set queued_at = day`;
    // The job stands still in the middle of a day, with the days before it done, and dies there.
    const worker = connect(url, { max: 1 });
    const [{ pid }] = await worker<[{ pid: number }]>`select pg_backend_pid() as pid`;
    let dying: Promise<string> | undefined;
    await sql.begin(async (tx) => {
      await tx`select from passerby.stats_hourly where site_id = ${siteId} and day = ${DAYS[9]!} for update`;
      dying = worker`call passerby.aggregate()`.then(() => 'ended', () => 'died');
      await waitUntil(async () => (await sql`select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`).length === 1);
      await sql`select pg_terminate_backend(${pid})`;
      expect(await dying).toBe('died');
    });
    await worker.end({ timeout: 0 });
    const after = await perDay(sql, siteId);
    expect(after).toEqual(DAYS.map((_, index) => (index < 9 ? 2 : 1)));
    await aggregate(sql);
    expect(await perDay(sql, siteId)).toEqual(DAYS.map(() => 2));
  });

  it('G2 two runs at once: the same as one', async () => {
    const { sql } = database;
    const sites = await Promise.all([1, 2, 3].map(() => addTestSite(sql)));
    for (const { siteId } of sites) await storeEvents(sql, siteId, [...eachDay({}), ...eachDay({ visitor: 'ben' })]);
    const runs = await Promise.all([aggregate(sql), aggregate(sql), aggregate(sql)]);
    expect(runs.reduce((sum, run) => sum + run.siteDays, 0)).toBe(sites.length * DAYS.length);
    for (const { siteId } of sites) {
      expect(await perDay(sql, siteId)).toEqual(DAYS.map(() => 2));
      expect(await summary(sql, siteId, { from: DAYS[0]!, to: DAYS.at(-1)! }, [])).toMatchObject({ visitors: 2, visits: 40 });
    }
  });

  it('G3 an event 47 hours late: its hour and day are computed again; older than the window: refused, with its reason counted', async () => {
    const site = await collector.addSite();
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await track(collector.url, { site: site.key, events: [wireEvent()] });
    await collector.aggregate();
    const late = at(47);
    const { body } = await track(collector.url, { site: site.key, events: [wireEvent({ timestamp: late.toISOString() }), wireEvent({ timestamp: at(9 * 24).toISOString() })] });
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 1, reason: 'too_old' }] });
    await collector.aggregate();
    const hours = await collector.sql`select page_views from passerby.stats_hourly where site_id = ${site.site_id} and hour = date_trunc('hour', ${late}::timestamptz)`;
    const days = await collector.sql`select page_views from passerby.stats_daily where site_id = ${site.site_id} and day = ${late.toISOString().slice(0, 10)}`;
    expect([hours[0]?.['page_views'], days[0]?.['page_views']]).toEqual([1, 1]);
    const [counted] = await collector.sql`select sum(rejected)::int as rejected from passerby.event_batches where site_id = ${site.site_id}`;
    expect(counted?.['rejected']).toBe(1);
  });

  it('G4 a transaction that is open across a run: its rows are not skipped', async () => {
    const { sql } = database;
    const { siteId } = await addTestSite(sql);
    await storeEvents(sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    const open = connect(database.url, { max: 1 });
    await open`begin`;
    await storeEvents(open, siteId, [{ at: '2026-03-10T10:00:00Z', visitor: 'ben' }]);
    await storeEvents(sql, siteId, [{ at: '2026-03-10T11:00:00Z', visitor: 'cleo' }]);
    await aggregate(sql);
    expect(await perDay(sql, siteId)).toEqual([2]);
    await open`commit`;
    await open.end();
    await aggregate(sql);
    expect(await perDay(sql, siteId)).toEqual([3]);
  });

  it('G5 erasure of a person: events, visits, figures and answers agree, and a later run does not bring them back', async () => {
    const { sql } = database;
    const { siteId, key } = await addTestSite(sql);
    const stats = await statsApp(sql, () => new Date('2026-03-21T00:00:00Z'));
    await storeEvents(sql, siteId, [
      ...eachDay({ visitor: 'erased', path: '/secret', columns: { source: 'Google' } }), ...eachDay({ visitor: 'ben', path: '/open' }),
      { at: '2026-03-20T12:00:00Z', visitor: 'shared', columns: { user_id: 'artist-1' } }, { at: '2026-03-20T12:01:00Z', visitor: 'shared', columns: { user_id: 'artist-2' } },
      { at: '2026-03-20T12:00:00Z', visitor: 'laptop', columns: { user_id: 'artist-1' } }, { at: '2026-03-20T12:01:00Z', visitor: 'laptop' },
    ]);
    await aggregate(sql);
    const url = `/api/stats/${key}/summary?from=2026-03-01&to=2026-03-20`;
    const before = await stats.ask<Summary>(url);
    expect(before.body.metrics).toMatchObject({ visitors: 4, events: 44 });

    expect(await erasePerson(sql, siteId, { visitorId: nameToUuid('erased') })).toMatchObject({ events: 20 });
    expect(await erasePerson(sql, siteId, { userId: 'artist-1' })).toMatchObject({ events: 3 });
    await rebuild(sql, siteId);
    const after = await stats.ask<Summary>(url, undefined, { 'if-none-match': String(before.headers['etag']) });
    expect(after.status).toBe(200);
    expect(after.body.metrics).toMatchObject({ visitors: 2, visits: 21, events: 21, page_views: 21 });
    const pages = await stats.ask<Breakdown>(`/api/stats/${key}/breakdown?dimension=page&from=2026-03-01&to=2026-03-20`);
    expect(pages.body.rows.map((row) => row.value)).toEqual(['/open']);
    expect(await everywhere(sql, [nameToUuid('erased'), nameToUuid('laptop'), 'artist-1', '/secret'])).toEqual([]);
    const requests = await sql`select kind, events, completed_at is not null as done from passerby.privacy_requests where site_id = ${siteId} order by requested_at`;
    expect([...requests]).toEqual([{ kind: 'erase', events: 20, done: true }, { kind: 'erase', events: 3, done: true }]);
    await stats.app.close();
  });

  it('G6 23-hour and 25-hour days, half-hour zones: hours sum to the day, none twice', async () => {
    const { sql } = database;
    // Zone, day, and the hours that its clocks show; where they move by half an hour, one of the hours is half as long.
    const places: [string, string, number][] = [
      ['Europe/Berlin', '2026-03-29', 23], ['Europe/Berlin', '2026-10-25', 25], ['Asia/Kolkata', '2026-03-29', 24], ['Asia/Kathmandu', '2026-03-29', 24],
      ['Australia/Lord_Howe', '2026-04-05', 25], ['Australia/Lord_Howe', '2026-10-04', 24], ['Pacific/Apia', '2026-03-29', 24], ['Pacific/Apia', '2011-12-29', 24], ['America/Havana', '2026-11-01', 25],
    ];
    for (const [zone, day, hoursShown] of places) {
      const { siteId } = await addTestSite(sql, zone);
      const [bounds] = await sql<[{ noon: Date }]>`select (${day}::date + time '12:00') at time zone ${zone} as noon`;
      const every = Array.from({ length: 6 * 40 }, (_, index) => new Date(bounds.noon.getTime() + (index - 120) * 600_000));
      await storeEvents(sql, siteId, every.map((at, index) => ({ at: at.toISOString(), visitor: `v${index}`, kept: false })));
      await aggregate(sql);
      const points = await timeseries(sql, { sites: siteId, timezone: zone, range: { from: day, to: day }, filters: [], interval: 'hour', now: new Date('2027-01-01') });
      const whole = await summary(sql, siteId, { from: day, to: day }, []);
      const inDay = every.filter((at) => localDay(at.getTime(), zone) === day).length;
      expect([zone, points.length, new Set(points.map((point) => point.t)).size]).toEqual([zone, hoursShown, hoursShown]);
      for (const metric of ['visits', 'page_views', 'visitors', 'events'] as const) {
        expect([zone, points.reduce((sum, point) => sum + point[metric], 0)]).toEqual([zone, whole[metric]]);
        expect([zone, whole[metric]]).toEqual([zone, inDay]);
      }
    }
  });

  it('G7 no run for three days: the monitor says so meanwhile, and the next run catches up', async () => {
    const own = await freshDatabase();
    try {
      const { siteId } = await addTestSite(own.sql);
      await storeEvents(own.sql, siteId, eachDay({}));
      await own.sql`update passerby.aggregation_queue set queued_at = now() - interval '3 days'`;
      const alerts: string[] = [];
      const monitors = [1, 2].map(() => startAggregationMonitor({ sql: own.sql, cron: '5 * * * *', log: { info() {}, error() {} }, alert: async ({ state, lagSeconds }) => { alerts.push(`${state} ${Math.round(lagSeconds / 86_400)}`); } }));
      await waitUntil(async () => alerts.length > 0);
      await Promise.all(monitors.map((monitor) => monitor.stop()));
      expect(alerts).toEqual(['late 3']);
      await aggregate(own.sql);
      expect(await aggregationHealth(own.sql, 7_200)).toMatchObject({ state: 'ok', lagSeconds: 0, waitingDays: 0, error: null });
      expect(await perDay(own.sql, siteId)).toEqual(DAYS.map(() => 1));
    } finally {
      await own.drop();
    }
  });
});

/** The names of the tables in which any of these texts is found. */
async function everywhere(sql: FreshDatabase['sql'], needles: string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select format('passerby.%I', relname) as name from pg_class where relnamespace = 'passerby'::regnamespace and relkind = 'r'`;
  const found = [];
  for (const { name } of tables) {
    const rows = await sql`select from ${sql.unsafe(name)} t where exists (select from unnest(${needles}::text[]) needle where strpos(t::text, needle) > 0)`;
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!await holds()) {
    if (Date.now() > end) throw new Error('it did not come about within 20 s');
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
}

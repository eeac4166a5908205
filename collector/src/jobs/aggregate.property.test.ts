import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { count, countItem, groupBy, localDay, localHour, visitsOf, type Counted, type Event, type Visit } from '../../test/support/brute-force.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import { breakdown } from '../stats/breakdown.ts';
import { toMetrics } from '../stats/figures.ts';
import type { Filter } from '../stats/filter.ts';
import { summary } from '../stats/summary.ts';
import { timeseries } from '../stats/timeseries.ts';
import { aggregate } from './aggregate.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

/** Zones with the days in 2026 on which their clocks change, or that never change them. */
const PLACES = [
  ['UTC', '2026-03-10'], ['Europe/Berlin', '2026-03-29'], ['Europe/Berlin', '2026-10-25'], ['Asia/Kolkata', '2026-03-10'],
  ['Asia/Kathmandu', '2026-03-10'], ['Australia/Lord_Howe', '2026-04-05'], ['Australia/Lord_Howe', '2026-10-04'], ['Pacific/Apia', '2026-03-10'],
  ['America/Havana', '2026-03-08'], ['America/Havana', '2026-11-01'], ['America/Santiago', '2026-04-05'], ['Africa/Cairo', '2026-10-30'],
] as const;

const MINUTE = 60_000;
const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

/** A few visitors around two midnights, with the gaps that matter. */
const story = fc.record({
  place: fc.constantFrom(...PLACES),
  events: fc.array(fc.record({
    gap: oneOf(0, 1, 5, 10, 20, 25, 29, 29.9999, 30, 30.0001, 45, 90, 22 * 60),
    visitor: oneOf('anna', 'anna', 'anna', 'ben', 'day', null),
    visit: oneOf(null, null, 'one', 'two'),
    event: oneOf('page_view', 'page_view', 'page_view', 'engagement', 'contact_sent'),
    path: oneOf('/', '/works', '/works/7', null),
    source: oneOf('Google', 'Bing', null),
    bot: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }), { minLength: 1, maxLength: 40 }),
  /** The order of arrival, and after which of them the job runs. */
  shuffle: fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
  runs: fc.array(fc.integer({ min: 0, max: 5 }).map((n) => n === 0), { minLength: 40, maxLength: 40 }),
  seed: fc.nat(1_000),
  erased: fc.array(fc.integer({ min: 0, max: 9 }).map((n) => n === 0), { minLength: 40, maxLength: 40 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

function eventsOf({ place: [zone, day], events }: Story): Event[] {
  let ts = midnight(day, zone) - 90 * MINUTE;
  return events.map(({ gap, visitor, visit, bot, ...rest }, index) => {
    ts += Math.round(gap * MINUTE);
    const pseudonym = visitor === 'day';
    return {
      ...rest, ts, bot, id: String(index), kept: !pseudonym && visitor !== null,
      visitor: pseudonym ? `day ${localDay(ts, zone)}` : visitor, visitId: visitor === null ? null : visit,
    };
  });
}

/** The first instant of a local day, found by walking. */
function midnight(day: string, zone: string): number {
  let ts = Date.parse(day) - 15 * 60 * MINUTE;
  while (localDay(ts, zone) < day) ts += 15 * MINUTE;
  return ts;
}

describe('aggregation of random events, in random order, with runs at random moments', { timeout: 240_000 }, () => {
  it('G8: leaves exactly what a brute-force count of the surviving events finds, by day, hour, range, page and source', async () => {
    await fc.assert(fc.asyncProperty(story, async (told) => {
      const { sql } = database;
      const [zone] = told.place;
      const all = eventsOf(told);
      const { siteId } = await addTestSite(sql, zone);
      const arrival = all.map((event, index) => ({ event, index, rank: told.shuffle[index]! })).toSorted((a, b) => a.rank - b.rank);
      const ids = new Map<string, string>();
      for (const { event, index } of arrival) {
        const [id] = await storeEvents(sql, siteId, [{
          at: new Date(event.ts).toISOString(), event: event.event, visitor: event.visitor, kept: event.kept, path: event.path ?? undefined,
          visit: event.visitId ?? undefined, columns: { source: event.source, bot: event.bot ? 'crawler' : null },
        }]);
        ids.set(event.id, id!);
        if (told.runs[index]) await aggregate(sql);
      }
      await aggregate(sql);
      // Ties are broken by the stored id.
      const stored = all.map((event) => ({ ...event, id: ids.get(event.id)! }));
      await check(siteId, zone, stored, told.seed);

      const gone = stored.filter((_, index) => told.erased[index]);
      for (const event of gone) {
        await sql`delete from passerby.raw_events where site_id = ${siteId} and event_id = ${event.id}`;
        await sql`insert into passerby.aggregation_queue (site_id, day) values (${siteId}, ${localDay(event.ts, zone)})`;
      }
      await aggregate(sql);
      await check(siteId, zone, stored.filter((event) => !gone.includes(event)), told.seed + 1);
    }), { numRuns: Number(process.env['FC_RUNS'] ?? 120), timeout: 20_000 });
  });
});

async function check(siteId: number, zone: string, events: Event[], seed: number): Promise<void> {
  const { sql } = database;
  const visits = visitsOf(events, zone);
  const byDay = groupBy(events, (event) => localDay(event.ts, zone));
  const byHour = groupBy(events, (event) => localHour(event.ts, zone));
  const within = (own: Event[]) => count(events, visits, (event) => own.includes(event));

  const daily = await sql<(Counted & { day: string; bots: number })[]>`
    select day, visitors, visits, bounces, duration_ms, page_views, events, bots from passerby.stats_daily where site_id = ${siteId} order by day`;
  expect([...daily]).toEqual([...byDay].toSorted().map(([day, own]) => ({ day, ...within(own), bots: own.filter((event) => event.bot).length })));

  const hourly = await sql<(Counted & { first: Date })[]>`
    select visitors, visits, bounces, duration_ms, page_views, events from passerby.stats_hourly where site_id = ${siteId} order by hour`;
  const hours = [...byHour.values()].toSorted((a, b) => Math.min(...a.map((e) => e.ts)) - Math.min(...b.map((e) => e.ts)));
  expect([...hourly]).toEqual(hours.map(within));

  const days = [...byDay.keys()].toSorted();
  const range = { from: days[0] ?? '2026-01-01', to: days.at(-1) ?? '2026-01-01' };
  const points = await timeseries(sql, { sites: siteId, timezone: zone, range, filters: [], interval: 'hour', now: new Date('2027-01-01') });
  expect(points.filter((point) => point.events > 0).map(({ t: _t, partial: _partial, ...metrics }) => metrics)).toEqual(
    hours.map((own) => toMetrics(within(own))).filter((metrics) => metrics.events > 0));

  // Whatever part of the days is closed, and whichever range is asked for.
  const boundary = [...days, '9999-12-31'][seed % (days.length + 1)]!;
  await sql`update passerby.stats_daily set closed = false where site_id = ${siteId} and day >= ${boundary}`;
  const from = days[seed % Math.max(days.length, 1)];
  const to = days.slice(seed % Math.max(days.length, 1)).at(-1 - (seed % 3)) ?? days.at(-1);
  for (const part of [range, ...(from === undefined || to === undefined || from > to ? [] : [{ from, to }])]) await checkRange(siteId, zone, events, visits, part);
}

async function checkRange(siteId: number, zone: string, events: Event[], visits: Visit[], range: { from: string; to: string }): Promise<void> {
  const { sql } = database;
  const dayOf = new Map(events.map((event) => [event, localDay(event.ts, zone)]));
  const inside = (event: Event) => dayOf.get(event)! >= range.from && dayOf.get(event)! <= range.to;
  expect(await summary(sql, siteId, range, [])).toEqual(count(events, visits, inside));

  const months = await timeseries(sql, { sites: siteId, timezone: zone, range, filters: [], interval: 'month', now: new Date('2027-01-01') });
  const byMonth = groupBy(events.filter(inside), (event) => dayOf.get(event)!.slice(0, 7));
  expect(months.filter((point) => point.events > 0).map((point) => [point.t.slice(0, 7), point.visitors, point.visits, point.events])).toEqual(
    [...byMonth].map(([month, own]) => [month, count(events, visits, (event) => own.includes(event))] as const)
      .filter(([, counted]) => counted.events > 0).toSorted().map(([month, counted]) => [month, counted.visitors, counted.visits, counted.events]));

  const people = events.filter((event) => !event.bot);
  const list = async (dimension: 'page' | 'event' | 'source', filters: Filter[] = []) =>
    (await breakdown(sql, { sites: siteId, range, filters, dimension, limit: 100, offset: 0 })).rows.toSorted((a, b) => (a.value < b.value ? -1 : 1));
  const expected = (values: string[], figures: (value: string) => Counted, listed: (counted: Counted) => boolean) =>
    values.toSorted().map((value) => ({ value, figures: figures(value) })).filter((row) => listed(row.figures)).map((row) => ({ value: row.value, ...toMetrics(row.figures) }));

  const isView = (path: string) => (event: Event) => event.event === 'page_view' && event.path === path;
  expect(await list('page')).toEqual(expected([...new Set(people.map((event) => event.path).filter((path) => path !== null))],
    (path) => countItem(events, visits, inside, (event) => event.path === path, isView(path)), (counted) => counted.page_views > 0));
  expect(await list('event')).toEqual(expected([...new Set(people.map((event) => event.event))],
    (name) => countItem(events, visits, inside, (event) => event.event === name, (event) => event.event === name), (counted) => counted.events > 0));

  const sourceOf = new Map(visits.flatMap((visit) => visit.events.map((event) => [event, visit.events[0]!.source ?? ''])));
  expect(await list('source')).toEqual(expected(['', 'Bing', 'Google'],
    (source) => count(people.filter((event) => (sourceOf.get(event) ?? '') === source), visits, (event) => inside(event) && (sourceOf.get(event) ?? '') === source),
    (counted) => counted.events > 0));

  // Filtered: only the visits that were on the page count, and everything they did.
  const filters: Filter[] = [{ dimension: 'page', operator: 'is', value: '/works' }];
  const chosen = visits.filter((visit) => visit.events.some(isView('/works')));
  const theirs = new Set(chosen.flatMap((visit) => visit.events));
  expect(await summary(sql, siteId, range, filters)).toEqual(count([...theirs], chosen, inside));
  expect((await list('event', filters)).map((row) => [row.value, row.events, row.visits])).toEqual(
    expected([...new Set(people.map((event) => event.event))], (name) => countItem([...theirs], chosen, inside, (event) => event.event === name, (event) => event.event === name),
      (counted) => counted.events > 0).map((row) => [row.value, row.events, row.visits]));
}

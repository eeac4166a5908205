import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { count, groupBy, localDay, localHour, visitsOf, type Counted, type Event } from '../../test/support/brute-force.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import { breakdown } from '../stats/breakdown.ts';
import { summary } from '../stats/summary.ts';
import { timeseries } from '../stats/timeseries.ts';
import { toMetrics } from '../stats/figures.ts';
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

describe('aggregation of random events, in random order, with runs at random moments', () => {
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
      await check(siteId, zone, stored);

      const gone = stored.filter((_, index) => told.erased[index]);
      for (const event of gone) {
        await sql`delete from passerby.raw_events where site_id = ${siteId} and event_id = ${event.id}`;
        await sql`insert into passerby.aggregation_queue (site_id, day) values (${siteId}, ${localDay(event.ts, zone)})`;
      }
      await aggregate(sql);
      await check(siteId, zone, stored.filter((event) => !gone.includes(event)));
    }), { numRuns: Number(process.env['FC_RUNS'] ?? 120) });
  });
});

async function check(siteId: number, zone: string, events: Event[]): Promise<void> {
  const { sql } = database;
  const visits = visitsOf(events, zone);
  const byDay = groupBy(events, (event) => localDay(event.ts, zone));
  const byHour = groupBy(events, (event) => localHour(event.ts, zone));
  const within = (own: Event[]) => count(events, visits, (event) => own.includes(event));

  const daily = await sql<(Counted & { day: string; bots: number })[]>`
    select day, visitors, visits, bounces, duration_s, page_views, events, bots from passerby.stats_daily where site_id = ${siteId} order by day`;
  expect([...daily]).toEqual([...byDay].toSorted().map(([day, own]) => ({ day, ...within(own), bots: own.filter((event) => event.bot).length })));

  const hourly = await sql<(Counted & { first: Date })[]>`
    select visitors, visits, bounces, duration_s, page_views, events from passerby.stats_hourly where site_id = ${siteId} order by hour`;
  const hours = [...byHour.values()].toSorted((a, b) => Math.min(...a.map((e) => e.ts)) - Math.min(...b.map((e) => e.ts)));
  expect([...hourly]).toEqual(hours.map(within));

  const days = [...byDay.keys()].toSorted();
  const range = { from: days[0] ?? '2026-01-01', to: days.at(-1) ?? '2026-01-01' };
  expect(await summary(sql, siteId, range, [])).toEqual(within(events));
  const points = await timeseries(sql, { siteId, timezone: zone, range, filters: [], interval: 'hour', now: new Date('2027-01-01') });
  expect(points.filter((point) => point.events > 0).map(({ t: _t, partial: _partial, ...metrics }) => metrics)).toEqual(
    hours.map((own) => toMetrics(within(own))).filter((metrics) => metrics.events > 0));

  const people = events.filter((event) => !event.bot);
  const pages = await breakdown(sql, { siteId, range, filters: [], dimension: 'page', limit: 100, offset: 0 });
  const viewed = groupBy(people.filter((event) => event.event === 'page_view' && event.path !== null), (event) => event.path!);
  expect(pages.rows.map(({ value, visitors, visits: n, page_views }) => [value, visitors, n, page_views]).toSorted()).toEqual(
    [...viewed].map(([path, own]) => [path, new Set(own.map((e) => e.visitor).filter((v) => v !== null)).size,
      visits.filter((visit) => visit.events.some((e) => own.includes(e))).length, own.length]).toSorted());

  const sources = await breakdown(sql, { siteId, range, filters: [], dimension: 'source', limit: 100, offset: 0 });
  const started = groupBy(visits, (visit) => visit.events[0]!.source ?? '');
  const known = Object.fromEntries(sources.rows.map((row) => [row.value, row.visits]).filter(([, n]) => n !== 0));
  expect(known).toEqual(Object.fromEntries([...started].map(([source, own]) => [source, own.length])));
  const google = await summary(sql, siteId, range, [{ dimension: 'source', operator: 'is', value: 'Google' }]);
  expect(google.visitors).toBe(new Set((started.get('Google') ?? []).map((visit) => visit.visitor)).size);
}

import { ProblemError, type Interval, type Point } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { buckets } from './buckets.ts';
import { added, addedWithoutVisitors, NONE, SUMMED, sums, toMetrics, type Figures } from './figures.ts';
import type { Filter } from './filter.ts';
import type { Fragment } from './fragment.ts';
import { addDays, countDays } from './local-day.ts';
import { newInRange, openSince } from './open-since.ts';
import { perSite, type SiteId, type Sites } from './per-site.ts';
import type { Range } from './range.ts';
import { summary } from './summary.ts';
import { visitRows } from './visit-rows.ts';

/** Days that may be asked for hour by hour. */
const MOST_DAYS_OF_HOURS = 100;

export interface TimeseriesQuery {
  sites: Sites;
  timezone: string;
  range: Range;
  filters: Filter[];
  interval: Interval;
  now: Date;
}

type Keyed = Figures & { key: string };

/**
 * The figures of every bucket of a range.
 * @throws {ProblemError} invalid_query
 */
export async function timeseries(sql: Queryable, query: TimeseriesQuery): Promise<Point[]> {
  const { timezone, range, filters, interval, now } = query;
  if (interval === 'hour' && countDays(range.from, range.to) > MOST_DAYS_OF_HOURS) {
    throw new ProblemError('invalid_query', `interval=hour takes at most ${MOST_DAYS_OF_HOURS} days.`);
  }
  const [all, rows] = await Promise.all([
    buckets(sql, range, interval, timezone, now),
    filters.length > 0 ? ofVisits(sql, query) : interval === 'hour' || interval === 'day' ? ofTotals(sql, query) : ofDays(sql, query),
  ]);
  const figures = new Map(rows.map((row) => [row.key, row]));
  return all.map(({ key, t, partial }) => ({ t, ...toMetrics(figures.get(key) ?? NONE), partial }));
}

/** As {@link buckets} names them, for rows that have a day or an hour. */
function keyOf(sql: Queryable, interval: Interval): Fragment {
  return interval === 'hour' ? sql`extract(epoch from hour)::bigint::text` : sql`to_char(date_trunc(${interval}, day::timestamp), 'YYYY-MM-DD')`;
}

/** Hours and days have their distinct visitors counted already. */
function ofTotals(sql: Queryable, { sites, range, interval }: TimeseriesQuery) {
  const table = sql(interval === 'hour' ? 'stats_hourly' : 'stats_daily');
  return sumByKey(sql, sites, (siteId) => sql`
    select ${keyOf(sql, interval)} as key, visitors, visits, bounces, duration_ms, page_views, events
      from passerby.${table} where site_id = ${siteId} and day between ${range.from}::date and ${range.to}::date`);
}

/** Weeks and months, those of closed days at once and the others, mostly the last, one by one. */
async function ofDays(sql: Queryable, { sites, range, interval }: TimeseriesQuery): Promise<Keyed[]> {
  const rows = await sql<(Keyed & { closed: boolean; first: string })[]>`
    select key, min(first) as first, bool_and(closed) as closed, ${added(sql)} from (${perSite(sql, sites, (siteId) => sql`
      with since as (${openSince(sql, siteId, range)}),
      days as (
        select d.*, greatest(date_trunc(${interval}, d.day::timestamp)::date, ${range.from}::date) as first
          from passerby.stats_daily d where d.site_id = ${siteId} and d.day between ${range.from}::date and ${range.to}::date
      )
      select ${keyOf(sql, interval)} as key, min(first) as first, max(day) < (select day from since) as closed,
             sum(${newInRange(sql, 'days', sql`first`)}) as visitors, ${addedWithoutVisitors(sql)}
        from days group by 1`)}) one
     group by key`;
  return Promise.all(rows.map(async (row) => (row.closed ? row : { key: row.key, ...await summary(sql, sites, bucketRange(row, rows, range), []) })));
}

/** From the first day of a bucket to the day before the next one that has events, or the end. */
function bucketRange(bucket: { first: string }, all: { first: string }[], range: Range): Range {
  const next = all.map((other) => other.first).filter((first) => first > bucket.first).toSorted()[0];
  return { from: bucket.first, to: next === undefined ? range.to : addDays(next, -1) };
}

function ofVisits(sql: Queryable, { sites, range, filters, interval }: TimeseriesQuery) {
  return sumByKey(sql, sites, (siteId) => sql`
    select ${keyOf(sql, interval)} as key, ${sums(sql)} from (${visitRows(sql, siteId, range, filters, [...SUMMED, 'day', 'hour'])}) v group by 1`);
}

function sumByKey(sql: Queryable, sites: Sites, query: (siteId: SiteId) => Fragment) {
  return sql<Keyed[]>`select key, ${added(sql)} from (${perSite(sql, sites, query)}) one group by key`;
}

import { ProblemError, type Interval, type Point } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { buckets } from './buckets.ts';
import { NONE, sums, toMetrics, type Figures } from './figures.ts';
import { visitRows, type Filter } from './filter.ts';
import { countDays } from './local-day.ts';
import type { Range } from './range.ts';

/** Days that may be asked for hour by hour. */
const MOST_DAYS_OF_HOURS = 100;

export interface TimeseriesQuery {
  siteId: number;
  timezone: string;
  range: Range;
  filters: Filter[];
  interval: Interval;
  now: Date;
}

/**
 * The figures of every bucket of a range.
 * @throws {ProblemError} invalid_query
 */
export async function timeseries(sql: Queryable, query: TimeseriesQuery): Promise<Point[]> {
  const { siteId, timezone, range, filters, interval, now } = query;
  if (interval === 'hour' && countDays(range.from, range.to) > MOST_DAYS_OF_HOURS) {
    throw new ProblemError('invalid_query', `interval=hour takes at most ${MOST_DAYS_OF_HOURS} days.`);
  }
  const bucket = interval === 'hour' ? sql`extract(epoch from hour)::bigint::text` : sql`to_char(date_trunc(${interval}, day::timestamp), 'YYYY-MM-DD')`;
  const [all, rows] = await Promise.all([
    buckets(sql, range, interval, timezone, now),
    sql<(Figures & { key: string })[]>`
      select ${bucket} as key, ${sums(sql)} from (${visitRows(sql, siteId, range, filters)}) v group by 1`,
  ]);
  const figures = new Map(rows.map((row) => [row.key, row]));
  return all.map(({ key, t, partial }) => ({ t, ...toMetrics(figures.get(key) ?? NONE), partial }));
}

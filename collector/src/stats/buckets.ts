import type { Interval } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import type { Range } from './range.ts';

export interface Bucket {
  /** What tells the rows of the bucket: the day it begins on, or the epoch second that stands in `visits.hour`. */
  key: string;
  /** How it is told: `YYYY-MM-DD`, or for an hour ISO with the site's offset. */
  t: string;
  partial: boolean;
}

/**
 * Every bucket of a range, empty or not. Hours are those that the site's clocks show: 23 or 25 on the days they change, and
 * half an hour where they change by half an hour. Weeks begin on Monday.
 */
export function buckets(sql: Queryable, range: Range, interval: Interval, timezone: string, now: Date): Promise<Bucket[]> {
  return interval === 'hour' ? hours(sql, range, timezone, now) : days(sql, range, interval, timezone, now);
}

/** Walks the range in quarters of an hour, the finest that offsets of today's zones differ by. */
async function hours(sql: Queryable, { from, to }: Range, timezone: string, now: Date): Promise<Bucket[]> {
  const rows = await sql<{ key: string; start: string; offset: number; partial: boolean }[]>`
    with steps as (
      select i, i at time zone ${timezone} as local
        from generate_series((${from}::timestamp at time zone ${timezone}) - interval '3 hours',
                             ((${to}::date + 1)::timestamp at time zone ${timezone}) + interval '3 hours', interval '15 minutes') i
    ),
    hours as (
      select date_trunc('hour', i, ${timezone}) as hour, min(i) as first, max(i) as last
        from steps where local::date between ${from}::date and ${to}::date group by 1
    )
    select extract(epoch from hour)::bigint::text as key, to_char(first at time zone ${timezone}, 'YYYY-MM-DD"T"HH24:MI:SS') as start,
           (extract(epoch from (first at time zone ${timezone}) - (first at time zone 'UTC')) / 60)::int as offset,
           last + interval '15 minutes' > ${now} as partial
      from hours order by first`;
  return rows.map(({ key, start, offset, partial }) => ({ key, t: start + offsetText(offset), partial }));
}

async function days(sql: Queryable, { from, to }: Range, interval: 'day' | 'week' | 'month', timezone: string, now: Date): Promise<Bucket[]> {
  const rows = await sql<{ day: string; partial: boolean }[]>`
    select to_char(d, 'YYYY-MM-DD') as day, d + ('1 ' || ${interval})::interval > ${now}::timestamptz at time zone ${timezone} as partial
      from generate_series(date_trunc(${interval}, ${from}::timestamp), ${to}::timestamp, ('1 ' || ${interval})::interval) d
     order by d`;
  return rows.map(({ day, partial }) => ({ key: day, t: day, partial }));
}

/** Minutes east of UTC as `+05:45`. */
function offsetText(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

import type { Queryable } from '../db/connect.ts';
import type { Fragment } from './fragment.ts';
import type { SiteId } from './per-site.ts';
import type { Range } from './range.ts';

/**
 * A one-row relation `since`: the first day of the range that is not closed, or the day after the range. What lies before
 * it is read from the figures of closed days, and the rest, mostly today, from visits.
 */
export function openSince(sql: Queryable, siteId: SiteId, { from, to }: Range): Fragment {
  return sql`
    select coalesce(min(o.day), ${to}::date + 1) as day from passerby.stats_daily o
     where o.site_id = ${siteId} and o.day between ${from}::date and ${to}::date and not o.closed`;
}

/** Of a row's visitors, those that were not here before on a day of the range; `row` has day, visitors, gaps and returned. */
export function newInRange(sql: Queryable, row: string, from: Fragment): Fragment {
  const r = sql(row);
  return sql`${r}.visitors - coalesce(${r}.returned[width_bucket((${r}.day - ${from})::smallint, ${r}.gaps)], 0)`;
}

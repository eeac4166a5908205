import type { Queryable } from '../db/connect.ts';
import { NONE, SUMMED, sums, type Figures } from './figures.ts';
import type { Filter } from './filter.ts';
import { newInRange, openSince } from './open-since.ts';
import type { Range } from './range.ts';
import { visitRows } from './visit-rows.ts';

/** The figures of a whole range. */
export async function summary(sql: Queryable, siteId: number, range: Range, filters: Filter[]): Promise<Figures> {
  const [row] = filters.length === 0 ? await ofDays(sql, siteId, range) : await ofVisits(sql, siteId, range, filters);
  return row ?? NONE;
}

/** A visitor of an open day is new to the range where none of its closed days has seen them: looked up one by one, they are few. */
function ofDays(sql: Queryable, siteId: number, range: Range) {
  const from = sql`${range.from}::date`;
  return sql<Figures[]>`
    with since as (${openSince(sql, siteId, range)}),
    fresh as (
      select count(*) as visitors
        from (select v.visitor, bool_or(v.visitor_kept) as kept from passerby.visits v
               where v.site_id = ${siteId} and v.day between (select day from since) and ${range.to}::date and v.visitor is not null
               group by v.visitor) p
       where not p.kept or (
         select true from passerby.visits h
          where h.site_id = ${siteId} and h.visitor = p.visitor and h.visitor_kept and h.day between ${from} and (select day from since) - 1 limit 1) is null
    )
    select coalesce(sum(${newInRange(sql, 'd', from)}) filter (where d.day < (select day from since)), 0)::bigint + (select visitors from fresh) as visitors,
           coalesce(sum(d.visits), 0)::bigint as visits, coalesce(sum(d.bounces), 0)::bigint as bounces, coalesce(sum(d.duration_ms), 0)::bigint as duration_ms,
           coalesce(sum(d.page_views), 0)::bigint as page_views, coalesce(sum(d.events), 0)::bigint as events
      from passerby.stats_daily d
     where d.site_id = ${siteId} and d.day between ${from} and ${range.to}::date`;
}

function ofVisits(sql: Queryable, siteId: number, range: Range, filters: Filter[]) {
  return sql<Figures[]>`select ${sums(sql)} from (${visitRows(sql, siteId, range, filters, SUMMED)}) v`;
}

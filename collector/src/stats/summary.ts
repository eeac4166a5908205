import type { Queryable } from '../db/connect.ts';
import { added, NONE, SUMMED, sums, type Figures } from './figures.ts';
import type { Filter } from './filter.ts';
import type { Fragment } from './fragment.ts';
import { newInRange, openSince } from './open-since.ts';
import { perSite, type SiteId, type Sites } from './per-site.ts';
import type { Range } from './range.ts';
import { visitRows } from './visit-rows.ts';

/** The figures of a whole range. */
export async function summary(sql: Queryable, sites: Sites, range: Range, filters: Filter[]): Promise<Figures> {
  const [row] = await sql<Figures[]>`
    select ${added(sql)} from (${perSite(sql, sites, (siteId) => figuresOf(sql, siteId, range, filters))}) one`;
  return row ?? NONE;
}

/** A query of one row: the figures of one site. */
export function figuresOf(sql: Queryable, siteId: SiteId, range: Range, filters: Filter[]): Fragment {
  return filters.length === 0 ? ofDays(sql, siteId, range) : ofVisits(sql, siteId, range, filters);
}

/** A visitor of an open day is new to the range where none of its closed days has seen them: looked up one by one, they are few. */
function ofDays(sql: Queryable, siteId: SiteId, range: Range): Fragment {
  const from = sql`${range.from}::date`;
  return sql`
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
           sum(d.visits) as visits, sum(d.bounces) as bounces, sum(d.duration_ms) as duration_ms, sum(d.page_views) as page_views, sum(d.events) as events
      from passerby.stats_daily d
     where d.site_id = ${siteId} and d.day between ${from} and ${range.to}::date`;
}

function ofVisits(sql: Queryable, siteId: SiteId, range: Range, filters: Filter[]): Fragment {
  return sql`select ${sums(sql)} from (${visitRows(sql, siteId, range, filters, SUMMED)}) v`;
}

import type { Row } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { addConversions } from './conversions.ts';
import { isItem, VISIT_COLUMNS, type AnyDimension } from './dimensions.ts';
import { added, addedWithoutVisitors, toMetrics, type Figures } from './figures.ts';
import type { Filter } from './filter.ts';
import type { Fragment } from './fragment.ts';
import { itemColumns, itemsOf } from './items-of.ts';
import { newInRange, openSince } from './open-since.ts';
import { perSite, type SiteId, type Sites } from './per-site.ts';
import { columnsOf, perVisitor } from './per-visitor.ts';
import type { Range } from './range.ts';
import { visitRows } from './visit-rows.ts';

export interface BreakdownQuery {
  sites: Sites;
  range: Range;
  filters: Filter[];
  dimension: AnyDimension;
  /** Only values in which this occurs, whatever its case. */
  search?: string;
  /** Rows also say what came of this goal. */
  goal?: number | undefined;
  limit: number;
  offset: number;
}

export interface Answer {
  rows: Row[];
  /** Distinct values in the range. */
  total_rows: number;
  /** Some day had so many values that only the largest were kept apart. */
  approximate: boolean;
}

/** Stands in stats_daily_dimensions for the values past the thousandth of a day. */
const REST = '(other)';

/** The figures of each value of a dimension, most visitors first, and how many values there are. */
export async function breakdown(sql: Queryable, query: BreakdownQuery): Promise<Answer> {
  const { sites, filters, dimension, search = '', limit, offset } = query;
  const all = perSite(sql, sites, (siteId) => (filters.length === 0 ? ofDays(sql, siteId, query) : ofVisits(sql, siteId, query)));
  const found = search === '' ? sql`` : sql`where strpos(lower(value), lower(${search})) > 0`;
  const [answer] = await sql<[{ total: number; approximate: boolean; rows: (Figures & { value: string })[] }]>`
    with everything as materialized (${typeof sites === 'number' ? all : sql`select value, ${added(sql)} from (${all}) one group by value`}),
    found as (select * from everything ${found}),
    page as (select * from found order by visitors desc, page_views desc, events desc, value collate "C" limit ${limit} offset ${offset})
    select (select count(*) from found) as total, exists (select from everything where value = ${REST}) as approximate, coalesce((select json_agg(p) from page p), '[]') as rows`;
  const rows = answer.rows.map((row): Row => ({ value: row.value, ...toMetrics(row) }));
  if (query.goal !== undefined) await addConversions(sql, { sites, range: query.range, filters, dimension, goal: query.goal }, rows.filter((row) => row.value !== REST));
  return { rows, total_rows: answer.total, approximate: answer.approximate };
}

/** From visits alone. */
function ofVisits(sql: Queryable, siteId: SiteId, { range, filters, dimension }: BreakdownQuery): Fragment {
  return sql`
    with rows as (${visitRows(sql, siteId, range, filters, columnsOf(dimension))})
    select value, count(visitor) filter (where present) as visitors, ${addedWithoutVisitors(sql)}
      from (${perVisitor(sql, dimension, siteId, range.to)}) p group by value ${occurs(sql, dimension)}`;
}

/** From the figures of closed days, and for the days since from visits. */
function ofDays(sql: Queryable, siteId: SiteId, { range, dimension }: BreakdownQuery): Fragment {
  const from = sql`${range.from}::date`;
  const rows = sql`
    select ${sql(columnsOf(dimension))} from passerby.visits
     where site_id = ${siteId} and day between (select day from since) and ${range.to}::date`;
  return sql`
    with since as materialized (${openSince(sql, siteId, range)}),
    rows as (${rows}),
    had as materialized (${hadBefore(sql, siteId, dimension, from)}),
    parts as (
      select d.value, ${newInRange(sql, 'd', from)} as visitors, d.visits, d.bounces, d.duration_ms, d.page_views, d.events
        from passerby.stats_daily_dimensions d
       where d.site_id = ${siteId} and d.dimension = ${dimension} and d.day >= ${from} and d.day < (select day from since)
      ${isItem(dimension) ? sql`` : valueless(sql, siteId, dimension, from)}
      union all
      select p.value, count(p.visitor) filter (where p.present and had.visitor is null), ${addedWithoutVisitors(sql)}
        from (${perVisitor(sql, dimension, siteId, range.to)}) p left join had on had.visitor = p.visitor and had.value = p.value group by p.value
    )
    select value, sum(visitors)::bigint as visitors, ${addedWithoutVisitors(sql)} from parts group by value ${occurs(sql, dimension)}`;
}

/** Closed days on which nobody had a value: they have no rows of the dimension. */
function valueless(sql: Queryable, siteId: SiteId, dimension: AnyDimension, from: Fragment): Fragment {
  return sql`
    union all
    select '', ${newInRange(sql, 't', from)}, t.visits, t.bounces, t.duration_ms, t.page_views, t.events
      from passerby.stats_daily t
     where t.site_id = ${siteId} and t.day >= ${from} and t.day < (select day from since) and not exists (
       select from passerby.stats_daily_dimensions d where d.site_id = ${siteId} and d.dimension = ${dimension} and d.day = t.day)`;
}

/** A page is listed where it was viewed in the range; a visit that comes to it only after the range does not list it. */
function occurs(sql: Queryable, dimension: AnyDimension): Fragment {
  return dimension === 'page' ? sql`having sum(page_views) > 0` : sql`having sum(events) > 0`;
}

/** Under which values visitors of the open days were here on closed days of the range. Offset keeps the planner to the index, visitor by visitor. */
function hadBefore(sql: Queryable, siteId: SiteId, dimension: AnyDimension, from: Fragment): Fragment {
  const columns = isItem(dimension) ? itemColumns(dimension) : [VISIT_COLUMNS[dimension]];
  const value = isItem(dimension) ? sql`i.value` : sql`coalesce(b.${sql(VISIT_COLUMNS[dimension])}, '')`;
  const items = isItem(dimension) ? sql`, ${itemsOf(sql, dimension, 'b')} where i.times > 0` : sql``;
  return sql`
    select distinct p.visitor, ${value} as value
      from (select distinct visitor from rows where visitor_kept) p cross join lateral (
        select ${sql(columns)} from passerby.visits h
         where h.site_id = ${siteId} and h.visitor = p.visitor and h.visitor_kept and h.day between ${from} and (select day from since) - 1 offset 0) b ${items}`;
}

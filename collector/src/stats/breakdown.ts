import type { Row } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { isItem, VISIT_COLUMNS, type AnyDimension } from './dimensions.ts';
import { toMetrics, type Figures } from './figures.ts';
import type { Filter } from './filter.ts';
import type { Fragment } from './fragment.ts';
import { itemsOf } from './items-of.ts';
import { newInRange, openSince } from './open-since.ts';
import { columnsOf, perVisitor } from './per-visitor.ts';
import type { Range } from './range.ts';
import { visitRows } from './visit-rows.ts';

export interface BreakdownQuery {
  siteId: number;
  range: Range;
  filters: Filter[];
  dimension: AnyDimension;
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
  const { limit, offset } = query;
  const all = query.filters.length === 0 ? ofDays(sql, query) : ofVisits(sql, query);
  const [answer] = await sql<[{ total: number; approximate: boolean; rows: (Figures & { value: string })[] }]>`
    with everything as materialized (${all}),
    page as (select * from everything order by visitors desc, page_views desc, events desc, value collate "C" limit ${limit} offset ${offset})
    select (select count(*) from everything) as total, exists (select from everything where value = ${REST}) as approximate, coalesce((select json_agg(p) from page p), '[]') as rows`;
  return { rows: answer.rows.map((row) => ({ value: row.value, ...toMetrics(row) })), total_rows: answer.total, approximate: answer.approximate };
}

/** From visits alone. */
function ofVisits(sql: Queryable, { siteId, range, filters, dimension }: BreakdownQuery): Fragment {
  return sql`
    with rows as (${visitRows(sql, siteId, range, filters, columnsOf(dimension))})
    select value, count(visitor) filter (where present) as visitors, ${added(sql)}
      from (${perVisitor(sql, dimension, siteId, range.to)}) p group by value ${occurs(sql, dimension)}`;
}

/** From the figures of closed days, and for the days since from visits. */
function ofDays(sql: Queryable, { siteId, range, dimension }: BreakdownQuery): Fragment {
  const from = sql`${range.from}::date`;
  const rows = sql`
    select ${sql(columnsOf(dimension))} from passerby.visits
     where site_id = ${siteId} and day between (select day from since) and ${range.to}::date`;
  return sql`
    with since as materialized (${openSince(sql, siteId, range)}),
    rows as (${rows}),
    -- Of the visitors of open days, the few whom closed days of the range have seen. A limit keeps the planner to the index,
    -- visitor by visitor; of a plain exists it would make one scan of the whole range.
    regulars as materialized (
      select p.visitor from (select distinct visitor from rows where visitor_kept) p
       where (select true from ${earlierVisits(sql, siteId, from)} limit 1) is not null),
    parts as (
      select d.value, ${newInRange(sql, 'd', from)} as visitors, d.visits, d.bounces, d.duration_ms, d.page_views, d.events
        from passerby.stats_daily_dimensions d
       where d.site_id = ${siteId} and d.dimension = ${dimension} and d.day >= ${from} and d.day < (select day from since)
      ${isItem(dimension) ? sql`` : valueless(sql, siteId, dimension, from)}
      union all
      select p.value, count(p.visitor) filter (where p.present and not (p.visitor in (select visitor from regulars) and ${hadValue(sql, siteId, dimension, from)})), ${added(sql)}
        from (${perVisitor(sql, dimension, siteId, range.to)}) p group by p.value
    )
    select value, sum(visitors)::bigint as visitors, ${added(sql)} from parts group by value ${occurs(sql, dimension)}`;
}

/** Closed days on which nobody had a value: they have no rows of the dimension. */
function valueless(sql: Queryable, siteId: number, dimension: AnyDimension, from: Fragment): Fragment {
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

function added(sql: Queryable): Fragment {
  return sql`
    sum(visits)::bigint as visits, sum(bounces)::bigint as bounces, sum(duration_ms)::bigint as duration_ms, sum(page_views)::bigint as page_views, sum(events)::bigint as events`;
}

/** Rows h: what a visitor (p.visitor) did on closed days of the range. */
function earlierVisits(sql: Queryable, siteId: number, from: Fragment): Fragment {
  return sql`
    passerby.visits h where h.site_id = ${siteId} and h.visitor = p.visitor and h.visitor_kept and h.day between ${from} and (select day from since) - 1`;
}

/** Whether it was under this value (p.value). */
function hadValue(sql: Queryable, siteId: number, dimension: AnyDimension, from: Fragment): Fragment {
  const has =
    isItem(dimension)
      ? sql`exists (select from ${itemsOf(sql, dimension, 'h')} where i.value = p.value and i.times > 0)`
      : sql`coalesce(h.${sql(VISIT_COLUMNS[dimension])}, '') = p.value`;
  return sql`(select true from ${earlierVisits(sql, siteId, from)} and ${has} limit 1) is not null`;
}

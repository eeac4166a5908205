import type { Dimension, Row } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { sums, toMetrics, type Figures } from './figures.ts';
import { visitRows, type Filter, type Fragment } from './filter.ts';
import type { Range } from './range.ts';
import { VISIT_COLUMNS } from './visit-columns.ts';

export interface BreakdownQuery {
  siteId: number;
  range: Range;
  filters: Filter[];
  dimension: Dimension;
  limit: number;
  offset: number;
}

interface Ranked extends Figures {
  value: string;
}

/** The figures of each value of a dimension, most visitors first, and how many values there are. */
export async function breakdown(sql: Queryable, query: BreakdownQuery): Promise<{ rows: Row[]; total_rows: number }> {
  const { siteId, range, filters, dimension, limit, offset } = query;
  const visits = visitRows(sql, siteId, range, filters);
  const ranked =
    dimension === 'page' ? byPage(sql, visits)
    : dimension === 'event' ? byEvent(sql, visits)
    : sql`select coalesce(${sql(VISIT_COLUMNS[dimension])}, '') as value, ${sums(sql)} from (${visits}) v group by 1`;
  const rows = await sql<(Ranked & { total: number })[]>`
    with ranked as materialized (${ranked})
    select ranked.*, (select count(*) from ranked) as total from ranked
     order by visitors desc, page_views desc, events desc, value collate "C" limit ${limit} offset ${offset}`;
  return {
    rows: rows.map((row) => ({ value: row.value, ...toMetrics(row) })),
    total_rows: rows[0]?.total ?? (offset === 0 ? 0 : await countValues(sql, ranked)),
  };
}

async function countValues(sql: Queryable, ranked: Fragment): Promise<number> {
  const [row] = await sql<[{ total: number }]>`select count(*) as total from (${ranked}) r`;
  return row.total;
}

/** Pages viewed. A visit counts for each of its pages; page views and events are those of the page itself. */
function byPage(sql: Queryable, visits: Fragment) {
  return byItem(sql, visits, sql`
    select item.value, v.visit, v.visitor, sum(item.page_views) as page_views, sum(item.events) as events
      from visits v, unnest(v.pages, v.page_counts, v.page_events) as item (value, page_views, events)
     group by 1, 2, 3 having sum(item.page_views) > 0`);
}

/** Event names. Those of no visitor are among them, in no visit. */
function byEvent(sql: Queryable, visits: Fragment) {
  return byItem(sql, visits, sql`
    select item.value, v.visit, v.visitor, sum(item.events) filter (where item.value = 'page_view') as page_views, sum(item.events) as events
      from visits v, unnest(v.names, v.name_counts) as item (value, events)
     group by 1, 2, 3`);
}

/** What a visit has once stands in its first row, which need not be the one with the item. */
function byItem(sql: Queryable, visits: Fragment, items: Fragment) {
  return sql`
    select * from (
      with visits as materialized (${visits}), items as (${items})
      select i.value, count(distinct i.visitor) as visitors, count(f.visit) as visits, coalesce(sum(f.bounces), 0)::bigint as bounces,
             coalesce(sum(f.duration_s), 0) as duration_s, coalesce(sum(i.page_views), 0)::bigint as page_views, sum(i.events)::bigint as events
        from items i left join visits f on f.visit = i.visit and f.visits = 1
       group by i.value) by_item`;
}

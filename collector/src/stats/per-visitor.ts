import type { Queryable } from '../db/connect.ts';
import { isItem, VISIT_COLUMNS, type AnyDimension, type ItemDimension } from './dimensions.ts';
import { SUMMED } from './figures.ts';
import type { Fragment } from './fragment.ts';
import { itemColumns, itemsOf } from './items-of.ts';
import type { SiteId } from './per-site.ts';

/** Columns of passerby.visits that {@link perVisitor} needs. */
export function columnsOf(dimension: AnyDimension): string[] {
  return isItem(dimension) ? [...SUMMED, 'visitor_kept', 'visit', 'span', ...itemColumns(dimension)] : [...SUMMED, 'visitor_kept', VISIT_COLUMNS[dimension]];
}

/**
 * What each visitor did under each value of a dimension, from rows of passerby.visits in a relation named `rows`, the last of
 * them on day `to`: value, visitor, kept, visits, bounces, duration_ms, page_views, events, present. Not present is a visitor
 * whom a visit that begins in the range brings there only after the range's end.
 */
export function perVisitor(sql: Queryable, dimension: AnyDimension, siteId: SiteId, to: string): Fragment {
  return isItem(dimension) ? byItem(sql, siteId, to, dimension) : byValue(sql, VISIT_COLUMNS[dimension]);
}

function byValue(sql: Queryable, column: string): Fragment {
  return sql`
    select coalesce(${sql(column)}, '') as value, visitor, bool_or(visitor_kept) as kept, sum(visits) as visits, sum(bounces) as bounces,
           sum(duration_ms) as duration_ms, sum(page_views) as page_views, sum(events) as events, true as present
      from rows group by 1, 2`;
}

/** A visit counts once, whole, for every page and event in it, also for those after the midnight that ends the range. */
function byItem(sql: Queryable, siteId: SiteId, to: string, dimension: ItemDimension): Fragment {
  const columns = columnsOf(dimension);
  const pageViews = dimension === 'page' ? sql`i.times` : dimension === 'event' ? sql`case i.value when 'page_view' then i.times else 0 end` : sql`0`;
  return sql`
    select l.value, l.visitor, bool_or(l.kept) as kept, count(s.visit) as visits, coalesce(sum(s.bounces), 0) as bounces,
           coalesce(sum(s.duration_ms), 0) as duration_ms, coalesce(sum(l.page_views), 0) as page_views,
           coalesce(sum(l.events), 0) as events, bool_or(l.present) as present
      from (with o as (select true as inside, ${sql(columns)} from rows
                       union all
                       select false, ${sql(columns)} from passerby.visits
                        where site_id = ${siteId} and day = ${to}::date + 1 and visits = 0
                          and visit in (select visit from rows where visits = 1 and span is not null))
            select i.value, o.visit, o.visitor, bool_or(o.visitor_kept) as kept, sum(${pageViews}) filter (where o.inside) as page_views,
                   sum(i.events) filter (where o.inside) as events, bool_or(o.inside and i.times > 0) as present, sum(i.times) > 0 as had
              from o, ${itemsOf(sql, dimension, 'o')} group by 1, 2, 3) l
      left join rows s on s.visit = l.visit and s.visits = 1 and l.had
     group by 1, 2`;
}

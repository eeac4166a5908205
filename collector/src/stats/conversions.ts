import type { Row } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { isItem, VISIT_COLUMNS, type AnyDimension, type ItemDimension } from './dimensions.ts';
import type { Filter } from './filter.ts';
import type { Fragment } from './fragment.ts';
import { itemColumns, itemsOf } from './items-of.ts';
import { perSite, type Sites } from './per-site.ts';
import type { Range } from './range.ts';
import { visitRows } from './visit-rows.ts';

export interface ConversionsQuery {
  sites: Sites;
  range: Range;
  filters: Filter[];
  dimension: AnyDimension;
  /** Its id. */
  goal: number;
}

/** Tells each row of a breakdown what came of a goal: in visits whose value it is, or that have it among theirs in the range. */
export async function addConversions(sql: Queryable, { sites, range, filters, dimension, goal }: ConversionsQuery, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => row.value);
  const met = await sql<{ value: string; conversions: number; converted: number }[]>`
    select value, sum(conversions)::bigint as conversions, sum(converted)::bigint as converted
      from (${perSite(sql, sites, (siteId) => {
        const visits = (columns: string[]) => visitRows(sql, siteId, range, filters, ['visit', 'visitor', ...columns]);
        return isItem(dimension) ? byItem(sql, dimension, goal, values, visits) : byValue(sql, VISIT_COLUMNS[dimension], goal, values, visits);
      })}) one group by value`;
  const found = new Map(met.map((one) => [one.value, one]));
  for (const row of rows) {
    // Of a value that some days have among the rest, not all visitors are known.
    const { conversions = 0, converted = 0 } = found.get(row.value) ?? {};
    Object.assign(row, { conversions, converted, conversion_rate: row.visitors === 0 ? 0 : Math.min(1, converted / row.visitors) });
  }
}

/** The goal as it stands in a row r of passerby.visits. */
function times(sql: Queryable, goal: number): Fragment {
  return sql`r.goal_counts[array_position(r.goals, ${goal}::integer)]`;
}

/** Rows r of visits in a range, with some columns of their own. */
type Visits = (columns: string[]) => Fragment;

function byValue(sql: Queryable, column: string, goal: number, values: string[], visits: Visits): Fragment {
  return sql`
    select coalesce(r.${sql(column)}, '') as value, sum(${times(sql, goal)}) as conversions, count(distinct r.visitor) as converted
      from (${visits(['goals', 'goal_counts', column])}) r
     where ${goal}::integer = any (r.goals) and coalesce(r.${sql(column)}, '') = any (${values}::text[])
     group by 1`;
}

/** A conversion counts for every value that its visit has in the range. Rows are wide: those of other visits are only passed by. */
function byItem(sql: Queryable, dimension: ItemDimension, goal: number, values: string[], visits: Visits): Fragment {
  return sql`
    with met as materialized (
      select r.visit, max(r.visitor::text) as visitor, sum(${times(sql, goal)}) as conversions from (${visits(['goals', 'goal_counts'])}) r
       where ${goal}::integer = any (r.goals) and r.visitor is not null group by r.visit
    ),
    had as (
      select distinct r.visit, i.value from (${visits(itemColumns(dimension))}) r join met on met.visit = r.visit cross join ${itemsOf(sql, dimension, 'r')}
       where i.times > 0 and i.value = any (${values}::text[])
    )
    select had.value, sum(met.conversions) as conversions, count(distinct met.visitor) as converted
      from had join met on met.visit = had.visit group by had.value`;
}

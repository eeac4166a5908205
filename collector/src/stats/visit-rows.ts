import type { Queryable } from '../db/connect.ts';
import { isItem, VISIT_COLUMNS } from './dimensions.ts';
import type { Filter, Operator } from './filter.ts';
import type { Fragment } from './fragment.ts';
import { itemsOf } from './items-of.ts';
import type { SiteId } from './per-site.ts';
import type { Range } from './range.ts';

/**
 * The rows of passerby.visits in a range that meet every filter; several of one dimension that ask for something (`is`,
 * `contains`, `matches`) are alternatives. A filter by page or event keeps the visits, whole, in which it occurs: a visit has
 * or has not been on a page, whichever of its days is looked at. Name only the columns that are needed: rows are wide.
 */
export function visitRows(sql: Queryable, siteId: SiteId, range: Range, filters: Filter[], columns: readonly string[]): Fragment {
  const wanted = filters.filter((f) => f.operator !== 'is_not');
  const unwanted = filters.filter((f) => f.operator === 'is_not');
  // A visit lies within two days.
  const around = sql`v.site_id = ${siteId} and v.day between ${range.from}::date - 1 and ${range.to}::date + 1`;
  const conditions = [
    ...[...new Set(wanted.map((f) => f.dimension))].map((dimension) => anyOf(sql, wanted.filter((f) => f.dimension === dimension), around)),
    ...unwanted.map((f) => sql`not (${holds(sql, { ...f, operator: 'is' }, around)})`),
  ];
  const inRange = sql`r.site_id = ${siteId} and r.day between ${range.from}::date and ${range.to}::date`;
  return sql`select ${sql(columns)} from passerby.visits r where ${conditions.reduce((all, condition) => sql`${all} and ${condition}`, inRange)}`;
}

function anyOf(sql: Queryable, alternatives: Filter[], around: Fragment): Fragment {
  return sql`(${alternatives.map((f) => holds(sql, f, around)).reduce((some, condition) => sql`${some} or ${condition}`)})`;
}

function holds(sql: Queryable, { dimension, operator, value }: Filter, around: Fragment): Fragment {
  if (!isItem(dimension)) {
    return compare(sql, sql`coalesce(r.${sql(VISIT_COLUMNS[dimension])}, '')`, operator, value);
  }
  return sql`r.visit in (
    select v.visit from passerby.visits v, ${itemsOf(sql, dimension, 'v')}
     where ${around} and v.visitor is not null and i.times > 0 and ${compare(sql, sql`i.value`, operator, value)})`;
}

function compare(sql: Queryable, operand: Fragment, operator: Operator, value: string): Fragment {
  switch (operator) {
    case 'is': case 'is_not': return sql`${operand} = ${value}`;
    case 'contains': return sql`strpos(lower(${operand}), lower(${value})) > 0`;
    case 'matches': return sql`${operand} like ${globToLike(value)}`;
  }
}

function globToLike(glob: string): string {
  return glob.replace(/[\\%_]/g, String.raw`\$&`).replaceAll('*', '%');
}

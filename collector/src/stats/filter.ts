import type { PendingQuery, Row } from 'postgres';
import { DIMENSIONS, ProblemError, type Dimension } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import type { Range } from './range.ts';
import { VISIT_COLUMNS } from './visit-columns.ts';

export const OPERATORS = ['is', 'is_not', 'contains', 'matches'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  dimension: Dimension;
  operator: Operator;
  /** Empty: where the dimension has no value. For `matches` a glob, in which `*` stands for any characters. */
  value: string;
}

const MOST_FILTERS = 20;

/**
 * Reads `dimension:operator:value`; the value may hold colons.
 * @throws {ProblemError} invalid_query
 */
export function parseFilters(texts: string[]): Filter[] {
  if (texts.length > MOST_FILTERS) throw new ProblemError('invalid_query', `At most ${MOST_FILTERS} filters.`);
  return texts.map((text) => {
    const [dimension, operator, ...rest] = text.split(':');
    if (rest.length === 0) throw new ProblemError('invalid_query', 'A filter reads dimension:operator:value, as in country:is:CH.');
    if (!DIMENSIONS.some((known) => known === dimension)) {
      throw new ProblemError('invalid_query', `A filter's dimension is one of ${DIMENSIONS.join(', ')}.`);
    }
    if (!OPERATORS.some((known) => known === operator)) {
      throw new ProblemError('invalid_query', `A filter's operator is one of ${OPERATORS.join(', ')}.`);
    }
    return { dimension: dimension as Dimension, operator: operator as Operator, value: rest.join(':') };
  });
}

/**
 * The rows of passerby.visits in a range that meet every filter; several of one dimension that ask for something
 * (`is`, `contains`, `matches`) are alternatives. A filter by page or event keeps the visits, whole, in which it occurs
 * within the range.
 */
export function visitRows(sql: Queryable, siteId: number, range: Range, filters: Filter[]): Fragment {
  const inRange = sql`site_id = ${siteId} and day between ${range.from}::date and ${range.to}::date`;
  const wanted = filters.filter((f) => f.operator !== 'is_not');
  const unwanted = filters.filter((f) => f.operator === 'is_not');
  const conditions = [
    ...[...new Set(wanted.map((f) => f.dimension))].map((dimension) => anyOf(sql, wanted.filter((f) => f.dimension === dimension), inRange)),
    ...unwanted.map((f) => sql`not (${holds(sql, { ...f, operator: 'is' }, inRange)})`),
  ];
  return sql`select * from passerby.visits where ${conditions.reduce((all, condition) => sql`${all} and ${condition}`, inRange)}`;
}

/** A piece of SQL with its parameters, to stand in another. */
export type Fragment = PendingQuery<Row[]>;

function anyOf(sql: Queryable, alternatives: Filter[], inRange: Fragment): Fragment {
  return sql`(${alternatives.map((f) => holds(sql, f, inRange)).reduce((some, condition) => sql`${some} or ${condition}`)})`;
}

function holds(sql: Queryable, { dimension, operator, value }: Filter, inRange: Fragment): Fragment {
  if (dimension !== 'page' && dimension !== 'event') {
    return compare(sql, sql`coalesce(${sql(VISIT_COLUMNS[dimension])}, '')`, operator, value);
  }
  const list = dimension === 'page' ? sql`unnest(pages, page_counts)` : sql`unnest(names, name_counts)`;
  return sql`visit in (
    select visit from passerby.visits, ${list} as item (value, times)
    where ${inRange} and visitor is not null and times > 0 and ${compare(sql, sql`item.value`, operator, value)})`;
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

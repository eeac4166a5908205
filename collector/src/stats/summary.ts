import type { Queryable } from '../db/connect.ts';
import { NONE, sums, type Figures } from './figures.ts';
import { visitRows, type Filter } from './filter.ts';
import type { Range } from './range.ts';

/** The figures of a whole range. */
export async function summary(sql: Queryable, siteId: number, range: Range, filters: Filter[]): Promise<Figures> {
  const [row] = await sql<Figures[]>`select ${sums(sql)} from (${visitRows(sql, siteId, range, filters)}) v`;
  return row ?? NONE;
}

import { ProblemError, type GoalFigures } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { breakdown } from './breakdown.ts';
import type { Filter } from './filter.ts';
import type { Range } from './range.ts';
import { summary } from './summary.ts';

/** @throws {ProblemError} invalid_query */
export async function requireGoal(sql: Queryable, siteId: number, goalId: number): Promise<void> {
  const [known] = await sql`select from passerby.goals where site_id = ${siteId} and goal_id = ${goalId}`;
  if (!known) throw new ProblemError('invalid_query', 'goal names no goal of this site; /goals lists them.');
}

/** What came of each goal of a site in a range, in the order of their making, and the visitors of whom the rates are. */
export async function goals(sql: Queryable, siteId: number, range: Range, filters: Filter[]): Promise<{ visitors: number; goals: GoalFigures[] }> {
  const [all, known, met] = await Promise.all([
    summary(sql, siteId, range, filters),
    sql<{ goal_id: number; name: string }[]>`select goal_id, name from passerby.goals where site_id = ${siteId} order by goal_id`,
    breakdown(sql, { sites: siteId, range, filters, dimension: 'goal', limit: 1_000, offset: 0 }),
  ]);
  const figures = new Map(met.rows.map((row) => [row.value, row]));
  return {
    visitors: all.visitors,
    goals: known.map(({ goal_id, name }) => {
      const { visitors = 0, events = 0 } = figures.get(String(goal_id)) ?? {};
      return { goal_id, name, visitors, conversions: events, conversion_rate: all.visitors === 0 ? 0 : visitors / all.visitors };
    }),
  };
}

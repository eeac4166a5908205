import { z } from 'zod';
import type { Goal, NewGoal } from '../contract/index.ts';
import type { Queryable, Sql } from '../db/connect.ts';
import { addDefinition, name, named, rule, type MayHave } from './definition.ts';

export const newGoal = z.strictObject({ name, ...rule });

interface Row {
  goal_id: number;
  name: string;
  event: string;
  path: string | null;
  properties: Goal['properties'] | null;
}

/** The goals of a site, in the order of their making. */
export async function goalsOf(sql: Queryable, siteId: number): Promise<Goal[]> {
  const rows = await sql<Row[]>`
    select goal_id, name, event, path, properties from passerby.goals where site_id = ${siteId} order by goal_id`;
  return rows.map(({ path, properties, ...goal }) => ({ ...goal, ...(path !== null && { path }), ...(properties && { properties }) }));
}

/**
 * Adds a goal; answers its id. It is counted in the past too, as far back as events are kept, by the next run of the aggregation.
 * @throws {z.ZodError}
 * @throws {ProblemError} name_taken, too_many_definitions, and what `mayHave` throws
 */
export function addGoal(sql: Sql, siteId: number, goal: NewGoal, mayHave?: MayHave): Promise<number> {
  const { name: called, event, path = null, properties } = newGoal.parse(goal);
  return addDefinition(sql, siteId, 'goals', async (tx) => {
    const [added] = await tx<[{ goal_id: number }]>`
      insert into passerby.goals (site_id, name, event, path, properties)
      values (${siteId}, ${called}, ${event}, ${path}, ${properties ? tx.json(properties) : null}) returning goal_id`;
    await tx`select passerby.mark_days(${siteId}), passerby.touch_site(${siteId})`;
    return added.goal_id;
  }, mayHave);
}

/**
 * Changes a goal; false where the site has no such goal. By another rule it is counted anew, as one that is added is.
 * @throws {z.ZodError}
 * @throws {ProblemError} name_taken
 */
export function changeGoal(sql: Sql, siteId: number, goalId: number, goal: NewGoal): Promise<boolean> {
  const { name: called, event, path = null, properties } = newGoal.parse(goal);
  return named(sql.begin(async (tx) => {
    const equals = properties ? tx.json(properties) : null;
    const [before] = await tx<{ same: boolean }[]>`
      select (event, path, properties) is not distinct from (${event}, ${path}::text, ${equals}::jsonb) as same
        from passerby.goals where site_id = ${siteId} and goal_id = ${goalId} for update`;
    if (!before) return false;
    await tx`
      update passerby.goals set name = ${called}, event = ${event}, path = ${path}, properties = ${equals}
       where site_id = ${siteId} and goal_id = ${goalId}`;
    if (!before.same) await tx`select passerby.mark_days(${siteId})`;
    await tx`select passerby.touch_site(${siteId})`;
    return true;
  }));
}

/** Removes a goal and, with the next run, its conversions; false where the site has no such goal. */
export function removeGoal(sql: Sql, siteId: number, goalId: number): Promise<boolean> {
  return sql.begin(async (tx) => {
    const { count } = await tx`delete from passerby.goals where site_id = ${siteId} and goal_id = ${goalId}`;
    if (count === 0) return false;
    await tx`select passerby.mark_days(${siteId}), passerby.touch_site(${siteId})`;
    return true;
  });
}

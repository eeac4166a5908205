import { z } from 'zod';
import { LIMITS, type FunnelDefinition, type Goal } from '../contract/index.ts';
import { eventName } from '../contract/schema.ts';
import type { Sql } from '../db/connect.ts';

const rule = {
  event: eventName,
  path: z.string().min(1).max(LIMITS.url).optional(),
  properties: z.record(z.string().min(1).max(LIMITS.propertyKey), z.union([z.string().max(LIMITS.propertyString), z.number(), z.boolean()])).optional(),
};
const name = z.string().min(1).max(100);
const newGoal = z.strictObject({ name, ...rule });
const newFunnel = z.strictObject({ name, window_s: z.int().min(1).max(90 * 86_400).default(86_400), steps: z.array(z.strictObject({ name, ...rule })).min(2).max(10) });

export type NewGoal = z.input<typeof newGoal>;
export type NewFunnel = z.input<typeof newFunnel>;

/** The goals of a site, in the order of their making. */
export function goalsOf(sql: Sql, siteId: number): Promise<Goal[]> {
  return sql<Goal[]>`
    select goal_id, name, event, path, properties from passerby.goals where site_id = ${siteId} order by goal_id`;
}

/**
 * Adds a goal. It is counted in the past too, as far back as events are kept, by the next run of the aggregation.
 * @throws {z.ZodError}
 */
export async function addGoal(sql: Sql, siteId: number, goal: NewGoal): Promise<number> {
  const { name: called, event, path = null, properties = null } = newGoal.parse(goal);
  return sql.begin(async (tx) => {
    const [added] = await tx<[{ goal_id: number }]>`
      insert into passerby.goals (site_id, name, event, path, properties)
      values (${siteId}, ${called}, ${event}, ${path}, ${properties === null ? null : tx.json(properties)}) returning goal_id`;
    await tx`select passerby.mark_days(${siteId}), passerby.touch_site(${siteId})`;
    return added.goal_id;
  });
}

/** Removes a goal and, with the next run, its conversions. */
export async function removeGoal(sql: Sql, siteId: number, goalId: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from passerby.goals where site_id = ${siteId} and goal_id = ${goalId}`;
    await tx`select passerby.mark_days(${siteId}), passerby.touch_site(${siteId})`;
  });
}

/**
 * Adds a funnel. It is computed when it is asked for.
 * @throws {z.ZodError}
 */
export async function addFunnel(sql: Sql, siteId: number, funnel: NewFunnel): Promise<FunnelDefinition> {
  const { name: called, window_s, steps } = newFunnel.parse(funnel);
  const added = await sql.begin(async (tx) => {
    const [row] = await tx<[{ funnel_id: number }]>`
      insert into passerby.funnels (site_id, name, window_s, steps) values (${siteId}, ${called}, ${window_s}, ${tx.json(steps)}) returning funnel_id`;
    await tx`select passerby.touch_site(${siteId})`;
    return row;
  });
  return { funnel_id: added.funnel_id, name: called, window_s, steps };
}

/** Removes a funnel. */
export async function removeFunnel(sql: Sql, siteId: number, funnelId: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`delete from passerby.funnels where site_id = ${siteId} and funnel_id = ${funnelId}`;
    await tx`select passerby.touch_site(${siteId})`;
  });
}

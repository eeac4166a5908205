import type { Queryable } from '../db/connect.ts';
import { toPlan, type Plan, type PlanRow } from './plan.ts';

/** Every plan, the smallest first. */
export async function listPlans(sql: Queryable): Promise<Plan[]> {
  const rows = await sql<PlanRow[]>`
    select plan, name, history_days, intervals, dimensions, export, funnels, goals, share_links from passerby.plans order by position, plan`;
  return rows.map(toPlan);
}

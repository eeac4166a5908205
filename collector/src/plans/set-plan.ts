import type { Dimension, Interval } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';
import { toPlan, type Plan, type PlanRow } from './plan.ts';

/** What of a plan is to change; undefined leaves it. Null: no limit. */
export interface PlanChange {
  name?: string | undefined;
  /** Where it stands among the plans, the smallest first. */
  position?: number | undefined;
  history_days?: number | null | undefined;
  intervals?: Interval[] | undefined;
  dimensions?: Dimension[] | null | undefined;
  export?: boolean | undefined;
  funnels?: boolean | undefined;
  goals?: number | null | undefined;
  share_links?: boolean | undefined;
}

/** Makes or changes a plan. A new one includes everything that is not said. */
export async function setPlan(sql: Sql, plan: string, change: PlanChange): Promise<Plan> {
  const columns = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return sql.begin(async (tx) => {
    await tx`insert into passerby.plans (plan) values (${plan}) on conflict (plan) do nothing`;
    if (Object.keys(columns).length > 0) await tx`update passerby.plans set ${tx(columns)} where plan = ${plan}`;
    const [row] = await tx<[PlanRow]>`
      select plan, name, history_days, intervals, dimensions, export, funnels, goals, share_links from passerby.plans where plan = ${plan}`;
    return toPlan(row);
  });
}

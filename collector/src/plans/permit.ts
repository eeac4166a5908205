import { ProblemError, type Allowances, type PlanLimit } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { listPlans } from './list-plans.ts';

/** Something that a plan may or may not include. */
export interface Wish {
  limit: PlanLimit;
  /** Whether these allowances include it. */
  within(allows: Allowances): boolean;
  /** What is refused, for people: "A history of 90 days". */
  what: string;
}

/**
 * Lets everything pass that a plan includes.
 * @param allows undefined: nothing is limited
 * @throws {ProblemError} forbidden_by_plan, with the limit and the plans that would allow it
 */
export async function permit(sql: Queryable, allows: Allowances | undefined, wishes: readonly Wish[]): Promise<void> {
  const refused = allows && wishes.find((wish) => !wish.within(allows));
  if (!refused) return;
  const plans = await listPlans(sql);
  const better = plans.filter((plan) => refused.within(plan));
  const included = better.length === 0 ? 'No plan includes it.' : `It is included in ${better.map((plan) => plan.name).join(', ')}.`;
  throw new ProblemError('forbidden_by_plan', `${refused.what} is not included in the plan of this site. ${included}`, undefined, {
    limit: refused.limit, allowed_by: better.map((plan) => plan.plan),
  });
}

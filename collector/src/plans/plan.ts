import type { Allowances, Dimension, Interval } from '../contract/index.ts';

/** A row of passerby.plans: what a plan includes, and how long the rows of its sites are kept. */
export interface Plan extends Allowances {
  /** As `sites.plan` and the platform call it. */
  plan: string;
  /** As people call it. */
  name: string;
}

/** A row of passerby.plans as the database tells it. */
export interface PlanRow {
  plan: string;
  name: string | null;
  history_days: number | null;
  intervals: Interval[];
  dimensions: Dimension[] | null;
  export: boolean;
  funnels: boolean;
  goals: number | null;
  share_links: boolean;
}

export function toPlan({ plan, name, dimensions, ...row }: PlanRow): Plan {
  return {
    plan, name: name ?? plan, dimensions: dimensions ?? 'all',
    history_days: row.history_days, intervals: row.intervals, export: row.export, funnels: row.funnels, goals: row.goals, share_links: row.share_links,
  };
}

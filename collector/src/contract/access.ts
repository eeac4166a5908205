import type { Dimension, Interval, Role } from './stats.ts';

/** What a plan may limit. A refusal for one of these is `forbidden_by_plan` and names it. */
export const PLAN_LIMITS = ['history', 'export', 'dimensions', 'funnels', 'intervals', 'goals', 'share_links'] as const;
export type PlanLimit = (typeof PLAN_LIMITS)[number];

/** What a plan includes. */
export interface Allowances {
  /** Local days back from today, today included; null: without end. */
  history_days: number | null;
  intervals: Interval[];
  /** `all` includes declared properties. */
  dimensions: Dimension[] | 'all';
  export: boolean;
  funnels: boolean;
  /** How many goals a site may have; null: any number. */
  goals: number | null;
  share_links: boolean;
}

/** Who is asking, and what they may ask. For a panel that shows what is not included instead of running into it. */
export interface Access {
  /** `share`: a link that anybody may hold who was given it. */
  role: Role | 'share';
  /** The plan by which questions are answered; null: none, which limits nothing. */
  plan: string | null;
  allows: Allowances;
  may: {
    /** Add and remove goals, funnels and share links. */
    manage: boolean;
  };
  /** Every plan there is, to name those that include more: the smallest first. */
  plans: { plan: string; name: string }[];
}

import type { Compared, Meta } from './stats.ts';

/** A rule that an event meets or does not: by its name, and where told by its path and properties. */
export interface Rule {
  event: string;
  /** Glob on the path, `*` for any characters. */
  path?: string | undefined;
  /** Values that the event's properties must equal. */
  properties?: Record<string, string | number | boolean> | undefined;
}

export interface Goal extends Rule {
  goal_id: number;
  name: string;
}

export interface GoalFigures {
  goal_id: number;
  name: string;
  /** Distinct visitors with at least one conversion. */
  visitors: number;
  /** Events that meet the goal. */
  conversions: number;
  /** visitors / all visitors of the range, 0..1. */
  conversion_rate: number;
}

export interface Goals {
  /** Distinct visitors of the range: what the rates are of. */
  visitors: number;
  goals: GoalFigures[];
  previous?: Compared<{ visitors: number; goals: GoalFigures[] }>;
  meta: Meta;
}

/** Body of `POST /api/sites/{site}/goals` and `PUT …/{id}`. */
export interface NewGoal extends Rule {
  /** 1 to 100 characters, another for each goal of the site. */
  name: string;
}

/** Answer of `GET /api/sites/{site}/goals`. */
export interface GoalList {
  goals: Goal[];
}

export interface FunnelStep extends Rule {
  name: string;
}

export interface FunnelDefinition {
  funnel_id: number;
  name: string;
  /** Seconds from the first step within which the others must follow. */
  window_s: number;
  steps: FunnelStep[];
}

/** Body of `POST /api/sites/{site}/funnels` and `PUT …/{id}`. */
export interface NewFunnel {
  /** 1 to 100 characters, another for each funnel of the site. */
  name: string;
  /** Default: a day. At most 90 days. */
  window_s?: number | undefined;
  /** 2 to 10. */
  steps: FunnelStep[];
}

/** Answer of `GET /api/sites/{site}/funnels`. */
export interface FunnelList {
  funnels: FunnelDefinition[];
}

export interface FunnelStepFigures {
  name: string;
  /** Distinct visitors that did this step and all before it, in order, within the window. */
  visitors: number;
  /** Of those that did the step before; 1 for the first. */
  step_rate: number;
  /** Of those that did the first step. */
  total_rate: number;
  /** Median seconds from the step before; null for the first, and where nobody came here. */
  median_seconds: number | null;
}

export interface Funnel {
  funnel_id: number;
  name: string;
  window_s: number;
  steps: FunnelStepFigures[];
  meta: Meta;
}

export interface Funnels {
  funnels: FunnelDefinition[];
  meta: Meta;
}

export interface PlanPoint {
  /** Day, `YYYY-MM-DD`. */
  t: string;
  /** Accounts by plan at the end of the day; of a day that is not over, so far. */
  accounts: Record<string, number>;
  upgrades: number;
  downgrades: number;
  partial: boolean;
}

export interface PlanAdoption {
  points: PlanPoint[];
  meta: Meta;
}

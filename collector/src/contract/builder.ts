import type { Compared, Interval, Meta } from './stats.ts';

/** What people do in the builder: events named `builder.*` with a user id. A builder is a user id. */
export interface BuilderFigures {
  /** Distinct builders with at least one action. */
  active_builders: number;
  /** Events named `builder.*` that name a user. */
  actions: number;
  /** actions / active_builders; 0 without builders. */
  actions_per_builder: number;
  /** Distinct builders that published. */
  publishers: number;
  /** publishers / active_builders, 0..1; 0 without builders. */
  publish_rate: number;
  /** Builders whose first action ever lies in the range. */
  new_builders: number;
  /** New builders that published within 7 days, the day of their first action and the six after it, also after the range's end. */
  activated: number;
  /** activated / new_builders, 0..1; 0 without new builders. */
  activation_rate: number;
}

export interface BuilderPoint {
  /** Start of the bucket, `YYYY-MM-DD`. */
  t: string;
  active_builders: number;
  actions: number;
  /** The bucket is not over yet. */
  partial: boolean;
}

export interface BuilderActivity extends BuilderFigures {
  previous?: Compared<BuilderFigures>;
  interval: Exclude<Interval, 'hour'>;
  points: BuilderPoint[];
  /** By name of the event, most builders first. */
  features: { value: string; builders: number; actions: number }[];
  meta: Meta;
}

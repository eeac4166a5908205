import type { PlanPoint } from '../../../collector/src/contract/index.ts';
import type { Grain } from './intervals.ts';
import { planShare } from './plan-share.ts';

/** How a figure is written and its axis divided: `rate` is a share, `duration` seconds, `mean` a count with places, `change` one with a sign. */
export type Kind = 'count' | 'mean' | 'rate' | 'duration' | 'change';

/** A number that a card shows and the chart draws. */
export interface Figure {
  kind: Kind;
  /** Read from the API's answer; 0..1 where it is a rate. */
  metric: string;
  /** Endpoint that answers, for a range and for its buckets alike; without it `summary` and `timeseries` do. */
  at?: 'builder' | 'contacts' | 'plans';
  /** It is known of a range as a whole only: the chart cannot draw it. */
  whole?: true;
  /** Counts only visits with one of these events, names or globs; `goal` stands for what the query aims at. */
  events?: readonly string[] | 'goal';
  /** Makes it a rate of the visitors that these events single out; of all visitors where empty. */
  of?: readonly string[];
}

/** Every figure by its name, which is also the name of its texts. */
export const FIGURES = {
  visitors: { kind: 'count', metric: 'visitors' },
  visits: { kind: 'count', metric: 'visits' },
  page_views: { kind: 'count', metric: 'page_views' },
  views_per_visit: { kind: 'mean', metric: 'views_per_visit' },
  bounce_rate: { kind: 'rate', metric: 'bounce_rate' },
  visit_duration: { kind: 'duration', metric: 'visit_duration' },
  events: { kind: 'count', metric: 'events' },
  contacts: { kind: 'count', metric: 'submissions', at: 'contacts' },
  conversions: { kind: 'count', metric: 'visitors', events: 'goal' },
  conversion_rate: { kind: 'rate', metric: 'visitors', events: 'goal', of: [] },
  builders: { kind: 'count', metric: 'active_builders', at: 'builder' },
  actions: { kind: 'count', metric: 'actions', at: 'builder' },
  publishers: { kind: 'count', metric: 'publishers', at: 'builder', whole: true },
  publish_rate: { kind: 'rate', metric: 'publish_rate', at: 'builder', whole: true },
  activation_rate: { kind: 'rate', metric: 'activation_rate', at: 'builder', whole: true },
  plan_share: { kind: 'rate', metric: 'plan_share', at: 'plans' },
  upgrades: { kind: 'count', metric: 'visitors', events: ['plan.upgraded'] },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;

export const figureNamed = (name: FigureName): Figure => FIGURES[name];

/** What the API says of a range or a bucket: the figures by their names. */
export type Figures = object;

/** The figure's value out of an answer and, for a rate, out of the answer that it is a rate of. */
export function figureValue({ metric, of }: Figure, figures: Figures, whole?: Figures, smallestPlan = 'free'): number {
  const read = (from: Figures | undefined): number => (from as Record<string, number> | undefined)?.[metric] ?? 0;
  if (metric === 'plan_share') return planShare((figures as PlanPoint).accounts, smallestPlan);
  return of ? read(figures) / (read(whole) || 1) : read(figures);
}

export const grainOf = ({ at }: Figure): Grain => (at === 'builder' ? 'days' : at ? 'day' : 'all');

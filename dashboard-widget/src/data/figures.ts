import type { Metrics } from '../../../collector/src/contract/index.ts';

/** How a figure is written and its axis divided: `rate` is a share, `duration` seconds, `mean` a count with places. */
export type Kind = 'count' | 'mean' | 'rate' | 'duration';

/** A number that a card shows and the chart draws. */
export interface Figure {
  kind: Kind;
  /** Read from the API's answer; 0..1 where it is a rate. */
  metric: keyof Metrics;
  /** Counts only visits with one of these events, names or globs; `goal` stands for those of the query. */
  events?: readonly string[] | 'goal';
  /** Makes it a rate of the visitors that these events single out; of all visitors where empty. */
  of?: readonly string[];
}

const BUILDING = ['builder.*'];
const PUBLISHING = ['builder.site_published'];

/** Every figure by its name, which is also the name of its texts. */
export const FIGURES = {
  visitors: { kind: 'count', metric: 'visitors' },
  visits: { kind: 'count', metric: 'visits' },
  page_views: { kind: 'count', metric: 'page_views' },
  views_per_visit: { kind: 'mean', metric: 'views_per_visit' },
  bounce_rate: { kind: 'rate', metric: 'bounce_rate' },
  visit_duration: { kind: 'duration', metric: 'visit_duration' },
  events: { kind: 'count', metric: 'events' },
  contacts: { kind: 'count', metric: 'visitors', events: 'goal' },
  conversions: { kind: 'count', metric: 'visitors', events: 'goal' },
  conversion_rate: { kind: 'rate', metric: 'visitors', events: 'goal', of: [] },
  builders: { kind: 'count', metric: 'visitors', events: BUILDING },
  publishers: { kind: 'count', metric: 'visitors', events: PUBLISHING },
  publish_rate: { kind: 'rate', metric: 'visitors', events: PUBLISHING, of: BUILDING },
  upgrades: { kind: 'count', metric: 'visitors', events: ['plan.upgraded'] },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof FIGURES;

export const figureNamed = (name: FigureName): Figure => FIGURES[name];

/** The figure's value out of an answer and, for a rate, out of the answer that it is a rate of. */
export function figureValue({ metric, of }: Figure, metrics: Metrics, whole: Metrics | undefined): number {
  return of ? metrics[metric] / (whole?.[metric] || 1) : metrics[metric];
}

import type { Breakdown, BuilderActivity, Contacts, Dimension, Funnel, Goals, Metrics, PlanAdoption, Point, PropertyDimension, Quality, Row, SitesOverview, Summary, Timeseries } from '../../contract/index.ts';
import type { Cell } from './csv.ts';
import type { Table } from './table.ts';

interface Days {
  from: string;
  to: string;
}

const DAYS = ['from', 'to'];
const METRICS = ['visitors', 'visits', 'page_views', 'views_per_visit', 'bounce_rate', 'visit_duration', 'events'] as const satisfies readonly (keyof Metrics)[];
const CONVERSIONS = ['conversions', 'converted', 'conversion_rate'] as const satisfies readonly (keyof Row)[];

const pick = <K extends string>(row: { [Key in K]?: Cell }, columns: readonly K[]): Cell[] => columns.map((column) => row[column] ?? null);

/** Rows of the range, and of the one that it is compared with. */
function both<T extends object>(now: T & { meta: Days; previous?: Days & T }, rows: (figures: T) => Cell[][]): Cell[][] {
  const dated = ({ from, to }: Days, figures: T): Cell[][] => rows(figures).map((row) => [from, to, ...row]);
  return [...dated(now.meta, now), ...(now.previous ? dated(now.previous, now.previous) : [])];
}

/** The rows of a breakdown, a page of them at a time. */
export function breakdownTable({ dimension, rows, meta: { from, to } }: Breakdown<Dimension | PropertyDimension>, withGoal: boolean): Table {
  const figures = withGoal ? [...METRICS, ...CONVERSIONS] : METRICS;
  return {
    name: dimension,
    columns: [...DAYS, dimension, ...figures],
    rows: rows.map((row) => [from, to, row.value, ...pick(row, figures)]),
  };
}

/** How the answer of each report is told in tables: the first is the report's own, others go with it in an archive. */
export const TABLES: Readonly<Record<string, (answer: never) => Table[]>> = {
  summary: (answer: Summary) => [{ name: 'summary', columns: [...DAYS, ...METRICS], rows: both<Pick<Summary, 'metrics'>>(answer, ({ metrics }) => [pick(metrics, METRICS)]) }],

  timeseries: ({ interval, points, previous }: Timeseries) => [{
    name: `by-${interval}`,
    columns: ['t', ...METRICS, 'partial', ...(previous ? ['previous_t', ...METRICS.map((metric) => `previous_${metric}`)] : [])],
    rows: Array.from({ length: Math.max(points.length, previous?.points.length ?? 0) }, (_, index) => [
      ...pick<keyof Point>(points[index] ?? {}, ['t', ...METRICS, 'partial']), ...(previous ? pick<keyof Point>(previous.points[index] ?? {}, ['t', ...METRICS]) : []),
    ]),
  }],

  goals: (answer: Goals) => [{
    name: 'goals', columns: [...DAYS, 'goal_id', 'name', 'visitors', 'conversions', 'conversion_rate'],
    rows: both<Pick<Goals, 'goals'>>(answer, ({ goals }) => goals.map((goal) => pick(goal, ['goal_id', 'name', 'visitors', 'conversions', 'conversion_rate']))),
  }],

  contacts: ({ points, sources, meta: { from, to } }: Contacts) => [
    { name: 'contacts', columns: ['t', 'submissions', 'partial'], rows: points.map((point) => pick(point, ['t', 'submissions', 'partial'])) },
    { name: 'contact-sources', columns: [...DAYS, 'source', 'submissions', 'visitors'], rows: sources.map((row) => [from, to, ...pick(row, ['value', 'submissions', 'visitors'])]) },
  ],

  funnel: ({ name, steps, meta: { from, to } }: Funnel) => [{
    name: `funnel-${name}`, columns: [...DAYS, 'step', 'name', 'visitors', 'step_rate', 'total_rate', 'median_seconds'],
    rows: steps.map((step, index) => [from, to, index + 1, ...pick(step, ['name', 'visitors', 'step_rate', 'total_rate', 'median_seconds'])]),
  }],

  builder: ({ points, features, meta: { from, to } }: BuilderActivity) => [
    { name: 'builder', columns: ['t', 'active_builders', 'actions', 'partial'], rows: points.map((point) => pick(point, ['t', 'active_builders', 'actions', 'partial'])) },
    { name: 'builder-features', columns: [...DAYS, 'event', 'builders', 'actions'], rows: features.map((row) => [from, to, ...pick(row, ['value', 'builders', 'actions'])]) },
  ],

  plans: ({ points }: PlanAdoption) => {
    const plans = [...new Set(points.flatMap((point) => Object.keys(point.accounts)))].toSorted();
    return [{
      name: 'plans', columns: ['t', ...plans.map((plan) => `accounts ${plan}`), 'upgrades', 'downgrades', 'partial'],
      rows: points.map((point) => [point.t, ...plans.map((plan) => point.accounts[plan] ?? 0), point.upgrades, point.downgrades, point.partial]),
    }];
  },

  sites: ({ rows, meta: { from, to } }: SitesOverview) => {
    const columns = ['site', 'domain', 'owner', 'plan', 'visitors', 'visits', 'page_views', 'contacts'] as const;
    return [{ name: 'sites', columns: [...DAYS, ...columns], rows: rows.map((row) => [from, to, ...pick(row, columns)]) }];
  },

  quality: ({ consent, events, lag_seconds, meta: { from, to } }: Quality) => {
    const figures: [string, number | null][] = [
      ['consent_asked', consent.asked], ['consent_granted', consent.granted], ['consent_denied', consent.denied], ['consent_coverage', consent.coverage],
      ['events_stored', events.stored], ['events_bots', events.bots], ['events_duplicates', events.duplicates],
      ...events.rejected.map(({ reason, events: count }): [string, number] => [`events_rejected ${reason}`, count]),
      ...events.dropped_by_trackers.map(({ reason, events: count }): [string, number] => [`events_dropped_by_trackers ${reason}`, count]),
      ['lag_seconds', lag_seconds],
    ];
    return [{ name: 'quality', columns: [...DAYS, 'figure', 'value'], rows: figures.map((row) => [from, to, ...row]) }];
  },
};

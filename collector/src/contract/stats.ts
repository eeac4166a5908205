/** What the stats API answers. One definition of each number, shared with the panel. */

/** The figures of a range, a bucket or a row. Definitions: docs/metrics.md. */
export interface Metrics {
  /** Distinct visitors. */
  visitors: number;
  /** Visits that start in the range. */
  visits: number;
  /** Events named `page_view`. */
  page_views: number;
  /** page_views / visits; 0 without visits. */
  views_per_visit: number;
  /** Bounces / visits, 0..1; 0 without visits. */
  bounce_rate: number;
  /** Mean seconds over all visits, bounces included. */
  visit_duration: number;
  /** All stored events but those of bots. */
  events: number;
}

/** Travels with every answer. */
export interface Meta {
  /** Public key of the site; `all`: the figures are sums over sites. */
  site: string;
  /** Empty for `all`. */
  domain: string;
  /** IANA zone in which days and hours are cut. For `all` each site's days are its own, and this is the zone of all of them, or UTC where they differ. */
  timezone: string;
  /** For `all`: over how many sites. */
  sites?: number;
  /** First and last local day, inclusive, `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** ISO time of the last finished aggregation of this site; null before the first. */
  aggregated_at: string | null;
  /** Events that arrived since and are not in these numbers yet. */
  pending: boolean;
  /** Version of the definitions in docs/metrics.md. */
  definitions: number;
  /** True where a figure could not be exact, because rows it needs are no longer kept. */
  approximate: boolean;
}

/** What a range may be compared with: the one before it, the same one a year before, or any other, by `compare_from` and `compare_to`. */
export const COMPARISONS = ['previous', 'year', 'custom'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** The range that figures are compared with, local days, inclusive. Present in an answer when the request asked for a comparison. */
export type Compared<T> = { from: string; to: string } & T;

export interface Summary {
  metrics: Metrics;
  previous?: Compared<{ metrics: Metrics }>;
  meta: Meta;
}

export const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

export interface Point extends Metrics {
  /** Start of the bucket: `YYYY-MM-DD` for days, weeks (Monday) and months; ISO with the site's offset for hours. */
  t: string;
  /** The bucket is not over yet. */
  partial: boolean;
}

export interface Timeseries {
  interval: Interval;
  points: Point[];
  /** Its points stand beside those of the range one by one, the first beside the first; there may be more or fewer. */
  previous?: Compared<{ points: Point[] }>;
  meta: Meta;
}

export const DIMENSIONS = [
  'page', 'entry_page', 'exit_page', 'source', 'channel', 'referrer',
  'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content',
  'country', 'region', 'city', 'device', 'browser', 'os', 'language', 'event',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** A property of events that the site has declared: figures by its values. */
export type PropertyDimension = `property:${string}`;

export interface Row extends Metrics {
  /** The dimension's value; empty string where there is none (a direct visit has no referrer). */
  value: string;
  /** With `goal`: events that meet it, of the visits that the row is made of. */
  conversions?: number;
  /** With `goal`: distinct visitors with at least one conversion. */
  converted?: number;
  /** With `goal`: converted / visitors, 0..1; 0 without visitors. */
  conversion_rate?: number;
}

export interface Breakdown<D extends Dimension | PropertyDimension = Dimension> {
  dimension: D;
  rows: Row[];
  /** Distinct values in the range, of those that `search` found, so that a reader knows what `limit` cut. */
  total_rows: number;
  meta: Meta;
}

/** Roles a token may carry. */
export const ROLES = ['artist', 'marketer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

import type { Metrics } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';

/** Sums that any number of rows of passerby.visits add up to. */
export interface Figures {
  visitors: number;
  visits: number;
  bounces: number;
  duration_ms: number;
  page_views: number;
  events: number;
}

/** The columns that {@link sums} needs. */
export const SUMMED = ['visitor', 'visits', 'bounces', 'duration_ms', 'page_views', 'events'];

/** The select list that makes {@link Figures} of rows of passerby.visits. What a visit has once stands in its first row only. */
export function sums(sql: Queryable) {
  return sql`
    count(distinct visitor) as visitors, ${addedWithoutVisitors(sql)}`;
}

/** The select list that adds {@link Figures} up whose visitors are different ones: of several sites, say. */
export function added(sql: Queryable) {
  return sql`
    coalesce(sum(visitors), 0)::bigint as visitors, ${addedWithoutVisitors(sql)}`;
}

export function addedWithoutVisitors(sql: Queryable) {
  return sql`
    coalesce(sum(visits), 0)::bigint as visits, coalesce(sum(bounces), 0)::bigint as bounces, coalesce(sum(duration_ms), 0)::bigint as duration_ms,
    coalesce(sum(page_views), 0)::bigint as page_views, coalesce(sum(events), 0)::bigint as events`;
}

export const NONE: Figures = { visitors: 0, visits: 0, bounces: 0, duration_ms: 0, page_views: 0, events: 0 };

export function toMetrics(f: Figures): Metrics {
  const perVisit = (sum: number) => (f.visits === 0 ? 0 : sum / f.visits);
  return {
    visitors: f.visitors,
    visits: f.visits,
    page_views: f.page_views,
    views_per_visit: perVisit(f.page_views),
    bounce_rate: perVisit(f.bounces),
    visit_duration: perVisit(f.duration_ms) / 1000,
    events: f.events,
  };
}

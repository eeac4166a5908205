import type { MetricName } from '../data/query.ts';
import type { Formats } from './formats.ts';

/** One figure, in its unit. */
export function metricValue(formats: Formats, metric: MetricName, value: number, short = false): string {
  if (metric === 'bounce_rate') return formats.percent(value);
  if (metric === 'visit_duration') return formats.duration(value);
  return short ? formats.short(value) : formats.number(value);
}

import type { Interval } from '../../../collector/src/contract/index.ts';
import { daysBetween } from './days.ts';
import type { Query } from './query.ts';

const DAYS = { today: 1, '7d': 7, '30d': 30, '90d': 90, '12mo': 365 } as const;

const days = ({ period, from, to }: Query): number => (period ? DAYS[period] : daysBetween(from, to));

/** Intervals that make a readable line over this range, finest first: from 2 to about 800 points. */
export function possibleIntervals(query: Query): Interval[] {
  const length = days(query);
  const lengths: [Interval, number, number][] = [['hour', 0, 31], ['day', 2, 400], ['week', 14, 2000], ['month', 60, Infinity]];
  return lengths.filter(([, least, most]) => length >= least && length <= most).map(([interval]) => interval);
}

/** The interval asked for, if the range allows it; else the one that suits it. */
export function chosenInterval(query: Query): Interval {
  const possible = possibleIntervals(query);
  if (query.interval && possible.includes(query.interval)) return query.interval;
  const length = days(query);
  return length <= 2 ? 'hour' : length <= 92 ? 'day' : length < 360 ? 'week' : 'month';
}

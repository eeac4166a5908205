import type { Interval } from '../../../collector/src/contract/index.ts';
import { daysBetween } from './days.ts';
import type { Query } from './query.ts';

const DAYS = { today: 1, '7d': 7, '30d': 30, '90d': 90, '12mo': 365 } as const;

const days = ({ period, from, to }: Query): number => (period ? DAYS[period] : daysBetween(from, to));

/** How finely a figure is known: by all, by days and more, or by days only. */
export type Grain = 'all' | 'days' | 'day';

/** Intervals that make a readable line over this range, finest first: from 2 to about 800 points. */
export function possibleIntervals(query: Query, grain: Grain = 'all'): Interval[] {
  if (grain === 'day') return ['day'];
  const length = days(query);
  const hours = grain === 'all';
  const lengths: [Interval, number, number][] = [['hour', 0, hours ? 31 : -1], ['day', hours ? 2 : 0, 400], ['week', 14, 2000], ['month', 60, Infinity]];
  return lengths.filter(([, least, most]) => length >= least && length <= most).map(([interval]) => interval);
}

/** The interval asked for, if the range allows it; else the one that suits it. */
export function chosenInterval(query: Query, grain: Grain = 'all'): Interval {
  const possible = possibleIntervals(query, grain);
  const length = days(query);
  const fitting = length <= 2 ? 'hour' : length <= 92 ? 'day' : length < 360 ? 'week' : 'month';
  return [query.interval, fitting].find((interval): interval is Interval => possible.includes(interval as Interval)) ?? possible[0]!;
}

import type { Interval } from '../../../collector/src/contract/index.ts';
import { addDays } from './days.ts';

/** First and last local day of the bucket that starts at `start`. */
export function bucketDays(start: string, interval: Interval): { from: string; to: string } {
  const from = start.slice(0, 10);
  if (interval === 'week') return { from, to: addDays(from, 6) };
  if (interval !== 'month') return { from, to: from };
  const [year, month] = from.split('-').map(Number) as [number, number];
  return { from, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
}

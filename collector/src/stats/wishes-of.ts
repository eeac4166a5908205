import type { Interval } from '../contract/index.ts';
import type { Wish } from '../plans/permit.ts';
import { dimension, funnels, history, interval } from '../plans/wishes.ts';
import type { AnyDimension } from './dimensions.ts';
import type { Filter } from './filter.ts';
import type { CommonQuery } from './query.ts';
import type { Range } from './range.ts';

type AnyQuery = CommonQuery & { interval?: Interval; dimension?: AnyDimension };

/** What of a plan a question takes. A comparison looks back as far as the range that it compares with. */
export function wishesOf(report: string, query: AnyQuery, range: Range, before: Range | undefined, filters: readonly Filter[], today: string): Wish[] {
  const wishes = [history(range.from, today)];
  if (before) wishes.push(history(before.from, today));
  if (query.interval !== undefined) wishes.push(interval(query.interval));
  for (const one of [query.dimension, ...filters.map((filter) => filter.dimension)]) if (one !== undefined) wishes.push(dimension(one));
  if (report === 'funnel' || report === 'funnels') wishes.push(funnels);
  return wishes;
}

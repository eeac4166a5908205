import type { Params } from '../client/stats-client.ts';
import { grainOf, type Figure } from './figures.ts';
import { chosenInterval } from './intervals.ts';
import { narrow } from './narrow.ts';
import type { Query } from './query.ts';
import { summaryParams } from './summary-params.ts';

/** What is asked for a figure of the range. Undefined where the filters leave it without meaning. */
export function figureParams(query: Query, figure: Figure): Params | undefined {
  const { at, events } = figure;
  if (at === 'plans' || at === 'builder') {
    // Of accounts, not of visits: what keeps visits does not keep them.
    return query.filters.length ? undefined : [...summaryParams(query), ...(at === 'builder' ? [['interval', chosenInterval(query, grainOf(figure))] as const] : [])];
  }
  const narrowed = narrow(query, events);
  return narrowed && summaryParams(narrowed);
}

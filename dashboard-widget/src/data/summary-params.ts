import type { Params } from '../client/stats-client.ts';
import { queryParams } from './query-params.ts';
import type { Query } from './query.ts';

/** All who need the summary ask for it in the same words, and so share one answer. */
export function summaryParams(query: Query): Params {
  const { by, from, to, weekday } = query.against;
  return [
    ...queryParams(query), ['compare', by],
    ...(by === 'custom' ? [['compare_from', from], ['compare_to', to]] as const : []),
    ...(weekday ? [['match_weekday', 'true']] as const : []),
  ];
}

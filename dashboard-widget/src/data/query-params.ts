import type { Params } from '../client/stats-client.ts';
import { filterText } from './filter.ts';
import type { Query } from './query.ts';

/** The part of a request that every endpoint shares, in one order so that equal questions share one answer. */
export function queryParams({ period, from, to, filters }: Pick<Query, 'period' | 'from' | 'to' | 'filters'>): Params {
  return [
    ...(period ? ([['period', period]] as const) : ([['from', from], ['to', to]] as const)),
    ...filters.map((filter) => ['plan', 'owner'].includes(filter.dimension) ? [filter.dimension, filter.value] as const : ['filter', filterText(filter)] as const),
  ];
}

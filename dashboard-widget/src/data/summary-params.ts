import type { Params } from '../client/stats-client.ts';
import { queryParams } from './query-params.ts';
import type { Query } from './query.ts';

/** All who need the summary ask for it in the same words, and so share one answer. */
export const summaryParams = (query: Query): Params => [...queryParams(query), ['compare', 'previous']];

import type { Dimension } from '../../../collector/src/contract/index.ts';
import type { Params } from '../client/stats-client.ts';
import { queryParams } from './query-params.ts';
import type { Query } from './query.ts';

/** Rows of a table before more are asked for. */
export const FEW_ROWS = 9;

/** The finding and the table ask for leaders in the same words, and so share one answer. */
export const breakdownParams = (query: Query, dimension: Dimension, limit = FEW_ROWS): Params =>
  [...queryParams(query), ['dimension', dimension], ['limit', String(limit)]];

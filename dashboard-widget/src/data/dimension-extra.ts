import type { Dimension, Metrics } from '../../../collector/src/contract/index.ts';

/** Rows are ranked by visitors; this is what else tells something of a dimension's values. */
export function dimensionExtra(dimension: Dimension): keyof Metrics | undefined {
  if (dimension === 'page') return 'page_views';
  if (dimension === 'entry_page' || dimension === 'exit_page') return 'visits';
  return dimension === 'event' ? 'events' : undefined;
}

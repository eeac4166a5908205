import type { Dimension, Metrics } from '../../../collector/src/contract/index.ts';

/** The metric by which a dimension's values are ranked and of which their shares are taken. */
export function dimensionMetric(dimension: Dimension): keyof Metrics {
  if (dimension === 'page') return 'page_views';
  if (dimension === 'entry_page' || dimension === 'exit_page') return 'visits';
  return dimension === 'event' ? 'events' : 'visitors';
}

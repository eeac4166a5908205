import type { Dimension } from '../../../collector/src/contract/index.ts';
import type { MetricName } from './query.ts';

/** The metric by which a dimension's values are ranked and of which their shares are taken. */
export function dimensionMetric(dimension: Dimension): MetricName {
  if (dimension === 'page') return 'page_views';
  if (dimension === 'entry_page' || dimension === 'exit_page') return 'visits';
  return dimension === 'event' ? 'events' : 'visitors';
}

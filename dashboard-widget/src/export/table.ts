import type { Breakdown, Meta } from '../../../collector/src/contract/index.ts';
import type { Line } from '../chart/line.ts';
import { dimensionMetric } from '../data/dimension-metrics.ts';

/** What is on screen, unformatted, under the names that the API uses. */
export interface Table {
  /** For the file's name. */
  name: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
  meta: Meta;
}

export function lineTable({ metric, samples, previous, meta }: Line): Table {
  const compared = previous.length > 0;
  return {
    name: metric,
    meta,
    columns: compared ? ['t', metric, 'previous_t', `previous_${metric}`] : ['t', metric],
    rows: samples.map(({ t, value }, index) => compared ? [t, value, previous[index]?.t ?? null, previous[index]?.value ?? null] : [t, value]),
  };
}

/** @param whole the figure of the whole range, of which each row is a share; 0 where it is not known */
export function breakdownTable({ dimension, rows, meta }: Breakdown, whole: number): Table {
  const metric = dimensionMetric(dimension);
  return {
    name: dimension,
    meta,
    columns: [dimension, metric, 'share'],
    rows: rows.map((row) => [row.value, row[metric], whole ? row[metric] / whole : null]),
  };
}

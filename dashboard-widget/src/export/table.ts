import type { Breakdown, Meta } from '../../../collector/src/contract/index.ts';
import type { Line } from '../chart/line.ts';
import { dimensionExtra } from '../data/dimension-extra.ts';

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

/** @param whole visitors of the whole range, of which each row has a share; 0 where they are not known */
export function breakdownTable({ dimension, rows, meta }: Breakdown, whole: number): Table {
  const extra = dimensionExtra(dimension);
  return {
    name: dimension,
    meta,
    columns: [dimension, 'visitors', ...(extra ? [extra] : []), 'share'],
    rows: rows.map((row) => [row.value, row.visitors, ...(extra ? [row[extra]] : []), whole ? row.visitors / whole : null]),
  };
}

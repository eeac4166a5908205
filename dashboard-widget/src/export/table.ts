import type { Line } from '../chart/line.ts';
import type { Table } from '../data/table.ts';

/** The chart's points, those of the previous period beside them. */
export function lineTable({ metric, name, samples, previous, interval, meta }: Line): Table {
  const head = interval === 'hour' ? 'time' : 'date';
  const columns = [{ name: 't', head, label: 't' }, { name: metric, label: name }];
  const before = [{ name: 'previous_t', head: `previous_${head}`, label: 't' }, { name: `previous_${metric}`, label: name }];
  return {
    name: metric,
    meta,
    columns: previous.length ? [...columns, ...before] : columns,
    rows: samples.map(({ t, value }, index) => previous.length ? [t, value, previous[index]?.t ?? null, previous[index]?.value ?? null] : [t, value]),
  };
}

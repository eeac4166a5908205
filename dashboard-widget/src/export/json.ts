import type { Table } from '../data/table.ts';

/** The rows as objects, with all that travels beside figures: site, zone, range, time of aggregation. */
export function json({ columns, rows, meta }: Table): string {
  return `${JSON.stringify({ meta, rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))) }, null, 2)}\n`;
}

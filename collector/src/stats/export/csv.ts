import type { Table } from './table.ts';

/** A cell as the API tells it. */
export type Cell = string | number | boolean | null;

/** By which spreadsheets know UTF-8; once, before the first line. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A line of RFC 4180. A text that a spreadsheet would run as a formula is made a text. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** A whole table. */
export function csvText({ columns, rows }: Table): string {
  return BYTE_ORDER_MARK + [columns, ...rows].map(csvLine).join('');
}

function cellText(value: Cell): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

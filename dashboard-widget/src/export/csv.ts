import type { Table } from '../data/table.ts';

/** RFC 4180, with the mark by which spreadsheets know UTF-8. A text that a spreadsheet would run as a formula is made a text. */
export function csv({ columns, rows }: Table): string {
  return `\uFEFF${[columns.map(({ name, head = name }) => head), ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (typeof value !== 'string') return String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

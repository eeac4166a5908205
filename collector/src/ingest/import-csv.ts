import { createHash } from 'node:crypto';
import { LIMITS, type WireEvent } from '../contract/index.ts';
import { csvRows } from './csv-rows.ts';
import { importEvents, type Imported, type ImportOptions } from './import.ts';

/** What a column may hold. Without a mapping, columns of these names are read. */
export const CSV_FIELDS = ['timestamp', 'event', 'url', 'path', 'referrer', 'title', 'visitor', 'user', 'plan', 'visit', 'address', 'user_agent', 'language', 'time_zone',
  'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;
export type CsvField = (typeof CSV_FIELDS)[number];

export type CsvMapping = Partial<Record<CsvField, string>>;

/** The file cannot be read as asked. `code` is `csv_mapping`. */
export class CsvMappingError extends Error {
  override readonly name = 'CsvMappingError';
  readonly code = 'csv_mapping';
}

/**
 * Stores events of another tool's export: one a row, under a row of column names. `mapping` says which column holds what; a
 * timestamp is needed, ISO 8601 or `YYYY-MM-DD HH:MM:SS` in UTC; without an event a row is a page view. The same file can be imported again.
 * @throws {CsvMappingError}
 */
export function importCsv({ lines, ...options }: ImportOptions, mapping: CsvMapping = {}): Promise<Imported> {
  return importEvents({ ...options, lines: eventsOfCsv(lines, mapping, options.site.domain) });
}

async function* eventsOfCsv(lines: AsyncIterable<string> | Iterable<string>, mapping: CsvMapping, domain: string): AsyncGenerator<string> {
  let columns: Map<CsvField, number> | undefined;
  const seen = new Map<string, number>();
  for await (const row of csvRows(lines)) {
    if (columns === undefined) {
      columns = columnsOf(row, mapping);
      continue;
    }
    const places = columns;
    const read = (field: CsvField) => row[places.get(field) ?? -1]?.trim() || undefined;
    const text = row.join('\u0000');
    const twins = seen.get(text) ?? 0;
    seen.set(text, twins + 1);
    yield JSON.stringify(toEvent(read, domain, `${text}\u0000${twins}`));
  }
}

function columnsOf(header: string[], mapping: CsvMapping): Map<CsvField, number> {
  const names = header.map((name) => name.trim());
  const columns = new Map<CsvField, number>();
  for (const field of CSV_FIELDS) {
    const place = names.indexOf(mapping[field] ?? field);
    if (place !== -1) columns.set(field, place);
    else if (mapping[field] !== undefined) throw new CsvMappingError(`There is no column '${mapping[field]}'. The columns are ${names.join(', ')}.`);
  }
  if (!columns.has('timestamp')) throw new CsvMappingError(`Which column holds the time? Say --map timestamp=COLUMN. The columns are ${names.join(', ')}.`);
  return columns;
}

function toEvent(read: (field: CsvField) => string | undefined, domain: string, content: string): WireEvent {
  const timestamp = isoTime(read('timestamp') ?? '');
  const path = read('path');
  const url = read('url') ?? (path === undefined ? undefined : `http://${domain}${path.startsWith('/') ? '' : '/'}${path}`);
  const utm = Object.fromEntries((['source', 'medium', 'campaign', 'term', 'content'] as const).map((name) => [name, read(`utm_${name}`)?.slice(0, LIMITS.utm)]).filter(([, value]) => value));
  const user = read('user');
  return {
    id: idOf(content, Date.parse(timestamp)),
    event: read('event') ?? 'page_view',
    timestamp,
    actor: { type: user === undefined ? 'visitor' : 'user', id: read('visitor'), user_id: user, plan: read('plan') },
    context: {
      url, referrer: read('referrer'), title: read('title')?.slice(0, LIMITS.title), visit_id: read('visit'), language: read('language'), time_zone: read('time_zone'),
      client_address: read('address'), user_agent: read('user_agent')?.slice(0, LIMITS.userAgent), ...(Object.keys(utm).length > 0 && { utm }),
    },
    properties: {},
  };
}

/** ISO 8601 as it is; a day and time without zone is UTC; seconds since 1970 too. What is none is left for validation to refuse. */
function isoTime(text: string): string {
  if (/^\d{10}$/.test(text)) return new Date(Number(text) * 1000).toISOString();
  const local = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(text);
  return local ? `${local[1]}T${local[2]!.length === 5 ? `${local[2]}:00` : local[2]}Z` : text;
}

/** A UUIDv7 of the row's time, and of nothing but the row. */
function idOf(content: string, time: number): string {
  const hash = createHash('sha256').update(content).digest('hex');
  const head = Math.max(0, Number.isNaN(time) ? 0 : time).toString(16).padStart(12, '0');
  return `${head.slice(0, 8)}-${head.slice(8)}-7${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

import fs from 'node:fs';
import readline from 'node:readline';
import { pipeline } from 'node:stream';
import zlib from 'node:zlib';
import { importCombined, type ImportedLog } from '../../ingest/import-combined.ts';
import { CSV_FIELDS, importCsv, type CsvMapping } from '../../ingest/import-csv.ts';
import { importEvents, type ImportOptions } from '../../ingest/import.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command } from '../command.ts';

export const importCommand: Command = {
  name: 'import',
  usage: '--site KEY [--format events|combined|csv] [--map FIELD=COLUMN …] FILE',
  summary: `Loads a file, gzipped or not: wire events, one JSON object a line; the page views of an access log; or a CSV file, whose columns --map names (${CSV_FIELDS.join(', ')}). What is there already is not counted again.`,
  options: { site: { type: 'string' }, format: { type: 'string' }, map: { type: 'string', multiple: true } },
  async run(context) {
    const key = required(context, 'site');
    const format = optional(context, 'format') ?? 'events';
    if (format !== 'events' && format !== 'combined' && format !== 'csv') throw new UsageError(`--format is 'events', 'combined' or 'csv', not '${format}'.`);
    const mapping = mappingOf(context.options['map']);
    const [file, ...more] = context.positionals;
    if (!file || more.length > 0) throw new UsageError('Name one FILE to import.');
    if (!fs.existsSync(file)) throw new UsageError(`There is no file '${file}'.`);
    const sql = await context.sql();
    const site = await findSite(sql, key);
    const source: ImportOptions = {
      sql,
      site,
      lines: linesOf(file),
      onProgress: (done) => context.say(`${done.lines.toLocaleString('en')} lines read, ${done.accepted.toLocaleString('en')} stored`),
    };
    const result = await (format === 'csv' ? importCsv(source, mapping) : format === 'combined' ? importCombined(source) : importEvents(source));
    const rejected = Object.fromEntries(result.rejected);
    const refused = [...result.rejected].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none';
    const first = result.firstRejections.map((r) => `\n  line ${r.line}: ${r.reason}${r.detail ? ` (${r.detail})` : ''}`).join('');
    const log = 'counts' in result ? (result as ImportedLog).counts : undefined;
    const passedOver = log ? `Of ${log.lines} lines, ${log.staticFiles} ask for static files, ${log.otherRequests} are no page views, ${log.unreadable} cannot be read.\n` : '';
    context.print(
      { accepted: result.accepted, duplicates: result.duplicates, rejected, first_rejections: result.firstRejections, ...(log && { log }) },
      `${passedOver}Stored ${result.accepted}, already there ${result.duplicates}, refused: ${refused}.${first}\nRun 'passerby aggregate' to see them in the figures now.`,
    );
  },
};

/** `timestamp=Date`, as often as it is said. */
function mappingOf(texts: string | boolean | string[] | undefined): CsvMapping {
  const pairs = (Array.isArray(texts) ? texts : []).map((text) => {
    const [field, ...column] = text.split('=');
    if (column.length === 0 || !CSV_FIELDS.some((known) => known === field)) throw new UsageError(`--map reads FIELD=COLUMN, with a field of ${CSV_FIELDS.join(', ')}; not '${text}'.`);
    return [field, column.join('=')] as const;
  });
  return Object.fromEntries(pairs) as CsvMapping;
}

/** The lines of a file, unpacked where its first two bytes say gzip, whatever its name. */
function linesOf(file: string): AsyncIterable<string> {
  const head = Buffer.alloc(2);
  const handle = fs.openSync(file, 'r');
  fs.readSync(handle, head, 0, 2, 0);
  fs.closeSync(handle);
  const raw = fs.createReadStream(file);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return readline.createInterface({ input: raw, crlfDelay: Infinity });
  const unpacked = zlib.createGunzip();
  pipeline(raw, unpacked, () => { /* the reader of `unpacked` meets the error */ });
  return readline.createInterface({ input: unpacked, crlfDelay: Infinity });
}

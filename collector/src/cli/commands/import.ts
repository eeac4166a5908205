import { importCombined, type ImportedLog } from '../../ingest/import-combined.ts';
import { CSV_FIELDS, importCsv, type CsvMapping } from '../../ingest/import-csv.ts';
import { importEvents, type ImportOptions } from '../../ingest/import.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command } from '../command.ts';
import { linesOf } from '../lines-of.ts';

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
    const lines = linesOf(file);
    const sql = await context.sql();
    const site = await findSite(sql, key);
    const source: ImportOptions = {
      sql,
      site,
      lines,
      onProgress: (done) => context.say(`${done.lines.toLocaleString('en')} lines read, ${done.accepted.toLocaleString('en')} stored`),
    };
    const result = await (format === 'csv' ? importCsv(source, mapping) : format === 'combined' ? importCombined(source) : importEvents(source));
    const rejected = Object.fromEntries(result.rejected);
    const refused = [...result.rejected].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none';
    const first = result.firstRejections.map((r) => `\n  line ${r.line}: ${r.reason}${r.detail ? ` (${r.detail})` : ''}`).join('');
    const log = 'counts' in result ? (result as ImportedLog).counts : undefined;
    const passedOver = log ? `Of ${log.lines} lines, ${log.staticFiles} ask for static files, ${log.otherRequests} are no page views, ${log.unreadable} cannot be read.\n` : '';
    const stored = result.accepted + result.duplicates > 0;
    if (!stored) context.fail();
    const told = `${passedOver}Stored ${result.accepted}, already there ${result.duplicates}, refused: ${refused}.${first}`;
    context.print(
      { accepted: result.accepted, duplicates: result.duplicates, rejected, first_rejections: result.firstRejections, ...(log && { log }) },
      stored ? `${told}\nRun 'passerby aggregate' to see them in the figures now.` : `${told}\nNothing in '${file}' could be stored. --format says what a file holds: events, combined or csv; it was read as ${format}.`,
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

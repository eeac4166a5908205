import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Line } from '../chart/line.ts';
import type { Table } from '../data/table.ts';
import { StatsExportEvent } from '../events/stats-export-event.ts';
import type { Text } from '../format/text.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { paint } from './paint.ts';
import { picture } from './picture.ts';
import { lineTable } from './table.ts';

const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv', json: 'application/json', svg: 'image/svg+xml', png: 'image/png' };

/** Saves the chart, as a table or, where it is drawn, as a picture. */
async function saveLine(host: EventTarget, format: Format, text: Text, line: Line, svg: SVGSVGElement | null): Promise<void> {
  const title = `${line.meta.domain}: ${line.name}, ${text.formats.range(line.meta.from, line.meta.to)}`;
  const table = lineTable(line);
  const drawn = (): SVGSVGElement => picture(svg!, title);
  const blob = format === 'png' ? await paint(drawn()) : blobOf(format, format === 'svg' ? new XMLSerializer().serializeToString(drawn()) : written(format, table));
  offer(host, format, blob, table);
}

/** Saves the rows of a table, as many as are shown. */
function saveTable(host: EventTarget, format: Format, table: Table): void {
  offer(host, format, blobOf(format, written(format, table)), table);
}

export default { saveLine, saveTable };

const written = (format: Format, table: Table): string => (format === 'csv' ? csv(table) : json(table));

const blobOf = (format: Format, text: string): Blob => new Blob([text], { type: TYPES[format] });

/** Hands a file to the reader, unless the host stops it. */
function offer(host: EventTarget, format: Format, blob: Blob, { name, meta }: Table): void {
  const event = new StatsExportEvent(format, fileName(name, meta, format), blob);
  if (!host.dispatchEvent(event)) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = event.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** `margot.art-visitors-2025-05-14-2025-06-12.csv` */
const fileName = (name: string, { domain, from, to }: Meta, format: Format): string => `${domain}-${name}-${from}-${to}.${format}`;

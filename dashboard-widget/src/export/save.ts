import type { Meta } from '../../../collector/src/contract/index.ts';
import { StatsExportEvent } from '../events/stats-export-event.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import type { Format } from './format.ts';
import { paint } from './paint.ts';
import { picture } from './picture.ts';
import type { Table } from './table.ts';

export type Save = typeof save;

const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv', json: 'application/json', svg: 'image/svg+xml', png: 'image/png' };

/** Hands what is on screen to the reader as a file, unless the host stops it. */
async function save(host: EventTarget, format: Format, table: Table, drawn?: { svg: SVGSVGElement; title: string }): Promise<void> {
  const blob = await content(format, table, drawn);
  const event = new StatsExportEvent(format, fileName(table.name, table.meta, format), blob);
  if (!host.dispatchEvent(event)) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = event.fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export default save;

async function content(format: Format, table: Table, drawn?: { svg: SVGSVGElement; title: string }): Promise<Blob> {
  if (format === 'png') return paint(picture(drawn!.svg, drawn!.title));
  const text = format === 'csv' ? csv(table) : format === 'json' ? json(table) : new XMLSerializer().serializeToString(picture(drawn!.svg, drawn!.title));
  return new Blob([text], { type: TYPES[format] });
}

/** `margot.art-visitors-2025-05-14-2025-06-12.csv` */
const fileName = (name: string, { domain, from, to }: Meta, format: Format): string => `${domain}-${name}-${from}-${to}.${format}`;

import type { Format } from '../export/format.ts';

/** Figures are about to be saved as a file. `preventDefault()` stops it, so that a host can do something else with them. */
export class StatsExportEvent extends Event {
  static readonly type = 'stats-export';
  readonly format: Format;
  readonly fileName: string;
  readonly blob: Blob;
  constructor(format: Format, fileName: string, blob: Blob) {
    super(StatsExportEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.format = format;
    this.fileName = fileName;
    this.blob = blob;
  }
}

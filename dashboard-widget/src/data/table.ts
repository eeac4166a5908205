import type { Meta } from '../../../collector/src/contract/index.ts';
import type { Kind } from './figures.ts';

export type Cell = string | number | null;

export interface Column {
  /** As the API calls it; heads the column of a file, */
  name: string;
  /** unless spreadsheets have a better word. */
  head?: string;
  /** Heads the column on screen. */
  label: string;
  /** How its numbers are written; as counts without it. */
  kind?: Kind;
  /** What else a reader calls its values. */
  text?: (value: string) => string;
  /** Class of its cells. */
  look?: string;
}

/** What is on screen, unformatted: a table, a drawing and a file are made of the same rows, so that they cannot differ. */
export interface Table {
  /** For the file's name. */
  name: string;
  /** The first names the rows. */
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  meta: Meta;
}

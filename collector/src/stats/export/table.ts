import type { Cell } from './csv.ts';

/** An answer as a table, under the names that the API uses. Its rows say of which days they are. */
export interface Table {
  /** For the file's name. */
  name: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

import type { Breakdown, Dimension, PropertyDimension } from '../../contract/index.ts';
import type { CommonQuery } from '../query.ts';
import type { Resolved } from '../question.ts';
import type { Report } from '../reports.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';
import type { Table } from './table.ts';
import { breakdownTable, TABLES } from './tables.ts';

/** Reports whose rows may be any number. */
const LISTS = ['breakdown', 'sites'];
/** Rows that are read and written at once. */
const PAGE = 5_000;

/** A report that may be asked, with the question. */
export interface Exported extends Resolved {
  name: string;
  report: Report;
  /** The rows that the question names and no more; else all there are. */
  asOnScreen: boolean;
}

/** Its answer as CSV: of one that makes several tables, the first. */
export async function* csvOf(exported: Exported): AsyncGenerator<string> {
  let begun = false;
  for await (const page of pages(exported)) {
    const [{ columns, rows }] = tablesOf(exported, page) as [Table];
    if (!begun) yield BYTE_ORDER_MARK + csvLine(columns);
    begun = true;
    yield rows.map(csvLine).join('');
  }
}

/** Its answer as the API gives it, of a list with all its rows. */
export async function* jsonOf(exported: Exported): AsyncGenerator<string> {
  let begun = false;
  for await (const page of pages(exported)) {
    if (!LISTS.includes(exported.name)) return yield JSON.stringify(page);
    const { rows, ...rest } = page as { rows: object[] };
    yield begun ? rows.map((row) => `,${JSON.stringify(row)}`).join('') : `${JSON.stringify(rest).slice(0, -1)},"rows":[${rows.map((row) => JSON.stringify(row)).join()}`;
    begun = true;
  }
  yield ']}';
}

/** The tables of an answer; of a breakdown those of one page. */
export function tablesOf({ name, query }: Exported, answer: object): Table[] {
  if (name === 'breakdown') return [breakdownTable(answer as Breakdown<Dimension | PropertyDimension>, (query as BreakdownQuery).goal !== undefined)];
  return TABLES[name]!(answer as never);
}

type BreakdownQuery = CommonQuery & { limit: number; offset: number; goal?: number | undefined };

/** The answer, of a list a page of rows at a time. */
async function* pages({ name, report, question, query, asOnScreen }: Exported): AsyncGenerator<object> {
  if (!LISTS.includes(name) || asOnScreen) return yield report.work(question, query);
  for (let offset = 0; ; offset += PAGE) {
    const wanted: BreakdownQuery = { ...query as BreakdownQuery, limit: PAGE, offset };
    const page = await report.work(question, wanted) as { rows: object[] };
    if (offset === 0 || page.rows.length > 0) yield page;
    if (page.rows.length < PAGE) return;
  }
}

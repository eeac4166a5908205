import { MAY_ASK } from '../../auth/roles.ts';
import type { Opened } from '../../auth/reader.ts';
import { DIMENSIONS, type Funnels, type Meta } from '../../contract/index.ts';
import type { Queryable } from '../../db/connect.ts';
import { UNLIMITED } from '../../plans/unlimited.ts';
import { resolve } from '../question.ts';
import { reports } from '../reports.ts';
import { csvText } from './csv.ts';
import { csvOf, tablesOf, type Exported } from './exported.ts';
import { fileName } from './file-name.ts';
import type { ZipEntry } from './zip.ts';

type Params = Record<string, unknown>;

/** Reports of accounts or of the site as a whole: they know no filter. */
const WITHOUT_FILTERS = ['builder', 'plans', 'quality'];

/** One file for each report and breakdown of a range that the asker may have, and what they hold in common. */
export async function* archive(sql: Queryable, opened: Opened, params: Params, meta: Meta, at: Date): AsyncGenerator<ZipEntry> {
  yield { name: 'about.json', content: text(JSON.stringify(meta, null, 2)) };
  for await (const exported of everything(sql, opened, params, at)) {
    if (exported.name === 'breakdown') {
      yield { name: `${fileName(String((exported.query as { dimension?: string }).dimension))}.csv`, content: csvOf(exported) };
    } else {
      const answer = await exported.report.work(exported.question, exported.query);
      for (const table of tablesOf(exported, answer)) yield { name: `${fileName(table.name)}.csv`, content: text(csvText(table)) };
    }
  }
}

async function* everything(sql: Queryable, opened: Opened, params: Params, at: Date): AsyncGenerator<Exported> {
  const all = reports(sql);
  const { site, reader } = opened;
  const { intervals, dimensions, funnels } = reader.plan ?? UNLIMITED;
  const ask = async (name: string, more: Params = {}): Promise<Exported> => {
    const report = all[name]!;
    return { ...await resolve(sql, opened, name, report, { ...params, ...more }, at), name, report, asOnScreen: false };
  };

  yield await ask('summary');
  yield await ask('timeseries', { interval: intervals.includes('day') ? 'day' : intervals[0] });
  yield await ask('contacts');
  yield await ask('goals');
  for (const dimension of dimensions === 'all' ? [...DIMENSIONS, ...await properties(sql, site.siteId)] : dimensions) yield await ask('breakdown', { dimension });
  if (params['filter'] !== undefined) return;
  if (funnels) {
    const listed = await ask('funnels');
    const { funnels: known } = await listed.report.work(listed.question, listed.query) as Funnels;
    for (const { funnel_id } of known) yield await ask('funnel', { id: String(funnel_id) });
  }
  for (const name of WITHOUT_FILTERS) if (MAY_ASK[name]?.includes(reader.role)) yield await ask(name);
}

async function properties(sql: Queryable, siteId: number): Promise<string[]> {
  const [row] = await sql<{ properties: string[] }[]>`select properties from passerby.sites where site_id = ${siteId}`;
  return (row?.properties ?? []).map((name) => `property:${name}`);
}

async function* text(content: string): AsyncGenerator<string> {
  yield content;
}

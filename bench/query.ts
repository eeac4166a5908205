import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sql } from '../collector/src/db/connect.ts';
import { breakdown } from '../collector/src/stats/breakdown.ts';
import { previousRange } from '../collector/src/stats/compare.ts';
import type { Filter } from '../collector/src/stats/filter.ts';
import { addDays, monthStart } from '../collector/src/stats/local-day.ts';
import { newInRange } from '../collector/src/stats/open-since.ts';
import type { Range } from '../collector/src/stats/range.ts';
import { summary } from '../collector/src/stats/summary.ts';
import { timeseries } from '../collector/src/stats/timeseries.ts';
import { benchOptions, isWhole } from './support/bench-options.ts';
import { makeHistory } from './support/history-database.ts';
import { benchPostgres } from './support/postgres.ts';
import { rawPanel } from './support/raw-panel.ts';

const ROUNDS = 7;
const DIMENSIONS = ['page', 'entry_page', 'source', 'channel', 'country', 'device', 'browser', 'event'] as const;

/**
 * `npm run bench -- query [--events N] [--sites N] [--days N] [--keep FOLDER]`: every query of a panel, beside the same figures computed from
 * raw_events. Writes docs/bench/query.md, from 10 million events on.
 */
export default async function bench(args: string[]): Promise<void> {
  const options = benchOptions(args);
  const postgres = await benchPostgres(options.keep && path.resolve(options.keep), options.keep !== undefined);
  try {
    const { sql, events } = await makeHistory(postgres, options);
    const today = new Date().toISOString().slice(0, 10);
    // Yesterday stands for today: a day that is not over, read from its visits.
    const to = addDays(today, -1);
    await sql`update passerby.stats_daily set closed = false where day = ${to}`;
    const ranges: [string, Range][] = [['30 days', { from: addDays(to, -29), to }], ['12 months', { from: monthStart(to, -11), to }]];
    const lines: string[] = [];
    const bars: string[] = [];
    for (const [name, range] of ranges) {
      for (const [which, siteId] of [['largest site', 1], ['site 100', 100]] as const) {
        const [{ n }] = await sql<[{ n: number }]>`select count(*) as n from passerby.raw_events where site_id = ${siteId} and ts >= ${range.from}::date`;
        const panel = await median(() => wholePanel(sql, siteId, range));
        const filtered = await median(() => wholePanel(sql, siteId, range, [{ dimension: 'country', operator: 'is', value: 'CH' }]));
        const raw = await median(() => rawPanel(sql, siteId, range, DIMENSIONS), 3);
        console.log(which, name, panel, filtered, raw);
        lines.push(`| ${[which, name, n.toLocaleString('en'), panel.toFixed(0), raw.toFixed(0), `${(raw / panel).toFixed(0)}x`, filtered.toFixed(0)].join(' | ')} |`);
        if (siteId === 1) {
          const limit = name === '30 days' ? 100 : 300;
          bars.push(`| largest site, ${name}: at most ${limit} ms | ${panel.toFixed(0)} ms | ${verdict(panel <= limit)} |`, `| largest site, ${name}: 40 times faster than raw | ${(raw / panel).toFixed(0)}x | ${verdict(raw / panel >= 40)} |`);
        }
      }
    }
    const [, month] = ranges[0]!;
    const totals = await median(() => platformTotals(sql, month));
    const countries = await median(() => platformDimension(sql, month, 'country'));
    bars.push(`| all sites, 30 days, totals: at most 150 ms | ${totals.toFixed(0)} ms | ${verdict(totals <= 150)} |`, `| all sites, 30 days, one dimension: at most 500 ms | ${countries.toFixed(0)} ms | ${verdict(countries <= 500)} |`);
    const text = report(events, options.sites, options.days, lines, bars);
    console.log(text);
    if (isWhole(options)) fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/bench/query.md'), text);
    await sql.end();
  } finally {
    await postgres.remove();
  }
}

/** What a panel asks when it opens, one after the other. */
async function wholePanel(sql: Sql, siteId: number, range: Range, filters: Filter[] = []): Promise<void> {
  await summary(sql, siteId, range, filters);
  await summary(sql, siteId, previousRange(range), filters);
  await timeseries(sql, { sites: siteId, timezone: 'UTC', range, filters, interval: 'day', now: new Date() });
  for (const dimension of DIMENSIONS) await breakdown(sql, { sites: siteId, range, filters, dimension, limit: 10, offset: 0 });
}

function platformTotals(sql: Sql, { from, to }: Range) {
  return sql`
    select sum(${newInRange(sql, 'd', sql`${from}::date`)}) as visitors, sum(visits) as visits, sum(page_views) as page_views
      from passerby.stats_daily d where day between ${from}::date and ${to}::date`;
}

function platformDimension(sql: Sql, { from, to }: Range, dimension: string) {
  return sql`
    select x.value, sum(x.visitors) as visitors, sum(x.visits) as visits
      from passerby.sites s cross join lateral (
        select d.value, ${newInRange(sql, 'd', sql`${from}::date`)} as visitors, d.visits
          from passerby.stats_daily_dimensions d where d.site_id = s.site_id and d.dimension = ${dimension} and d.day between ${from}::date and ${to}::date) x
     group by x.value order by 2 desc limit 10`;
}

/** Warm: the first round is not counted. */
async function median(work: () => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n <= rounds; n += 1) {
    const began = performance.now();
    await work();
    if (n > 0) times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

function report(events: number, sites: number, days: number, lines: string[], bars: string[]): string {
  return `# Questions: speed

\`npm run bench -- query\`, ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}) shared with everything else, the embedded Postgres, ${events.toLocaleString('en')} events of
${sites.toLocaleString('en')} sites by Zipf's law over ${days} days. A panel is ${DIMENSIONS.length + 3} queries, one after the other: summary, the period before, the series by day, and
${DIMENSIONS.length} breakdowns, with exact distinct visitors, half of whom keep an id and come back. The last day is not over. Medians of ${ROUNDS} warm rounds, in ms.
"Raw" is the same panel from raw_events, where a visit is only a distinct visit id: simpler than what is counted.

| | range | its events | panel | raw | | panel with a filter |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

| bar | measured | |
| --- | --- | --- |
${bars.join('\n')}

A filter is answered from visits, exactly: that is what the last column costs.
`;
}

function verdict(met: boolean): string {
  return met ? 'met' : 'missed';
}

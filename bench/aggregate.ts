import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect } from '../collector/src/db/connect.ts';
import { aggregate } from '../collector/src/jobs/aggregate.ts';
import { addSite } from '../collector/src/sites/add-site.ts';
import { benchOptions, isWhole, type BenchOptions } from './support/bench-options.ts';
import { endProcess, startProcess } from './support/collector-process.ts';
import { generateDay, markAll } from './support/generate.ts';
import { makeHistory, measure, type Cost, type History } from './support/history-database.ts';
import { prepareLoad } from './support/load.ts';
import { benchPostgres, type BenchPostgres } from './support/postgres.ts';

const DAY_EVENTS = 100_000;
const ROUNDS = 5;

/**
 * `npm run bench -- aggregate [--events N] [--sites N] [--days N]`: what counting costs, on a tenth of the history and on all
 * of it, and what the way in loses meanwhile. Writes docs/bench/aggregate.md, from 10 million events on.
 */
export default async function bench(args: string[]): Promise<void> {
  const options = benchOptions(args);
  const postgres = await benchPostgres();
  try {
    const small = await onHistory(postgres, { ...options, events: Math.round(options.events / 10) });
    const large = await onHistory(postgres, options);
    const ingest = await ingestBesideAggregation(postgres, large.history);
    await Promise.all([small, large].map(({ history }) => history.sql.end()));
    const text = report(options, [small, large], ingest);
    console.log(text);
    if (!isWhole(options)) return;
    fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/bench/aggregate.md'), text);
  } finally {
    await postgres.remove();
  }
}

interface Measured {
  history: History;
  /** The 24 runs of a day, oldest first. */
  hours: Cost[];
  /** Events of that day. */
  events: number;
  closing: Cost;
}

async function onHistory(postgres: BenchPostgres, options: BenchOptions): Promise<Measured> {
  const history = await makeHistory(postgres, options);
  const { sql } = history;
  // A day as it goes: its events come hour by hour, and the job runs after each.
  await sql`create table public.staged (like passerby.raw_events including defaults)`;
  const today = new Date().toISOString().slice(0, 10);
  await sql`create table public.kept as select event_id, site_id from passerby.raw_events where false`;
  await generateDay(sql, { events: DAY_EVENTS, sites: options.sites, days: 1, until: new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10) }, 0);
  await sql`with moved as (delete from passerby.raw_events where ts >= ${today}::date returning *) insert into public.staged select * from moved`;
  const [{ events }] = await sql<[{ events: number }]>`select count(*) as events from public.staged`;
  const hours: Cost[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    await sql`
      with arrived as (
        insert into passerby.raw_events select * from public.staged
         where ts >= ${today}::date + make_interval(hours => ${hour}) and (ts < ${today}::date + make_interval(hours => ${hour + 1}) or ${hour} = 23)
         order by event_id returning site_id, ts)
      insert into passerby.aggregation_queue (site_id, day) select distinct site_id, (ts at time zone 'UTC')::date from arrived`;
    hours.push(await measure(postgres, () => aggregate(sql)));
  }
  const closing = await measure(postgres, () => sql`select passerby.close_day(site_id, day) from passerby.stats_daily where day = ${today}`);
  console.log(`a day of ${events} events on ${history.events}: ${sum(hours, 'cpuSeconds').toFixed(1)} s of CPU, closed in ${closing.seconds.toFixed(1)} s`);
  return { history, hours, events, closing };
}

/** Events a second that a collector takes while nothing else is done, and while everything is computed anew; medians of alternating rounds. */
async function ingestBesideAggregation(postgres: BenchPostgres, history: History): Promise<{ alone: number; beside: number }> {
  const { sql, url } = history;
  const { key } = await addSite(sql, { domain: 'localhost' });
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-bench-data-'));
  const collector = await startProcess({ DATABASE_URL: url, PASSERBY_DATA: dataDir, PASSERBY_RATE_LIMIT: '100000000', PASSERBY_SITE_RATE_LIMIT: '100000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *' });
  if (!collector) throw new Error('the collector did not start');
  const stop = new AbortController();
  const job = connect(url, { max: 1 });
  const alone: number[] = [];
  const beside: number[] = [];
  try {
    const round = async () => {
      const load = await prepareLoad({ url: collector.url, site: key, count: 2_000, eventsEach: 50, connections: 48 });
      const { events, seconds } = await load.go();
      return events / seconds;
    };
    await round();
    for (let n = 0; n < ROUNDS; n += 1) {
      alone.push(await round());
      await markAll(sql);
      const abort = new AbortController();
      const running = aggregate(job, { signal: abort.signal });
      beside.push(await round());
      abort.abort();
      await running;
      await sql`truncate passerby.aggregation_queue`;
    }
  } finally {
    stop.abort();
    await endProcess(collector, 'SIGTERM');
    await job.end();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  return { alone: median(alone), beside: median(beside) };
}

function report(options: BenchOptions, measured: [Measured, Measured], ingest: { alone: number; beside: number }): string {
  const [small, large] = measured;
  const perEvent = ({ hours, events }: Measured) => (sum(hours, 'cpuSeconds') / events) * 1e6;
  const longest = ({ hours }: Measured) => Math.max(...hours.map((hour) => hour.seconds));
  const lines = measured.map((one) => `| ${[
    one.history.events.toLocaleString('en'), perEvent(one).toFixed(0), (sum(one.hours, 'seconds') / 24).toFixed(2), longest(one).toFixed(2), one.closing.seconds.toFixed(2),
    ((one.history.rebuild.cpuSeconds / one.history.events) * 1e6).toFixed(0), Math.round(one.history.events / one.history.rebuild.seconds).toLocaleString('en'),
    one.history.rebuild.siteDays.toLocaleString('en'),
  ].join(' | ')} |`);
  const loss = 1 - ingest.beside / ingest.alone;
  return `# Counting: cost

\`npm run bench -- aggregate\`, ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}) shared with everything else, Node ${process.version.slice(1)}, the embedded
Postgres, ${options.sites.toLocaleString('en')} sites by Zipf's law, ${options.days} days. A day of about ${DAY_EVENTS.toLocaleString('en')} events comes hour by hour on top of the history, and the job runs
after each hour: 24 runs, each of which computes the day anew for the sites that had events.

| events of history | CPU µs per new event, all 24 runs | mean run s | longest run s | closing the day s | CPU µs per event, computed once | events/s, computed once on two workers | days of sites |
| --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

| bar | measured | |
| --- | --- | --- |
| steady cost per event within 1.3 between the two histories | ${(perEvent(large) / perEvent(small)).toFixed(2)} | ${verdict(perEvent(large) / perEvent(small) <= 1.3)} |
| an hourly run at most 3 s per 100,000 events a day | ${((longest(large) * 100_000) / large.events).toFixed(2)} s, the longest | ${verdict((longest(large) * 100_000) / large.events <= 3)} |
| the way in loses at most 15 % while it runs | ${(loss * 100).toFixed(0)} % (${Math.round(ingest.alone).toLocaleString('en')} and ${Math.round(ingest.beside).toLocaleString('en')} events/s, one job without a pause) | ${verdict(loss <= 0.15)} |

CPU is that of Postgres and holds on a busy machine too; seconds and events/s do not.
`;
}

function verdict(met: boolean): string {
  return met ? 'met' : 'missed';
}

function sum(costs: Cost[], of: keyof Cost): number {
  return costs.reduce((total, cost) => total + cost[of], 0);
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

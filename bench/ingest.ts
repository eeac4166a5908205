import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect, type Sql } from '../collector/src/db/connect.ts';
import { migrate } from '../collector/src/db/migrate.ts';
import { addSite } from '../collector/src/sites/add-site.ts';
import { ensurePartitions } from '../collector/src/store/partitions.ts';
import { endProcess, startProcess } from './support/collector-process.ts';
import { usage } from './support/cpu.ts';
import { percentile, prepareLoad, type LoadOptions } from './support/load.ts';
import { benchPostgres, type BenchPostgres } from './support/postgres.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const BARE = path.join(import.meta.dirname, 'support/bare-collector.ts');

interface Measured {
  name: string;
  perSecond: number;
  nodeSeconds: number | undefined;
  postgresSeconds: number;
  p50: number | undefined;
  p99: number | undefined;
  peakBytes: number | undefined;
}

/**
 * `npm run bench -- ingest [EVENTS [NAME]]`: the way in, beside what this machine's Postgres can take at most. Writes
 * docs/bench/ingest.md; with the beginning of a NAME it measures only that and writes nothing.
 */
export default async function bench([events = '200000', only]: string[]): Promise<void> {
  const total = Number(events);
  const postgres = await benchPostgres();
  const sql = connect(postgres.url);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-bench-data-'));
  try {
    await migrate(sql);
    await ensurePartitions(sql, Date.now());
    const { key } = await addSite(sql, { domain: 'localhost' });
    const rows: Measured[] = [];
    const run = async (name: string, script: string[], options: Omit<LoadOptions, 'url' | 'site'>): Promise<void> => {
      if (only !== undefined && !name.startsWith(only)) return;
      rows.push(await measure(name, script, { ...options, site: key }, { sql, postgres, dataDir }));
      print(rows.at(-1) as Measured);
    };
    const all = (eventsEach: number, connections: number) => ({ count: Math.ceil(total / eventsEach), eventsEach, connections });
    // As it is installed: from its sources, Node keeps 30 MB for its reader of TypeScript.
    const installed = path.join(dataDir, 'installed');
    execFileSync(process.execPath, [path.join(ROOT, 'deploy/assemble.ts'), installed], { stdio: ['ignore', 'ignore', 'inherit'] });
    const collector = [path.join(installed, 'collector/bin/passerby.js'), 'serve', '--json'];
    await run('bare Fastify + group commit, batches of 50', [BARE], all(50, 48));
    await run('collector, batches of 50', collector, all(50, 48));
    if (rows.length > 0) {
      rows.push(await copy(sql, postgres));
      print(rows.at(-1) as Measured);
    }
    await run('collector, batches of 10', collector, all(10, 64));
    await run('collector, single events', collector, { count: Math.ceil(total / 4), eventsEach: 1, connections: 128 });
    await run('collector, batches of 10, 2,000 events/s', collector, { count: 2_000, eventsEach: 10, connections: 64, perSecond: 2_000 });
    if (only === undefined) write(rows, total);
  } finally {
    await sql.end({ timeout: 1 });
    await postgres.remove();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(name: string, script: string[], load: Omit<LoadOptions, 'url'>, { sql, postgres, dataDir }: { sql: Sql; postgres: BenchPostgres; dataDir: string }): Promise<Measured> {
  await sql`truncate passerby.raw_events, passerby.event_batches, passerby.aggregation_queue`;
  const started = await startProcess({
    DATABASE_URL: postgres.url, PASSERBY_DATA: dataDir, PASSERBY_RATE_LIMIT: '100000000', PASSERBY_SITE_RATE_LIMIT: '100000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
  }, script);
  if (!started) throw new Error(`${name} did not start`);
  const { url, child: { pid = 0 } } = started;
  await (await prepareLoad({ ...load, url, count: 400, connections: 8, perSecond: undefined })).go();
  const prepared = await prepareLoad({ ...load, url });
  await sql`truncate passerby.raw_events, passerby.event_batches, passerby.aggregation_queue`;
  await sql`checkpoint`;
  const [nodeBefore, postgresBefore] = [usage(pid), usage(postgres.pid())];
  const { seconds, events, statuses, times } = await prepared.go();
  const [nodeAfter, postgresAfter] = [usage(pid), usage(postgres.pid())];
  await endProcess(started, 'SIGTERM');
  const [stored] = await sql<[{ n: number }]>`select count(*) as n from passerby.raw_events`;
  if (stored.n !== events || Object.keys(statuses).join() !== '202') throw new Error(`${name}: sent ${events}, stored ${stored.n}, answered ${JSON.stringify(statuses)}`);
  return {
    name,
    perSecond: events / seconds,
    nodeSeconds: ((nodeAfter.cpuSeconds - nodeBefore.cpuSeconds) / events) * 1e6,
    postgresSeconds: ((postgresAfter.cpuSeconds - postgresBefore.cpuSeconds) / events) * 1e6,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    peakBytes: nodeAfter.peakBytes,
  };
}

/** The rows that the collector has just stored, by COPY over one connection into the same emptied table. */
async function copy(sql: Sql, postgres: BenchPostgres): Promise<Measured> {
  const one = connect(postgres.url, { max: 1 });
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await one`copy (select * from passerby.raw_events order by received_at, site_id, event_id) to stdout`.readable()) chunks.push(chunk as Buffer);
    const [{ n }] = await sql<[{ n: number }]>`select count(*) as n from passerby.raw_events`;
    await sql`truncate passerby.raw_events, passerby.event_batches, passerby.aggregation_queue`;
    await sql`checkpoint`;
    const before = usage(postgres.pid());
    const began = performance.now();
    await pipeline(Readable.from(chunks), await one`copy passerby.raw_events from stdin`.writable());
    const seconds = (performance.now() - began) / 1_000;
    const after = usage(postgres.pid());
    return {
      name: 'COPY of the same rows, one connection', perSecond: n / seconds, nodeSeconds: undefined, p50: undefined, p99: undefined, peakBytes: undefined,
      postgresSeconds: ((after.cpuSeconds - before.cpuSeconds) / n) * 1e6,
    };
  } finally {
    await one.end({ timeout: 1 });
  }
}

function print({ name, perSecond, nodeSeconds, postgresSeconds, p50, p99, peakBytes }: Measured): void {
  console.log(`${name}: ${Math.round(perSecond)} events/s, CPU s per million: node ${nodeSeconds?.toFixed(1) ?? '-'}, Postgres ${postgresSeconds.toFixed(1)}; ack p50 ${p50?.toFixed(1) ?? '-'} ms, p99 ${p99?.toFixed(1) ?? '-'} ms; peak ${peakBytes ? Math.round(peakBytes / 1e6) : '-'} MB`);
}

function write(rows: Measured[], total: number): void {
  const limit = rows.find((row) => row.name.startsWith('COPY'))?.perSecond ?? NaN;
  const lines = rows.map(({ name, perSecond, nodeSeconds, postgresSeconds, p50, p99, peakBytes }) => `| ${[
    name, Math.round(perSecond).toLocaleString('en'), (perSecond / limit).toFixed(2), nodeSeconds === undefined ? '' : nodeSeconds.toFixed(1),
    nodeSeconds === undefined ? '' : Math.round(1e6 / nodeSeconds).toLocaleString('en'), postgresSeconds.toFixed(1), p50?.toFixed(1) ?? '', p99?.toFixed(1) ?? '', peakBytes ? Math.round(peakBytes / 1e6) : '',
  ].join(' | ')} |`);
  const text = `# The way in: speed

\`npm run bench -- ingest\`, ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}) shared by the load, the collector and Postgres, Node ${process.version.slice(1)}, ${total.toLocaleString('en')} events of
about 500 bytes. One collector process, as it is installed, does everything that it does for a real visitor: parsing, validation, origin, limits,
pseudonym, enrichment, deduplication, group commit with \`synchronous_commit\` on, and the marks for aggregation. COPY takes the
same rows into the same table with the same indexes, in one transaction, without looking for duplicates.

| | events/s | of COPY | node CPU s per million | events per CPU s of node | Postgres CPU s per million | ack p50 ms | ack p99 ms | peak MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

Closed loop, 48 to 128 connections, but for the last line, which sends at a given rate.
`;
  fs.mkdirSync(path.join(ROOT, 'docs/bench'), { recursive: true });
  fs.writeFileSync(path.join(ROOT, 'docs/bench/ingest.md'), text);
}

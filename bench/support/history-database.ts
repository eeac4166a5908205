import { connect, type Sql } from '../../collector/src/db/connect.ts';
import { migrate } from '../../collector/src/db/migrate.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import type { BenchOptions } from './bench-options.ts';
import { usage } from './cpu.ts';
import { generateEvents, generateSites, markAll } from './generate.ts';
import type { BenchPostgres } from './postgres.ts';

export interface History {
  sql: Sql;
  url: string;
  /** Cost of computing everything from the events, on two workers. */
  rebuild: Cost & { siteDays: number };
  events: number;
}

/** What something took: by the clock, and of Postgres' processors. */
export interface Cost {
  seconds: number;
  cpuSeconds: number;
}

/** A database with so many events on the days before today, computed and closed. `define` may give the sites goals before. */
export async function makeHistory(postgres: BenchPostgres, options: BenchOptions, define: (sql: Sql) => Promise<unknown> = async () => {}): Promise<History> {
  const admin = connect(postgres.url, { max: 1 });
  const name = `history_${options.events}`;
  await admin`create database ${admin(name)}`;
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const sql = connect(url.href);
  await migrate(sql);
  await generateSites(sql, options.sites);
  await define(sql);
  await generateEvents(sql, { ...options, until: new Date().toISOString().slice(0, 10), onProgress: (line) => console.log(line) });
  const [{ events }] = await sql<[{ events: number }]>`select count(*) as events from passerby.raw_events`;
  const siteDays = await markAll(sql);
  const rebuild = await measure(postgres, () => Promise.all([aggregate(sql), aggregate(sql)]));
  await sql`vacuum analyze passerby.visits`;
  await sql`vacuum analyze passerby.stats_daily`;
  await sql`vacuum analyze passerby.stats_daily_dimensions`;
  console.log(`${events} events computed in ${rebuild.seconds.toFixed(0)} s, ${rebuild.cpuSeconds.toFixed(0)} s of CPU`);
  return { sql, url: url.href, rebuild: { ...rebuild, siteDays }, events };
}

export async function measure(postgres: BenchPostgres, work: () => Promise<unknown>): Promise<Cost> {
  const before = usage(postgres.pid()).cpuSeconds;
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: usage(postgres.pid()).cpuSeconds - before };
}

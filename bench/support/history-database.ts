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
  /** Cost of computing everything from the events, on two workers; no numbers where it was there already. */
  rebuild: Cost & { siteDays: number };
  events: number;
}

/** What something took: by the clock, and of Postgres' processors. */
export interface Cost {
  seconds: number;
  cpuSeconds: number;
}

/** A database with so many events on the days before today, computed and closed: made now, or kept from before. */
export async function makeHistory(postgres: BenchPostgres, options: BenchOptions): Promise<History> {
  const today = new Date().toISOString().slice(0, 10);
  const name = `history_${options.events}_${options.sites}_${options.days}_${today.replaceAll('-', '')}`;
  const admin = connect(postgres.url, { max: 1 });
  const [{ known }] = await admin<[{ known: boolean }]>`select exists (select from pg_database where datname = ${name}) as known`;
  if (!known) await admin`create database ${admin(name)}`;
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  const sql = connect(url.href);
  let rebuild: History['rebuild'] = { seconds: NaN, cpuSeconds: NaN, siteDays: NaN };
  if (!known) {
    await migrate(sql);
    await generateSites(sql, options.sites);
    await generateEvents(sql, { ...options, until: today, onProgress: (line) => console.log(line) });
    const siteDays = await markAll(sql);
    rebuild = { ...await measure(postgres, () => Promise.all([aggregate(sql), aggregate(sql)])), siteDays };
    for (const table of ['visits', 'stats_daily', 'stats_daily_dimensions']) await sql`vacuum analyze passerby.${sql(table)}`;
    console.log(`computed in ${rebuild.seconds.toFixed(0)} s, ${rebuild.cpuSeconds.toFixed(0)} s of CPU`);
  }
  const [{ events }] = await sql<[{ events: number }]>`select count(*) as events from passerby.raw_events`;
  return { sql, url: url.href, rebuild, events };
}

export async function measure(postgres: BenchPostgres, work: () => Promise<unknown>): Promise<Cost> {
  const before = usage(postgres.pid()).cpuSeconds;
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: usage(postgres.pid()).cpuSeconds - before };
}

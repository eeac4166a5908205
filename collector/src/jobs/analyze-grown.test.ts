import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { until } from '../../../test/support/until.ts';
import { analyzeGrown } from './analyze-grown.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

const rowsPlannedFor = async () => (await database.sql<[{ rows: number }]>`select reltuples::int as rows from pg_class where oid = 'passerby.consent_records'::regclass`)[0].rows;

it('tells the planner of a table that has grown, and leaves one alone that has not', async () => {
  const { sql } = database;
  // Not before we do.
  await sql`alter table passerby.consent_records set (autovacuum_enabled = false)`;
  await sql`insert into passerby.consent_records (site_id, record_id, choice, version, chosen_at) select 1, gen_random_uuid(), '{}', '1', now() from generate_series(1, 5000)`;
  await until('the growth is known', async () => {
    await analyzeGrown(sql);
    return await rowsPlannedFor() === 5000;
  });
  await sql`insert into passerby.consent_records (site_id, record_id, choice, version, chosen_at) select 1, gen_random_uuid(), '{}', '1', now() from generate_series(1, 1500)`;
  await until('the growth is known', async () => (await sql<[{ n: number }]>`select n_mod_since_analyze::int as n from pg_stat_user_tables where relname = 'consent_records'`)[0].n === 1500);
  await analyzeGrown(sql);
  expect(await rowsPlannedFor()).toBe(5000);
});

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import { startScheduler } from './scheduler.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

/** The part of pg_cron's interface that is used, without the clock behind it. The real one runs in .ci/pg-cron. */
async function standInForPgCron(): Promise<void> {
  await database.sql.unsafe(`
    create schema cron;
    create table cron.job (jobid serial primary key, jobname text unique, schedule text, command text, database text default current_database(), active boolean default true);
    create function cron.schedule(name text, cron text, command text) returns bigint language sql as $$
      insert into cron.job (jobname, schedule, command) values (name, cron, command)
      on conflict (jobname) do update set schedule = excluded.schedule, command = excluded.command returning jobid $$;
    create function cron.unschedule(name text) returns boolean language sql as $$ delete from cron.job where jobname = name returning true $$;`);
}

/** Starts a scheduler, waits for its first turn and says whether it aggregated. */
async function aggregatesAtStart(): Promise<boolean> {
  const log = { info: vi.fn(), error: vi.fn() };
  const scheduler = startScheduler({ sql: database.sql, cron: '0 0 1 1 *', log });
  await vi.waitFor(() => expect(log.info).toHaveBeenCalledOnce(), { timeout: 20_000, interval: 10 });
  await scheduler.stop();
  expect(log.error).not.toHaveBeenCalled();
  const runs = await database.sql`delete from passerby.aggregation_runs returning 1`;
  return runs.length > 0;
}

describe('scheduling by pg_cron', () => {
  it('is refused with a hint where pg_cron is not there, and the collector does it', async () => {
    await expect(database.sql`select passerby.schedule()`).rejects.toMatchObject({ code: '42704', hint: expect.stringContaining('create extension pg_cron') });
    await database.sql`select passerby.unschedule()`;
    expect(await aggregatesAtStart()).toBe(true);
  });

  it('takes the aggregation from the collector, and gives it back: never both', async () => {
    await standInForPgCron();
    expect(await aggregatesAtStart()).toBe(true);
    await database.sql`select passerby.schedule('*/10 * * * *')`;
    await database.sql`select passerby.schedule('*/5 * * * *')`;
    expect([...await database.sql`select jobname, schedule, command from cron.job order by jobid`]).toEqual([
      { jobname: 'passerby-aggregate', schedule: '*/5 * * * *', command: 'call passerby.aggregate()' },
      { jobname: 'passerby-upkeep', schedule: '20 3 * * *', command: 'call passerby.upkeep()' },
    ]);
    expect(await aggregatesAtStart()).toBe(false);
    await database.sql`select passerby.unschedule()`;
    expect(await aggregatesAtStart()).toBe(true);
  });

  it('runs commands that do the work by themselves', async () => {
    const { siteId } = await addTestSite(database.sql);
    await storeEvents(database.sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    await database.sql.unsafe('call passerby.aggregate()');
    await database.sql.unsafe('call passerby.upkeep()');
    expect(await database.sql`select page_views, closed from passerby.stats_daily where site_id = ${siteId}`).toEqual([{ page_views: 1, closed: true }]);
    const [ahead] = await database.sql`select passerby.ensure_partition(now() + interval '50 days') as missing`;
    expect(ahead?.['missing']).toBe(false);
  });
});

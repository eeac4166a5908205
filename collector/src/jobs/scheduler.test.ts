import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import { withLease } from './lease.ts';
import { startScheduler, type Scheduler } from './scheduler.ts';

let database: FreshDatabase;
const running: Scheduler[] = [];
beforeEach(async () => { database = await freshDatabase(); });
afterEach(async () => {
  await Promise.all(running.splice(0).map((scheduler) => scheduler.stop()));
  await database.drop();
});

const NEVER = '0 0 1 1 *';
const EVERY_SECOND = '* * * * * *';

function start(cron: string) {
  const log = { info: vi.fn(), error: vi.fn() };
  running.push(startScheduler({ sql: database.sql, cron, log }));
  return log;
}

const views = async () => {
  const [row] = await database.sql<[{ views: number }]>`select coalesce(sum(page_views), 0)::int as views from passerby.stats_daily`;
  return row.views;
};
const runs = async () => (await database.sql`select from passerby.aggregation_runs`).length;
const BOUND = { timeout: 20_000, interval: 20 };

describe('the scheduler', () => {
  it('aggregates at once when it starts', async () => {
    const { siteId } = await addTestSite(database.sql);
    await storeEvents(database.sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    const log = start(NEVER);
    await vi.waitFor(async () => expect(await views()).toBe(1), BOUND);
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith(expect.objectContaining({ siteDays: 1 }), 'aggregated'), BOUND);
  });

  it('aggregates again at the times of its cron expression', async () => {
    start(EVERY_SECOND);
    await vi.waitFor(async () => expect(await runs()).toBeGreaterThan(0), BOUND);
    const { siteId } = await addTestSite(database.sql);
    await storeEvents(database.sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    await vi.waitFor(async () => expect(await views()).toBe(1), BOUND);
  });

  it('leaves the work to another instance that is at it', async () => {
    const scheduler = await withLeaseHeld(async () => {
      const log = start(NEVER);
      await running.at(-1)!.stop();
      return log;
    });
    expect(await runs()).toBe(0);
    expect(scheduler.error).not.toHaveBeenCalled();
  });

  it('tells of a failure and tries again at the next time', async () => {
    const { siteId } = await addTestSite(database.sql);
    await storeEvents(database.sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    await database.sql`alter table passerby.stats_daily add constraint refuses check (false)`;
    const log = start(EVERY_SECOND);
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), BOUND);
    await database.sql`alter table passerby.stats_daily drop constraint refuses`;
    await vi.waitFor(async () => expect(await views()).toBe(1), BOUND);
  });

  it('stops in the middle of a day, which then stays marked', async () => {
    const { siteId } = await addTestSite(database.sql);
    await storeEvents(database.sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    await database.sql.begin(async (tx) => {
      await tx`lock table passerby.stats_daily in access exclusive mode`;
      start(NEVER);
      await vi.waitFor(async () => {
        const waiting = await database.sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        expect(waiting).toHaveLength(1);
      }, BOUND);
      await running.at(-1)!.stop();
    });
    expect(await views()).toBe(0);
    expect(await database.sql`select from passerby.aggregation_queue`).toHaveLength(1);
  });
});

/** Does `work` while some other instance has the lease. */
async function withLeaseHeld<T>(work: () => Promise<T>): Promise<T> {
  let result: T | undefined;
  await withLease(database.sql, 'aggregate', 60, async () => { result = await work(); });
  return result!;
}

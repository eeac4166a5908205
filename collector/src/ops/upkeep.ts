import type { Sql } from '../db/connect.ts';
import type { Salts } from '../privacy/salts.ts';
import { ensurePartitions } from '../store/partitions.ts';
import type { Log } from './logger.ts';

export interface UpkeepOptions {
  sql: Sql;
  salts: Salts;
  log: Log;
  now: () => number;
}

const HOUR = 3_600_000;
/** Rows of `rejected_events` that a site keeps. */
const MOST_REJECTIONS = 1_000;

/** Sees to what the way in needs ahead of time, now and every hour: partitions to come, salts of the day, past salts and old rejections deleted. */
export async function startUpkeep({ sql, salts, log, now }: UpkeepOptions): Promise<{ stop(): Promise<void> }> {
  async function run(): Promise<void> {
    await ensurePartitions(sql, now());
    await salts.renew();
    await sql`
      delete from passerby.rejected_events r using (
        select site_id, rejected_at, rejection_id, row_number() over (partition by site_id order by rejected_at desc) as position from passerby.rejected_events
      ) o
      where r.site_id = o.site_id and r.rejected_at = o.rejected_at and r.rejection_id = o.rejection_id
        and (o.position > ${MOST_REJECTIONS} or r.rejected_at < now() - interval '30 days')`;
  }
  await run();
  let current = Promise.resolve();
  const timer = setInterval(() => {
    current = run().catch((error: unknown) => log.error({ err: error }, 'upkeep failed; it is tried again in an hour'));
  }, HOUR);
  return {
    async stop() {
      clearInterval(timer);
      await current;
    },
  };
}

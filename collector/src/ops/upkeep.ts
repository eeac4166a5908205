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

/** Sees to what the way in needs ahead of time, now and every hour: partitions to come, salts of the day, past salts deleted. */
export async function startUpkeep({ sql, salts, log, now }: UpkeepOptions): Promise<{ stop(): Promise<void> }> {
  async function run(): Promise<void> {
    await ensurePartitions(sql, now());
    await salts.renew();
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

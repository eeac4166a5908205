import { Cron } from 'croner';
import type { Sql } from '../db/connect.ts';
import { aggregate } from './aggregate.ts';
import { withLease } from './lease.ts';

/** What the scheduler has to say; pino and Fastify's logger fit. */
export interface JobLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface SchedulerOptions {
  sql: Sql;
  /** When to aggregate: five or six cron fields, in UTC. */
  cron: string;
  log: JobLog;
}

export interface Scheduler {
  /** Ends the work in hand and schedules no more. A day half computed is undone and stays marked. */
  stop(): Promise<void>;
}

/** Longer than one call of the procedure takes, so that only the dead lose their lease. */
const LEASE_SECONDS = 180;

/** Aggregates at once and then at the times of `cron`, one instance at a time. */
export function startScheduler({ sql, cron, log }: SchedulerOptions): Scheduler {
  const stopping = new AbortController();
  const run = async () => {
    try {
      await withLease(sql, 'aggregate', LEASE_SECONDS, async (proceed) => {
        const { siteDays, ms } = await aggregate(sql, { signal: stopping.signal, proceed });
        log.info({ siteDays, ms: Math.round(ms) }, 'aggregated');
      });
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error }, 'aggregation failed; it is tried again at the next run');
    }
  };
  let current = run();
  const job = new Cron(cron, { timezone: 'UTC' }, () => {
    current = current.then(run);
  });
  return {
    async stop() {
      job.stop();
      stopping.abort();
      await current;
    },
  };
}

import { Cron } from 'croner';
import type { Sql } from '../db/connect.ts';
import { aggregate } from './aggregate.ts';
import { cancellable } from './cancellable.ts';
import { withLease } from './lease.ts';

/** What the jobs have to say; pino and Fastify's logger fit. */
export interface JobLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface SchedulerOptions {
  sql: Sql;
  /** When to aggregate: five or six cron fields, in UTC. */
  cron: string;
  log: JobLog;
  /** Milliseconds after which a run that failed is tried again, the first time and the times after. Default 1, 5 and 15 minutes. */
  retryMs?: readonly number[];
}

export interface Scheduler {
  /** Ends the work in hand and schedules no more. A day half computed is undone and stays marked. */
  stop(): Promise<void>;
}

/** Longer than one call of a procedure takes, so that only the dead lose their lease. */
const LEASE_SECONDS = 180;
const DAILY = '20 3 * * *';
const RETRY_MS = [60_000, 300_000, 900_000];

/**
 * Aggregates at once and then at the times of `cron`, and once a day deletes what need not be kept; one instance at a time,
 * and none where pg_cron does it.
 */
export function startScheduler({ sql, cron, log, retryMs = RETRY_MS }: SchedulerOptions): Scheduler {
  const stopping = new AbortController();
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;

  async function run(): Promise<void> {
    clearTimeout(retry);
    try {
      const [{ scheduled }] = await sql<[{ scheduled: boolean }]>`select passerby.is_scheduled() as scheduled`;
      if (scheduled) return log.info({}, 'aggregation is left to pg_cron');
      await withLease(sql, 'aggregate', LEASE_SECONDS, async (proceed) => {
        const { siteDays, ms } = await aggregate(sql, { signal: stopping.signal, proceed });
        log.info({ siteDays, ms: Math.round(ms) }, 'aggregated');
      });
      failures = 0;
    } catch (error) {
      if (stopping.signal.aborted) return;
      const wait = retryMs[failures];
      failures += 1;
      log.error({ err: error, retryMs: wait }, 'aggregation failed');
      if (wait !== undefined) retry = setTimeout(enqueue, wait);
    }
  }

  async function expire(): Promise<void> {
    try {
      await withLease(sql, 'expire', LEASE_SECONDS, async () => { await cancellable(sql`call passerby.expire()`, stopping.signal); });
    } catch (error) {
      if (!stopping.signal.aborted) log.error({ err: error }, 'what need not be kept could not be deleted; it is tried again tomorrow');
    }
  }

  let current = run();
  function enqueue(): void {
    current = current.then(run);
  }
  const jobs = [
    new Cron(cron, { timezone: 'UTC' }, enqueue),
    new Cron(DAILY, { timezone: 'UTC' }, () => { current = current.then(expire); }),
  ];
  return {
    async stop() {
      for (const job of jobs) job.stop();
      stopping.abort();
      clearTimeout(retry);
      await current;
    },
  };
}

import { Cron } from 'croner';
import type { Sql } from '../db/connect.ts';
import { aggregationHealth, type AggregationHealth } from './aggregation-health.ts';
import { takeLease } from './lease.ts';
import type { JobLog } from './scheduler.ts';

export interface MonitorOptions {
  sql: Sql;
  /** When the aggregation runs: what is late depends on it. */
  cron: string;
  log: JobLog;
  /** Told of trouble: once an hour as long as it lasts, by one instance of all. */
  alert: (health: AggregationHealth) => Promise<void>;
  /** Milliseconds between two looks. Default one minute. */
  everyMs?: number;
}

const REMIND_SECONDS = 3_600;

export interface AggregationMonitor {
  /** What the last look found. */
  latest(): AggregationHealth | undefined;
  stop(): Promise<void>;
}

/** Watches whether figures are as fresh as they should be, whoever computes them: this process, another one, or pg_cron. */
export function startAggregationMonitor({ sql, cron, log, alert, everyMs = 60_000 }: MonitorOptions): AggregationMonitor {
  let latest: AggregationHealth | undefined;
  const late = lateAfterSeconds(cron);
  async function look(): Promise<void> {
    try {
      const health = await aggregationHealth(sql, late);
      latest = health;
      if (health.state === 'ok' || !await takeLease(sql, `alert-${health.state}`, REMIND_SECONDS)) return;
      log.error({ ...health }, 'figures are not as fresh as they should be');
      await alert(health);
    } catch (error) {
      log.error({ err: error }, 'the aggregation could not be watched');
    }
  }
  let current = look();
  const timer = setInterval(() => { current = current.then(look); }, everyMs);
  return {
    latest: () => latest,
    async stop() {
      clearInterval(timer);
      await current;
    },
  };
}

/** Two times the longest pause between the next runs: one may be missed, or take its time. */
export function lateAfterSeconds(cron: string): number {
  const runs = new Cron(cron, { timezone: 'UTC' }).nextRuns(25).map((date) => date.getTime());
  const pauses = runs.slice(1).map((time, index) => time - runs[index]!);
  return (2 * Math.max(0, ...pauses)) / 1000;
}

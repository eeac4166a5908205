import type { Queryable } from '../db/connect.ts';
import { aggregationHealth } from '../jobs/aggregation-health.ts';
import { lateAfterSeconds } from '../jobs/aggregation-monitor.ts';
import type { Finding } from './finding.ts';

/** Whether somebody counts: pg_cron where it is scheduled, else a collector; and whether the last run went well. */
export async function aggregationCheck(sql: Queryable, cron: string): Promise<Finding> {
  const finding = (result: Finding['result'], detail: string): Finding => ({ check: 'aggregation', result, detail });
  const [{ scheduled }] = await sql<[{ scheduled: boolean }]>`select passerby.is_scheduled() as scheduled`;
  const who = scheduled ? 'pg_cron' : 'a collector';
  const health = await aggregationHealth(sql, lateAfterSeconds(cron));
  if (health.state === 'failing') return finding('failed', `The last run failed: ${health.error}. Other days are computed; this one is tried again by each run.`);
  if (health.state === 'late') {
    const remedy = scheduled ? 'Look at cron.job_run_details, and whether pg_cron runs' : 'Is a collector running, and can it reach the database';
    return finding('failed', `${health.waitingDays} days of sites wait, the oldest for ${Math.round(health.lagSeconds / 60)} minutes. It is ${who} that should count. ${remedy}? passerby aggregate catches up now.`);
  }
  if (health.lastRunAt === null) return finding('warning', `It has never run; it is ${who} that should.`);
  return finding('ok', `By ${who}, last at ${health.lastRunAt.toISOString()}.`);
}

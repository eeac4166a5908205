import type { Queryable } from '../db/connect.ts';
import type { Finding } from './finding.ts';

const DAY = 86_400_000;

/** Whether past salts are gone, without which nobody can tell an address from its pseudonym, and today's is there. */
export async function saltsCheck(sql: Queryable, now: () => number): Promise<Finding> {
  const [{ past }] = await sql<[{ past: number }]>`
    select count(*) as past from passerby.salts where day < ((now() at time zone 'UTC') - interval '12 hours')::date - 1`;
  if (past > 0) {
    return { check: 'salts', result: 'failed', detail: `${past} of days that are over are still there. A running collector or pg_cron deletes them each hour or day; now: select passerby.expire_salts().` };
  }
  const today = new Date(now()).toISOString().slice(0, 10);
  const [row] = await sql`select from passerby.salts where day = ${today}`;
  if (!row) return { check: 'salts', result: 'warning', detail: 'Today has none yet: no collector has run today. It is made when it is needed.' };
  return { check: 'salts', result: 'ok', detail: `Today's is there, past ones are deleted (${new Date(now() - DAY).toISOString().slice(0, 10)} may live on for what is sent late).` };
}

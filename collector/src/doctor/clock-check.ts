import type { Queryable } from '../db/connect.ts';
import type { Finding } from './finding.ts';

/** Seconds: beyond the first it is worth a look, beyond the second events fall on other days than they should. */
const WARN_SECONDS = 2;
const FAIL_SECONDS = 60;

/** Whether this machine and the database agree what time it is. Salts, partitions and days are chosen by both. */
export async function clockCheck(sql: Queryable, now: () => number): Promise<Finding> {
  const before = now();
  const [{ time }] = await sql<[{ time: Date }]>`select clock_timestamp() as time`;
  const skew = (time.getTime() - (before + now()) / 2) / 1_000;
  const told = `The database's clock is ${Math.abs(skew).toFixed(1)} s ${skew < 0 ? 'behind' : 'ahead of'} this machine's`;
  if (Math.abs(skew) <= WARN_SECONDS) return { check: 'clock', result: 'ok', detail: `${told}.` };
  return { check: 'clock', result: Math.abs(skew) > FAIL_SECONDS ? 'failed' : 'warning', detail: `${told}: let both follow a time server (NTP).` };
}

import { randomUUID } from 'node:crypto';
import type { Sql } from '../db/connect.ts';

/** True where nobody has the job, or this holder has: from now on it has it for so many seconds. */
export async function takeLease(sql: Sql, job: string, seconds: number, holder: string = randomUUID()): Promise<boolean> {
  const [row] = await sql<[{ taken: boolean }]>`
    select passerby.take_lease(${job}, ${holder}::uuid, make_interval(secs => ${seconds}::int)) as taken`;
  return row.taken;
}

/** Does `work` unless another instance is at it. `keep` prolongs the lease, and says false where it was lost. */
export async function withLease(
  sql: Sql,
  job: string,
  seconds: number,
  work: (keep: () => Promise<boolean>) => Promise<void>,
): Promise<boolean> {
  const holder = randomUUID();
  const keep = () => takeLease(sql, job, seconds, holder);
  if (!await keep()) return false;
  try {
    await work(keep);
  } finally {
    await sql`delete from passerby.job_leases where job = ${job} and holder = ${holder}::uuid`;
  }
  return true;
}

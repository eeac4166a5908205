import type { Queryable } from '../db/connect.ts';
import type { Retention } from '../contract/index.ts';

/** Events may arrive eight days late, and visits reach into the day after. */
export const LEAST_DAYS = 14;

/** Why a site cannot keep things for so long, or undefined where it can. */
export function wrongRetention({ events_days: events, visits_days: visits }: Retention): string | undefined {
  for (const days of [events, visits]) {
    if (days !== null && !(Number.isInteger(days) && days >= LEAST_DAYS && days < 100_000)) return `Days are a whole number, at least ${LEAST_DAYS}: events may arrive eight days late.`;
  }
  if (visits !== null && (events === null || visits < events)) return 'Days of visits need days of events, and are not fewer: visits can be computed from events again.';
  return undefined;
}

/** @param retention checked by {@link wrongRetention} */
export async function setRetention(sql: Queryable, siteId: number, { events_days: events, visits_days: visits }: Retention): Promise<void> {
  await sql`update passerby.sites set raw_days = ${events}, visit_days = ${visits} where site_id = ${siteId}`;
}

export async function retentionOf(sql: Queryable, siteId: number): Promise<Retention> {
  const [row] = await sql<[Retention]>`select raw_days as events_days, visit_days as visits_days from passerby.sites where site_id = ${siteId}`;
  return row;
}

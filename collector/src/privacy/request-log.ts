import type { PrivacyRequest } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';

const MOST = 1_000;

/** What people have asked of a site, and that it was done; newest first. */
export async function requestLog(sql: Queryable, siteId: number): Promise<PrivacyRequest[]> {
  const rows = await sql<(Omit<PrivacyRequest, 'requested_at' | 'completed_at'> & { requested_at: Date; completed_at: Date | null })[]>`
    select request_id, kind, requested_at, completed_at, events from passerby.privacy_requests
     where site_id = ${siteId} order by requested_at desc limit ${MOST}`;
  return rows.map((row) => ({ ...row, requested_at: row.requested_at.toISOString(), completed_at: row.completed_at?.toISOString() ?? null }));
}

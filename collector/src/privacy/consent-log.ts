import type { ConsentRecord } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';

const ROWS_AT_ONCE = 1_000;

/** Every decision recorded for a site in a range of days (UTC, inclusive), oldest first. */
export async function* consentLog(sql: Sql, siteId: number, { from, to }: { from?: string | undefined; to?: string | undefined }): AsyncGenerator<ConsentRecord> {
  const query = sql<(Omit<ConsentRecord, 'chosen_at' | 'recorded_at'> & { chosen_at: Date; recorded_at: Date })[]>`
    select record_id, choice, version, chosen_at, recorded_at from passerby.consent_records
     where site_id = ${siteId} and recorded_at >= ${from ?? '-infinity'}::date and recorded_at < ${to ?? 'infinity'}::date + interval '1 day'
     order by recorded_at, record_id`;
  for await (const rows of query.cursor(ROWS_AT_ONCE)) {
    for (const row of rows) yield { ...row, chosen_at: row.chosen_at.toISOString(), recorded_at: row.recorded_at.toISOString() };
  }
}

import type { Sql } from '../db/connect.ts';
import { aggregate, type Aggregated } from './aggregate.ts';

/**
 * Computes a site's figures anew from its events: all days, or those of a range. Days whose events retention has taken stay
 * as they were counted. Needed where a site's time zone has changed.
 */
export async function rebuild(sql: Sql, siteId: number, { from, to }: { from?: string; to?: string } = {}): Promise<Aggregated> {
  await sql`select passerby.mark_days(${siteId}, ${from ?? null}::date, ${to ?? null}::date)`;
  return aggregate(sql);
}

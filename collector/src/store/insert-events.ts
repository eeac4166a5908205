import type { Queryable } from '../db/connect.ts';
import type { PreparedBatch } from './prepared-batch.ts';
import { sanitizeJson } from './sanitize.ts';

/**
 * Stores a group of batches in one statement, all or nothing; answers how many events of each were new.
 * One JSON parameter is the cheapest way to hand many rows to Postgres; it is cast from text, since the driver would turn
 * a json parameter into JSON once more.
 */
export async function insertEvents(sql: Queryable, group: readonly PreparedBatch[]): Promise<number[]> {
  const events = sanitizeJson(JSON.stringify(group.flatMap((batch, position) => batch.events.map((event) => ({ batch: position, ...event })))));
  const batches = sanitizeJson(JSON.stringify(group.map((batch, position) => ({ batch: position, ...batch.record }))));
  const twins = group.some((batch) => batch.twins.length > 0) ? JSON.stringify(group.flatMap((batch) => batch.twins)) : null;
  const rows = await sql<{ batch: number; accepted: number }[]>`
    select batch, accepted from passerby.store_events(${events}::text::json, ${batches}::text::json, ${twins}::text::json)`;
  const accepted = Array<number>(group.length).fill(0);
  for (const row of rows) accepted[row.batch] = row.accepted;
  return accepted;
}

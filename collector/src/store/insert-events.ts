import type { Queryable } from '../db/connect.ts';
import type { StoreCall } from './store-call.ts';

/**
 * Stores a group of batches in one statement, all or nothing; answers how many events of each, by its number, were new.
 * A JSON parameter is the cheapest way to hand many rows to Postgres; it is cast from text, since the driver would turn a
 * json parameter into JSON once more.
 */
export async function insertEvents(sql: Queryable, { events, contexts, batches, twins }: StoreCall): Promise<Map<number, number>> {
  const rows = await sql<{ batch: number; accepted: number }[]>`
    select batch, accepted
    from passerby.store_events(${events}::text::json, ${contexts}::text::json, ${batches}::text::json, ${twins}::text::json)`;
  return new Map(rows.map(({ batch, accepted }) => [batch, accepted]));
}

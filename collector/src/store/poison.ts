import type { Sql } from '../db/connect.ts';
import { codeOf, isPoison } from './database-errors.ts';
import { insertEvents } from './insert-events.ts';
import { callOf, type StoreRows } from './store-call.ts';
import type { StoredEvent } from './stored-event.ts';

/** An event that Postgres refuses by itself, and the SQLSTATE with which it does. */
export interface Poison {
  event: StoredEvent;
  code: string;
}

/** Undoes what was only tried. */
class Undo extends Error {}

/** Finds the events that make a group unstorable by trying halves of it, in transactions that are undone. */
export async function findPoison(sql: Sql, rows: StoreRows): Promise<Poison[]> {
  async function search(events: StoredEvent[]): Promise<Poison[]> {
    const [first] = events;
    const code = first && await refusal(sql, { ...rows, events, twins: [] });
    if (code === undefined || first === undefined) return [];
    if (events.length === 1) return [{ event: first, code }];
    const middle = events.length >> 1;
    return [...await search(events.slice(0, middle)), ...await search(events.slice(middle))];
  }
  return search(rows.events);
}

/** Notes what was refused and why: not its content, which nobody asked to be kept there. */
export async function recordPoison(sql: Sql, { batches }: StoreRows, poison: readonly Poison[]): Promise<void> {
  const siteOf = new Map(batches.map(({ batch, site_id }) => [batch, site_id]));
  const rows = poison.map(({ event, code }) => ({ site_id: siteOf.get(event.batch), event_id: event.event_id, detail: `SQLSTATE ${code}` }));
  await sql`
    insert into passerby.rejected_events (site_id, event_id, reason, detail)
    select site_id, event_id, 'unstorable', detail
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(site_id integer, event_id text, detail text)`;
}

/** The group as it can be stored. */
export function withoutPoison(rows: StoreRows, poison: readonly Poison[]): StoreRows {
  const bad = new Set(poison.map(({ event }) => event));
  return {
    ...rows,
    events: rows.events.filter((event) => !bad.has(event)),
    batches: rows.batches.map((record) => {
      const count = poison.filter(({ event }) => event.batch === record.batch).length;
      if (count === 0) return record;
      const reasons = { ...record.reasons, unstorable: (record.reasons?.unstorable ?? 0) + count };
      return { ...record, events: record.events - count, rejected: record.rejected + count, reasons };
    }),
  };
}

/** The SQLSTATE with which Postgres refuses these, or undefined where it takes them. */
async function refusal(sql: Sql, rows: StoreRows): Promise<string | undefined> {
  try {
    await sql.begin(async (tx) => {
      await insertEvents(tx, callOf(rows));
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return undefined;
    if (isPoison(error)) return codeOf(error);
    throw error;
  }
  return undefined;
}

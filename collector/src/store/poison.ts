import type { Sql } from '../db/connect.ts';
import { codeOf, isPoison } from './database-errors.ts';
import { insertEvents } from './insert-events.ts';
import type { PreparedBatch } from './prepared-batch.ts';

/** An event that Postgres refuses by itself: where it stands in the group, and the SQLSTATE. */
export interface Poison {
  batch: number;
  event: number;
  code: string;
}

interface Candidate {
  batch: number;
  event: number;
}

/** Undoes what was only tried. */
class Undo extends Error {}

/** Finds the events that make a group unstorable by trying halves of it, in transactions that are undone. */
export async function findPoison(sql: Sql, group: readonly PreparedBatch[]): Promise<Poison[]> {
  async function search(candidates: Candidate[]): Promise<Poison[]> {
    const code = await refusal(sql, candidates.map(({ batch, event }) => alone(group, batch, event)));
    const [first] = candidates;
    if (code === undefined || first === undefined) return [];
    if (candidates.length === 1) return [{ ...first, code }];
    const middle = candidates.length >> 1;
    return [...await search(candidates.slice(0, middle)), ...await search(candidates.slice(middle))];
  }
  return search(group.flatMap((batch, position) => batch.events.map((_, event) => ({ batch: position, event }))));
}

/** Notes what was refused and why: the name of the event and its size, not its content, which nobody asked to be kept there. */
export async function recordPoison(sql: Sql, group: readonly PreparedBatch[], poison: readonly Poison[]): Promise<void> {
  const rows = poison.map(({ batch, event, code }) => {
    const refused = group[batch]?.events[event];
    return { site_id: refused?.site_id ?? 0, event_id: refused?.event_id ?? null, reason: 'unstorable', detail: `SQLSTATE ${code}` };
  });
  await sql`
    insert into passerby.rejected_events (site_id, event_id, reason, detail)
    select site_id, event_id, reason, detail
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(site_id integer, event_id text, reason text, detail text)`;
}

/** The group as it can be stored. */
export function withoutPoison(group: readonly PreparedBatch[], poison: readonly Poison[]): PreparedBatch[] {
  return group.map((batch, position) => {
    const bad = new Set(poison.filter((found) => found.batch === position).map((found) => found.event));
    if (bad.size === 0) return batch;
    const { record } = batch;
    return {
      ...batch,
      events: batch.events.filter((_, event) => !bad.has(event)),
      record: { ...record, events: record.events - bad.size, rejected: record.rejected + bad.size },
    };
  });
}

function alone(group: readonly PreparedBatch[], batch: number, event: number): PreparedBatch {
  const { record, events } = group[batch] as PreparedBatch;
  return { record, events: events.slice(event, event + 1), twins: [], bytes: 0 };
}

/** The SQLSTATE with which Postgres refuses these, or undefined where it takes them. */
async function refusal(sql: Sql, group: PreparedBatch[]): Promise<string | undefined> {
  try {
    await sql.begin(async (tx) => {
      await insertEvents(tx, group);
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return undefined;
    if (isPoison(error)) return codeOf(error);
    throw error;
  }
  return undefined;
}

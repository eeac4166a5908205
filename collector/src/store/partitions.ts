import type { Queryable } from '../db/connect.ts';
import { idTime } from './event-id.ts';
import type { StoredEvent } from './stored-event.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** Ids live from 30 days ago to 14 days ahead; the rest is time for whoever forgets to run the upkeep. */
const BACK = 37 * DAY;
const AHEAD = 60 * DAY;

/** Makes the partitions that events of now need, well ahead. Returns how many were missing. */
export async function ensurePartitions(sql: Queryable, now: number): Promise<number> {
  const [row] = await sql<[{ made: number }]>`
    select passerby.ensure_partitions(${new Date(now - BACK)}, ${new Date(now + AHEAD)}) as made`;
  return row.made;
}

/** Makes the partitions that these events need, whatever their age. Returns how many were missing. */
export async function ensurePartitionsOf(sql: Queryable, events: readonly StoredEvent[]): Promise<number> {
  const weeks = new Set(events.map((event) => Math.floor(idTime(event.event_id) / WEEK)).filter((week) => week > 0));
  let made = 0;
  for (const week of weeks) {
    // Weeks since 1970 begin on Thursdays, partitions on Mondays: both ends may lie in different ones.
    for (const moment of [new Date(week * WEEK), new Date((week + 1) * WEEK - 1)]) {
      const [row] = await sql<[{ made: boolean }]>`select passerby.ensure_partition(${moment}) as made`;
      if (row.made) made += 1;
    }
  }
  return made;
}

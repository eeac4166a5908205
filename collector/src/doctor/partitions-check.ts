import type { Queryable } from '../db/connect.ts';
import type { Finding } from './finding.ts';

const DAY = 86_400_000;
/** Days: ids may lie this far ahead, and upkeep makes 60. Between them somebody has stopped running it. */
const NEEDED_DAYS = 14;
const USUAL_DAYS = 45;

const REMEDY = 'Start a collector, which makes them, or have the database do so: call passerby.upkeep()';

/** Whether there are places for the events of today and of the weeks to come. */
export async function partitionsCheck(sql: Queryable, now: () => number): Promise<Finding> {
  const rows = await sql<{ monday: string }[]>`
    select substring(c.relname from '\\d{8}$') as monday
      from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'passerby.raw_events'::regclass and c.relname ~ '^raw_events_\\d{8}$'`;
  const weeks = new Set(rows.map(({ monday }) => Date.parse(`${monday.slice(0, 4)}-${monday.slice(4, 6)}-${monday.slice(6)}`)));
  let end = now();
  for (let week = mondayBefore(end); weeks.has(week); week += 7 * DAY) end = week + 7 * DAY;
  const days = Math.floor((end - now()) / DAY);
  if (days >= USUAL_DAYS) return { check: 'partitions', result: 'ok', detail: `Made for the next ${days} days.` };
  const result = days < NEEDED_DAYS ? 'failed' : 'warning';
  return { check: 'partitions', result, detail: end === now() ? `That of this week is missing. ${REMEDY}.` : `Made for the next ${days} days only. ${REMEDY}.` };
}

/** Partitions begin on Mondays, UTC. */
function mondayBefore(ms: number): number {
  const day = Math.floor(ms / DAY);
  // 1970 began on a Thursday.
  return (day - ((day + 3) % 7)) * DAY;
}

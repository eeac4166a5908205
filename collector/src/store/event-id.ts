import { createHash } from 'node:crypto';

/**
 * Where an event lies. `raw_events` is partitioned by the id, a UUIDv7 that carries its time, so that a resend always meets
 * its first copy. An id whose time is not believable (a device in 1970 or 2099) has no partition: it is rewritten, always in
 * the same way, to an id of time zero, whose place is `raw_events_timeless`.
 *
 * What is believable moves with the clock, so an id can be placed one way today and the other way next week. Near those
 * borders the place carries its twin, the id under which the event would lie if it came before, and the store looks there first.
 *
 * Readers prune by this: a row is timeless, or its id's time lies within {@link ID_TIME_SLACK_MS} of its `ts`.
 */
export interface Place {
  eventId: string;
  /** The other id under which this event may lie already. */
  twinId: string | undefined;
}

const DAY = 86_400_000;
const PAST = 30 * DAY;
const FUTURE = 14 * DAY;
/** Ids further ahead than this may have been beyond {@link FUTURE} when they came first. */
const AHEAD = 3_600_000;
/** An imported event's id may be this far from its time; more than {@link PAST} and a day, so that what came live is found. */
const IMPORT_SLACK = 32 * DAY;
const YEAR_2000 = Date.UTC(2000, 0);

/** No row's id is further than this from its `ts`, but for the timeless ones. */
export const ID_TIME_SLACK_MS = 45 * DAY;

/**
 * For events as they happen.
 * @param id a UUIDv7
 * @param now the collector's clock, ms
 * @param told the event's own timestamp, uncorrected, ms
 */
export function placeLive(id: string, now: number, told: number): Place {
  const own = id.toLowerCase();
  const time = idTime(own);
  if (time > now + FUTURE || time < now - PAST) return { eventId: timelessId(own), twinId: time >= YEAR_2000 ? own : undefined };
  return { eventId: own, twinId: time > now + AHEAD || !agrees(time, told) ? timelessId(own) : undefined };
}

/** For events of any age, as told by their own timestamp `told` (ms). Always looks for what came in live. */
export function placeImported(id: string, told: number): Place {
  const own = id.toLowerCase();
  const time = idTime(own);
  const timeless = timelessId(own);
  return time >= YEAR_2000 && agrees(time, told)
    ? { eventId: own, twinId: timeless }
    : { eventId: timeless, twinId: time >= YEAR_2000 ? own : undefined };
}

function agrees(time: number, told: number): boolean {
  return Math.abs(time - told) <= IMPORT_SLACK;
}

/** Milliseconds since 1970 that a UUIDv7 carries. */
export function idTime(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) * 0x1_0000 + Number.parseInt(id.slice(9, 13), 16);
}

/** A UUIDv7 of time zero made of the id's SHA-256. */
function timelessId(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return `00000000-0000-7${hex.slice(0, 3)}-${variant(hex.slice(3, 4))}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}

function variant(nibble: string): string {
  return ((Number.parseInt(nibble, 16) & 3) | 8).toString(16);
}

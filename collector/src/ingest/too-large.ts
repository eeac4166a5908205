import { LIMITS, type WireEvent } from '../contract/index.ts';

/** UTF-8 needs up to 3 bytes for a UTF-16 code unit, and JSON up to 6 for an escaped one. */
const MOST_BYTES_PER_UNIT = 6;
/** Names of fields, quotes and punctuation. */
const FRAME = 2_048;

/** Whether an event is over LIMITS.eventBytes as JSON; `bodyBytes` is what it came in. Counts exactly only where it is near. */
export function isTooLarge(event: WireEvent, bodyBytes: number): boolean {
  if (bodyBytes <= LIMITS.eventBytes) return false;
  let units = FRAME + (event.context.url?.length ?? 0) + (event.context.referrer?.length ?? 0) + (event.context.title?.length ?? 0) + 5 * LIMITS.utm;
  for (const key in event.properties) {
    const value = event.properties[key];
    units += key.length + 24 + (typeof value === 'string' ? value.length : 0);
  }
  return units * MOST_BYTES_PER_UNIT > LIMITS.eventBytes && Buffer.byteLength(JSON.stringify(event)) > LIMITS.eventBytes;
}

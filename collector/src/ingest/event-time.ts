import { LIMITS } from '../contract/index.ts';

const DAY = 86_400_000;
/** Imports may be of any age, but not from before the web. */
const OLDEST_IMPORT = Date.UTC(1990, 0);

/**
 * When a live event happened, in ms, or undefined where that is longer ago than the collector accepts.
 * The device's clock is believed unless `sent_at` shows it grossly wrong, for small corrections would reorder events by the
 * transit time of their batches. What would lie more than a day ahead is placed at its arrival: it cannot have happened later.
 * @param told the event's own timestamp, ms
 * @param skew the collector's clock minus the sender's at arrival, ms
 */
export function liveEventTime(told: number, skew: number, receivedAt: number): number | undefined {
  const time = Math.abs(skew) > LIMITS.grossSkewMs ? told + skew : told;
  if (time < receivedAt - LIMITS.acceptedAgeMs) return undefined;
  return time > receivedAt + DAY ? receivedAt : time;
}

/** When an imported event happened, in ms, or undefined where no calendar of ours holds it. */
export function importedEventTime(told: number, now: number): number | undefined {
  return told >= OLDEST_IMPORT && told <= now + DAY ? told : undefined;
}

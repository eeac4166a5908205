/** Every bound of the wire, in one place. Lengths are UTF-16 code units, sizes are bytes of UTF-8. */
export const LIMITS = {
  /** Whole body. A browser's beacon holds at most 64 KiB; back ends may batch more. */
  bodyBytes: 1_048_576,
  /** Events in a batch. */
  events: 1_000,
  /** One event as JSON. */
  eventBytes: 32_768,
  eventName: 64,
  properties: 50,
  propertyKey: 64,
  propertyString: 1_000,
  url: 2_048,
  title: 300,
  /** `actor.id`, `actor.user_id`. */
  actorId: 128,
  plan: 64,
  utm: 200,
  userAgent: 512,
  /** Short words: language, time zone, click id name, SDK name and version. */
  word: 64,
  /** An event older than this at its arrival is refused as `too_old`. The tracker gives up a day earlier. */
  acceptedAgeMs: 8 * 86_400_000,
  /** The tracker's time-to-live of a queued event. */
  queueAgeMs: 7 * 86_400_000,
  /** A device clock this far from ours is corrected; less is transit time, and folding that in would reorder events. */
  grossSkewMs: 5 * 60_000,
  /** `Retry-After` is believed up to here. */
  retryAfterMs: 300_000,
  /** A gap this long between neighbours starts a new visit. */
  visitGapMs: 30 * 60_000,
} as const;

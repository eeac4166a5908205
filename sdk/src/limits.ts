/** The bounds the tracker keeps to. Those it shares with the collector's contract are held to it by a test. */

export const PROPERTY_STRING = 1_000;
export const TITLE = 300;
export const UTM = 200;
export const QUEUE_AGE_MS = 7 * 86_400_000;
export const RETRY_AFTER_MS = 300_000;
/** A longer wait than this was never asked for: the clock has jumped. */
export const CLOCK_JUMP_MS = 1_000_000;
export const VISIT_GAP_MS = 30 * 60_000;

/** Events waiting in one tab; the oldest makes room. */
export const QUEUE_EVENTS = 1_000;
/** A beacon holds 64 KiB, head included. */
export const BATCH_BYTES = 60_000;
/** Events are collected this long (no multiple of a beat: what is overdue must not be 0, which is nothing due), */
export const FLUSH_MS = 1_999;
/** or until they are so many. */
export const FLUSH_EVENTS = 20;
/** A request without an answer is given up. */
export const REQUEST_MS = 30_000;
/** The first wait after a failure lies between this and twice this; it doubles from one failure to the next, */
export const BACKOFF_MS = 500;
/** so many times. */
export const BACKOFF_DOUBLINGS = 8;
/** Attempts in a row that nobody answers, before the tracker waits until the page is seen again or the network is back: it may be an ad blocker. */
export const UNANSWERED = 9;
/** How often the tracker looks at the page. */
export const BEAT_MS = 250;
/** Less attention than this waits for more before it is reported. */
export const ENGAGEMENT_MS = 3_000;

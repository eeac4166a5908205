/** The bounds the tracker keeps to. Those shared with the collector are held equal to its contract by a test. */

export const EVENT_BYTES = 32_768;
export const PROPERTIES = 50;
export const PROPERTY_KEY = 64;
export const PROPERTY_STRING = 1_000;
export const URL_LENGTH = 2_048;
export const TITLE = 300;
export const ACTOR_ID = 128;
export const UTM = 200;
export const WORD = 64;
export const QUEUE_AGE_MS = 7 * 86_400_000;
export const RETRY_AFTER_MS = 300_000;
export const VISIT_GAP_MS = 30 * 60_000;

/** Events waiting in one tab; the oldest makes room. */
export const QUEUE_EVENTS = 1_000;
/** A beacon holds 64 KiB, all of a page's together. */
export const BATCH_BYTES = 60_000;
/** Bodies up to here are sent with `keepalive`, which draws on the same 64 KiB. */
export const KEEPALIVE_BYTES = 30_000;
/** Events in a batch, as long as the collector has not answered 413. */
export const BATCH_EVENTS = 500;
/** This many waiting events are sent at once. */
export const FLUSH_EVENTS = 20;
/** Else they are collected for this long. */
export const FLUSH_MS = 2_000;
/** A request without an answer is given up. */
export const REQUEST_MS = 30_000;
/** Attempts in a row that nobody answers, before the tracker waits for the page to be seen or the network to return: it may be an ad blocker. */
export const UNANSWERED = 9;
/** A router sets the title some time after the address. */
export const ROUTE_MS = 100;
/** Less engagement than this is kept and added to the next report. */
export const ENGAGEMENT_MS = 3_000;

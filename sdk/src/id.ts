import { now } from './browser.ts';

/**
 * Milliseconds times 4096, so that the lowest 12 bits count the ids of one millisecond. Never falls, even when the clock does. Not before
 * 2008, for a clock without a battery: from there on it has 14 digits in base 16.
 */
let ticks = 5e15;

/**
 * UUIDv7, rising within a tab. Ids have to be unique, not secret, so `Math.random` will do; `crypto.randomUUID` is missing
 * on pages without TLS. Its number has 14 digits too, the first of which is always 1 and gives way to the variant.
 */
export const uuid = (): string =>
  ('0' + (ticks = Math.max(ticks + 1, now() * 4096)).toString(16) + (5e15 + 4e15 * Math.random()).toString(16)).replace(/(.{8})(.{4})(...)1(.)/, '$1-$2-7$3-800$4-');

import { now } from './browser.ts';

/** Milliseconds times 4096, so that the lowest 12 bits count the ids of one millisecond. Never falls, even when the clock does. */
let ticks = 0;

/**
 * UUIDv7, rising within a tab. Ids have to be unique, not secret, so `Math.random` will do; `crypto.randomUUID` is missing
 * on pages without TLS. The digit 8 is the variant and keeps its highest bit.
 */
export const uuid = (): string =>
  (ticks = Math.max(ticks + 1, now() * 4096)).toString(16).padStart(15, 0 as never).replace(/(.{8})(.{4})/, '$1-$2-7') +
  '-8000-000000000000'.replace(/\d/g, (digit) => ((digit as never) ^ ((Math.random() * 16) & (15 >> ((digit as never) / 4)))).toString(16));

import { now } from './browser.ts';
import { RETRY_AFTER_MS } from './limits.ts';
import { read, write } from './storage.ts';

/** Milliseconds to the next attempt: doubled at each failure, up to 5 minutes, less a random part of up to half. */
export const backoff = (failures: number): number => Math.min(RETRY_AFTER_MS, 1e3 * 2 ** failures) * (1 - Math.random() / 2);

/** `Retry-After`, in seconds or as a date: no tab sends anything until then. Believed up to 5 minutes. */
export const hold = (retryAfter: string): void =>
  write('retry', `${now() + Math.min(RETRY_AFTER_MS, +retryAfter * 1e3 || Date.parse(retryAfter) - now())}`);

/** Milliseconds still to wait. More than was ever asked for means that the clock has jumped. */
export const held = (): number => {
  const left = +(read('retry') || 0) - now();
  return left > RETRY_AFTER_MS || !(left > 0) ? 0 : left;
};

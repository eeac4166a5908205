import { now } from './browser.ts';

/** Milliseconds times 4096, so that the lowest 12 bits count the ids of one millisecond. Never falls, even when the clock does. */
let ticks = 0;

/** UUIDv7, rising within a tab. By `getRandomValues`, since `randomUUID` needs a secure context. */
export const uuid = (): string => {
  ticks = Math.max(ticks + 1, now() * 4096);
  const [random] = [...crypto.getRandomValues(new Uint8Array(8))].reduce(
    ([hex, mask], byte) => [hex + (mask ? (byte & 63) | 128 : byte).toString(16).padStart(2, '0'), 0] as [string, number],
    ['', 1] as [string, number],
  );
  return (ticks.toString(16).padStart(15, '0') + random).replace(/(.{8})(.{4})(.{3})(.{4})/, '$1-$2-7$3-$4-');
};

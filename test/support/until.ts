import { setTimeout as delay } from 'node:timers/promises';

/** Asks until the answer is true, and fails with what was waited for where that takes too long. */
export async function until(what: string, ask: () => boolean | Promise<boolean>, mostMs = 30_000): Promise<void> {
  const end = performance.now() + mostMs;
  while (!await ask()) {
    if (performance.now() > end) throw new Error(`waited ${mostMs} ms in vain until ${what}`);
    await delay(10);
  }
}

import type { Queued } from './queue.ts';

/** The collector takes a mebibyte, and 1,000 events. */
const BATCH_BYTES = 900_000;
const BATCH_EVENTS = 500;

/** The oldest events that fit into one request, one at the least; `largest` of them at the most. */
export function takeBatch(waiting: readonly Queued[], largest: number): Queued[] {
  const batch: Queued[] = [];
  let bytes = 0;
  for (const entry of waiting.slice(0, Math.min(BATCH_EVENTS, largest))) {
    bytes += Buffer.byteLength(entry.json) + 1;
    if (batch.length > 0 && bytes > BATCH_BYTES) break;
    batch.push(entry);
  }
  return batch;
}

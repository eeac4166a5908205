import type { Sql } from '../db/connect.ts';
import { isPartitionMissing, isPassing, isPoison } from './database-errors.ts';
import { insertEvents } from './insert-events.ts';
import { ensurePartitionsOf } from './partitions.ts';
import { findPoison, recordPoison, withoutPoison } from './poison.ts';
import type { Outcome } from './prepared-batch.ts';
import { callOf, rowsOf, type StoreCall } from './store-call.ts';

const MOST_ATTEMPTS = 5;

export interface StoreObserver {
  /** Partitions were missing and have been made. */
  partitionsMade?(count: number): void;
}

/**
 * Stores a group in one transaction, seeing to what passes by itself, to partitions that nobody has made yet and to events
 * that Postgres refuses: those are found, noted in `rejected_events`, and the others stored. Answers by the batches' numbers.
 */
export async function storeGroup(sql: Sql, call: StoreCall, observer: StoreObserver = {}): Promise<Map<number, Outcome>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const accepted = await insertEvents(sql, call);
      return new Map([...accepted].map(([batch, count]) => [batch, { accepted: count, unstorable: [] }]));
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS) throw error;
      if (isPartitionMissing(error)) {
        const made = await ensurePartitionsOf(sql, rowsOf(call).events);
        observer.partitionsMade?.(made);
      } else if (isPoison(error)) {
        return storeWithoutPoison(sql, call, observer);
      } else if (!isPassing(error)) {
        throw error;
      }
    }
  }
}

async function storeWithoutPoison(sql: Sql, call: StoreCall, observer: StoreObserver): Promise<Map<number, Outcome>> {
  const rows = rowsOf(call);
  const poison = await findPoison(sql, rows);
  await recordPoison(sql, rows, poison);
  const outcomes = await storeGroup(sql, callOf(withoutPoison(rows, poison)), observer);
  for (const [batch, outcome] of outcomes) {
    const all = rows.events.filter((event) => event.batch === batch);
    outcome.unstorable = poison.flatMap(({ event }) => event.batch === batch ? [all.indexOf(event)] : []);
  }
  return outcomes;
}

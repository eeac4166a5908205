import type { Sql } from '../db/connect.ts';
import { isPartitionMissing, isPassing, isPoison } from './database-errors.ts';
import { insertEvents } from './insert-events.ts';
import { ensurePartitionsOf } from './partitions.ts';
import { findPoison, recordPoison, withoutPoison } from './poison.ts';
import type { Outcome, PreparedBatch } from './prepared-batch.ts';

const MOST_ATTEMPTS = 5;

export interface StoreObserver {
  /** Partitions were missing and have been made. */
  partitionsMade?(count: number): void;
}

/**
 * Stores a group in one transaction, seeing to what passes by itself, to partitions that nobody has made yet and to events
 * that Postgres refuses: those are found, noted in `rejected_events`, and the others stored.
 */
export async function storeGroup(sql: Sql, group: readonly PreparedBatch[], observer: StoreObserver = {}): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const accepted = await insertEvents(sql, group);
      return accepted.map((count) => ({ accepted: count, unstorable: [] }));
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS) throw error;
      if (isPartitionMissing(error)) {
        const made = await ensurePartitionsOf(sql, group);
        observer.partitionsMade?.(made);
      } else if (isPoison(error)) {
        return storeWithoutPoison(sql, group, observer);
      } else if (!isPassing(error)) {
        throw error;
      }
    }
  }
}

async function storeWithoutPoison(sql: Sql, group: readonly PreparedBatch[], observer: StoreObserver): Promise<Outcome[]> {
  const poison = await findPoison(sql, group);
  await recordPoison(sql, group, poison);
  const outcomes = await storeGroup(sql, withoutPoison(group, poison), observer);
  return outcomes.map(({ accepted }, position) => ({
    accepted,
    unstorable: poison.filter((found) => found.batch === position).map((found) => found.event),
  }));
}

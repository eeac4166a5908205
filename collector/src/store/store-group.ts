import type { Queryable } from '../db/connect.ts';
import { insertEvents } from './insert-events.ts';
import { ensurePartitionsOf } from './partitions.ts';
import type { PreparedBatch } from './prepared-batch.ts';

/** Deadlock, serialization, lock not available: nothing was stored, and the next attempt will do. */
const PASSING = new Set(['40P01', '40001', '55P03']);
const MOST_ATTEMPTS = 5;

export interface StoreObserver {
  /** A partition was missing and has been made. */
  partitionMade?(count: number): void;
}

/** Stores a group, seeing to what passes by itself and to partitions nobody has made yet. Answers how many events of each batch were new. */
export async function storeGroup(sql: Queryable, group: readonly PreparedBatch[], observer: StoreObserver = {}): Promise<number[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insertEvents(sql, group);
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS) throw error;
      if (isPartitionMissing(error)) {
        const made = await ensurePartitionsOf(sql, group);
        observer.partitionMade?.(made);
      } else if (!PASSING.has(codeOf(error))) {
        throw error;
      }
    }
  }
}

/** Postgres reports a missing partition as a violated check, but names no constraint. */
function isPartitionMissing(error: unknown): boolean {
  return codeOf(error) === '23514' && !(error as { constraint_name?: string }).constraint_name;
}

/** SQLSTATE, or Node's own code of a broken connection. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

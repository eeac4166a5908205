import { ProblemError } from '../contract/index.ts';

/** SQLSTATE, or Node's own code of a broken connection; empty where the error is neither. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Deadlock, serialization, lock not available: nothing was stored, and the next attempt will do. */
export function isPassing(error: unknown): boolean {
  return ['40P01', '40001', '55P03'].includes(codeOf(error));
}

/** Postgres reports a missing partition as a violated check, but names no constraint. */
export function isPartitionMissing(error: unknown): boolean {
  return codeOf(error) === '23514' && !(error as { constraint_name?: string }).constraint_name;
}

/** A value that Postgres refuses, whenever it is asked: classes 22 (data), 23 (constraint) and 54 (limit of the program). */
export function isPoison(error: unknown): boolean {
  return /^(22|23|54)...$/.test(codeOf(error)) && !isPartitionMissing(error);
}

/** The database cannot take this now and may later: it is away, stopping, full, read-only, too slow or not set up. A fault of ours has no code. */
export function isAway(error: unknown): boolean {
  return codeOf(error) !== '' && !isPoison(error);
}

/** Answers a sender who asked for something that only the database knows. */
export async function orUnavailable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw isAway(error) ? new ProblemError('database_unavailable', undefined, RETRY_AFTER_SECONDS) : error;
  }
}

/** Seconds after which a sender may try again when the database is away. */
export const RETRY_AFTER_SECONDS = 5;

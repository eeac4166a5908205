import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from '../db/connect.ts';
import { analyzeGrown } from './analyze-grown.ts';
import { cancellable } from './cancellable.ts';

export interface Aggregated {
  /** How many days of sites were computed by this call. */
  siteDays: number;
  ms: number;
}

export interface AggregateOptions {
  /** Seconds of work after which one call of the procedure comes back. Default 60. */
  budgetSeconds?: number;
  /** Stops the work where it is: a day half done is undone and stays in the queue. */
  signal?: AbortSignal;
  /** Called between two calls of the procedure; false ends the work. */
  proceed?: () => Promise<boolean>;
}

/** A day could not be computed. It stays in the queue and is tried again by the next run; the others are done. */
export class AggregationError extends Error {
  override readonly name = 'AggregationError';
  readonly code = 'aggregation_failed';
}

/** Milliseconds to wait for another worker that has the last of the sites. */
const BUSY_MS = 50;

/**
 * Computes every marked day of every site until nothing is left. May run beside itself: a site belongs to one worker at a time.
 * @throws {AggregationError} after everything else is done, where a day failed
 */
export async function aggregate(sql: Sql, options: AggregateOptions = {}): Promise<Aggregated> {
  const started = performance.now();
  let siteDays = 0;
  while (!options.signal?.aborted) {
    const rows = await cancellable(sql<[Run]>`call passerby.aggregate(make_interval(secs => ${options.budgetSeconds ?? 60}::int))`, options.signal);
    if (rows === undefined) break;
    const [run] = rows;
    siteDays += run.site_days;
    if (run.failure !== null) throw new AggregationError(run.failure);
    if (!run.waiting || await options.proceed?.() === false) break;
    if (run.site_days === 0) await delay(BUSY_MS);
  }
  if (siteDays > 0 && !options.signal?.aborted) await analyzeGrown(sql);
  return { siteDays, ms: performance.now() - started };
}

interface Run {
  site_days: number;
  /** Something is still to be done: the budget is spent, or another worker has the site. */
  waiting: boolean;
  failure: string | null;
}

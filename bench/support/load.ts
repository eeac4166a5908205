import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface LoadOptions {
  url: string;
  site: string;
  /** Requests in all. */
  count: number;
  eventsEach: number;
  /** Each has one request under way. */
  connections: number;
  /** Events a second. Without it, as many as are answered. */
  perSecond?: number;
}

export interface LoadResult {
  seconds: number;
  events: number;
  statuses: Record<string, number>;
  /** Milliseconds from request to answer, sorted. */
  times: Float64Array;
}

/** Sends load from a thread of its own. `go` starts it once everything is prepared. */
export async function prepareLoad(options: LoadOptions): Promise<{ go(): Promise<LoadResult> }> {
  const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: options });
  await once(worker, 'message');
  return {
    async go() {
      const result = once(worker, 'message') as Promise<[LoadResult]>;
      worker.postMessage('go');
      return (await result)[0];
    },
  };
}

/** The value below which this share of the sorted times lies, in ms. */
export function percentile(times: Float64Array, share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

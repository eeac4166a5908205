import type { PendingQuery, Row } from 'postgres';

/** Waits for a query, and has Postgres end it when the signal says so: then the answer is undefined. */
export async function cancellable<T extends readonly (Row | undefined)[]>(query: PendingQuery<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal?.aborted) return undefined;
  const cancel = () => query.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await query;
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

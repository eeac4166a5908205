import type { Ack } from '../../../collector/src/contract/index.ts';
import { RETRY_AFTER_MS } from '../limits.ts';

/** What became of a batch. */
export type Answer =
  | { kind: 'acknowledged'; rejected: number[] }
  /** A lasting refusal: the batch as such is not understood. */
  | { kind: 'refused' }
  | { kind: 'too large' }
  /** Nobody answered, or the answer may change. */
  | { kind: 'failed'; error: Error; retryAfterMs: number | undefined };

/** Refusals that are about the sender and not about the batch: a key that is wrong today is put right tomorrow. */
const LATER = new Set([401, 403, 404, 407, 408, 425, 429]);

/** Sends a batch. Never throws. */
export async function post(endpoint: URL, secretKey: string, body: string, requestMs: number): Promise<Answer> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secretKey}` },
      body,
      // A redirect would lose the body.
      redirect: 'error',
      signal: AbortSignal.timeout(requestMs),
    });
    const text = await response.text();
    const { status } = response;
    if (status === 413) return { kind: 'too large' };
    if (status >= 400 && status < 500 && !LATER.has(status)) return { kind: 'refused' };
    // Only what reads as an acknowledgement is one.
    const ack = status === 202 ? (JSON.parse(text) as Ack) : undefined;
    if (ack) return { kind: 'acknowledged', rejected: ack.rejected.map(({ index }) => index) };
    return { kind: 'failed', error: new Error(`The collector answered ${status}: ${text.slice(0, 500)}`), retryAfterMs: readRetryAfter(response.headers.get('retry-after')) };
  } catch (error) {
    return { kind: 'failed', error: error as Error, retryAfterMs: undefined };
  }
}

/** In seconds or as a date; believed up to five minutes. */
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(RETRY_AFTER_MS, Math.max(0, ms));
}

import type { Problem } from '../../../collector/src/contract/index.ts';
import { StatsError } from './stats-error.ts';

/** Milliseconds after which an answer is given up. */
const PATIENCE = 30_000;

/** What is sent, where it is not a GET. */
export interface Sent {
  method: 'POST' | 'DELETE';
  body?: object;
}

/** One request with a bearer token. Every way to fail comes out as a {@link StatsError}. */
export async function fetchJson(url: string, token: string, sent?: Sent): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: sent?.method ?? 'GET',
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(sent?.body ? { 'content-type': 'application/json' } : {}) },
      body: sent?.body ? JSON.stringify(sent.body) : null,
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    throw new StatsError(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'offline');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && (body || sent)) return body;
  const problem = (body ?? {}) as Partial<Problem>;
  throw new StatsError(
    problem.code ?? 'unreadable_answer',
    problem.detail,
    response.status,
    Number(response.headers.get('retry-after')) || 0,
    problem.allowed_by,
  );
}

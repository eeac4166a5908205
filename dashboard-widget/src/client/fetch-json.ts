import type { Problem } from '../../../collector/src/contract/index.ts';
import { StatsError } from './stats-error.ts';

/** Milliseconds after which an answer is given up. */
const PATIENCE = 30_000;

/** One GET with a bearer token. Every way to fail comes out as a {@link StatsError}. */
export async function fetchJson(url: string, token: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    throw new StatsError(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'offline');
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && body) return body;
  const problem = (body ?? {}) as Partial<Problem>;
  throw new StatsError(
    problem.code ?? 'unreadable_answer',
    problem.detail,
    response.status,
    Number(response.headers.get('retry-after')) || 0,
  );
}

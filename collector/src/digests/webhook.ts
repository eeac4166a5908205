import type { DigestFigures } from './figures-of.ts';

const DEADLINE_MS = 10_000;

/** Posts a digest as JSON. `text` is what chat services show. The key is the same at every attempt, so that a receiver can tell. */
export async function postDigest(url: string, key: string, { range, ...figures }: DigestFigures): Promise<void> {
  const { visitors, visits, page_views } = figures.metrics;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ text: `${figures.domain}, ${range.from} to ${range.to}: ${visitors} visitors, ${visits} visits, ${page_views} page views.`, ...range, ...figures }),
    redirect: 'error',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}

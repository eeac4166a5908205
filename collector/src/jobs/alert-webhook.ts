import type { AggregationHealth } from './aggregation-health.ts';

const DEADLINE_MS = 10_000;

/** Posts the state of the aggregation as JSON to an address of the operator's own. `text` is what chat services show. */
export async function alertWebhook(url: string, health: AggregationHealth, send: typeof fetch = fetch): Promise<void> {
  const what = health.state === 'failing' ? `fails: ${health.error}` : `is ${Math.round(health.lagSeconds / 60)} minutes behind`;
  const response = await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `Passerby: the aggregation ${what}.`, ...health }),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
}

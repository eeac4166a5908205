import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import type { Problem } from '../src/contract/index.ts';
import { until } from '../../test/support/until.ts';

let collector: TestCollector;
let key: string;
let headers: Record<string, string>;
beforeAll(async () => {
  collector = await startCollector({ proxied: true, answers: { statementMs: 1_000, deadlineMs: 2_000 } });
  ({ key } = await collector.addSite());
  headers = { authorization: `Bearer ${await collector.token(key, 'admin')}` };
});
afterAll(() => collector.close());

const WHAT = ['summary', 'breakdown?dimension=page', 'export?report=summary'];
async function ask(what: string): Promise<{ status: number; code?: string; retryAfter: string | null; etag: string | null }> {
  const response = await fetch(`${collector.url}/api/stats/${key}/${what}`, { headers });
  const text = await response.text();
  return { status: response.status, ...(response.status !== 200 && { code: (JSON.parse(text) as Problem).code }), retryAfter: response.headers.get('retry-after'), etag: response.headers.get('etag') };
}
const AWAY = { status: 503, code: 'database_unavailable', retryAfter: '5', etag: null };

it('C2 while the database is away questions are answered 503 with Retry-After, and as before when it is back', async () => {
  expect((await ask('summary')).status).toBe(200);
  collector.proxy.refuse();
  for (const what of WHAT) expect(await ask(what)).toEqual(AWAY);
  collector.proxy.pass();
  await until('the figures are back', async () => (await ask('summary')).status === 200);
});

it('C5 a database that says nothing any more holds up neither a question nor, for good, the connections', async () => {
  await Promise.all(Array.from({ length: 8 }, (_, index) => ask(`summary?limit=${index}`)));
  collector.proxy.freeze();
  // More than there are connections.
  expect(await Promise.all(Array.from({ length: 20 }, () => ask('summary?period=7d')))).toEqual(Array.from({ length: 20 }, () => AWAY));
  collector.proxy.pass();
  await until('the figures are back', async () => (await ask('summary?period=7d')).status === 200);
});

it('C5 a question that Postgres takes too long for is given up, and its connection free again', async () => {
  await collector.sql.begin(async (tx) => {
    await tx`lock table passerby.stats_daily in access exclusive mode`;
    expect(await ask('summary?period=90d')).toEqual(AWAY);
    const waiting = await collector.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(0);
  });
  expect((await ask('summary?period=90d')).status).toBe(200);
});

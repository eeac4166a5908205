import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { storeEvents } from '../../test/support/store-events.ts';
import { lateAfterSeconds } from './aggregation-monitor.ts';

const BOUND = { timeout: 20_000, interval: 50 };
const hooks: unknown[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => { body += part.toString(); });
  request.on('end', () => {
    hooks.push(JSON.parse(body));
    response.end();
  });
});
let collector: TestCollector;
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const webhook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`;
  collector = await startCollector({ config: { alertWebhook: webhook, aggregateCron: '5 * * * *' } });
});
afterAll(async () => {
  await collector.close();
  receiver.close();
});

describe('the monitor of the aggregation', () => {
  it('waits for twice the longest pause between two runs', () => {
    expect([lateAfterSeconds('5 * * * *'), lateAfterSeconds('* * * * *'), lateAfterSeconds('0 3 * * *')]).toEqual([7_200, 120, 172_800]);
  });

  it('tells of a failing aggregation by the platform\'s own event, the webhook, the readiness detail and the metrics, once', async () => {
    const site = await collector.addSite();
    await storeEvents(collector.sql, site.site_id, [{ at: '2026-03-10T10:00:00Z' }]);
    await collector.sql`alter table passerby.stats_daily add constraint refuses check (site_id <> ${collector.sql.unsafe(String(site.site_id))})`;
    await expect(collector.aggregate()).rejects.toMatchObject({ code: 'aggregation_failed' });
    await collector.stop();
    await collector.start();
    await vi.waitFor(() => expect(hooks).toHaveLength(1), BOUND);
    expect(hooks[0]).toMatchObject({ state: 'failing', text: expect.stringContaining('aggregation fails'), error: expect.stringContaining('refuses') });
    await vi.waitFor(async () => {
      expect(await collector.sql`select from passerby.raw_events where event = 'analytics.aggregation_failure' and properties->>'error' = 'aggregation_failed'`).toHaveLength(1);
    }, BOUND);
    expect(await (await fetch(`${collector.url}/health/ready`)).json()).toMatchObject({ status: 'ok', aggregation: 'failing' });
    expect(await (await fetch(`${collector.url}/metrics`)).text()).toContain('passerby_aggregation_failing 1');
    await collector.stop();
    await collector.start();
    expect(hooks).toHaveLength(1);
  });
});

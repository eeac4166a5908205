import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Problem, Quality } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';

let database: FreshDatabase;
let stats: StatsApp;
let clock = new Date('2026-03-12T12:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => clock);
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});
const ask = async (key: string) => (await stats.ask<Quality>(`/api/stats/${key}/quality?from=2026-03-10&to=2026-03-11`)).body;

it('quality says who agreed to be counted, by the days of the site', async () => {
  const { siteId, key } = await addTestSite(database.sql, 'Europe/Zurich');
  expect((await ask(key)).consent).toEqual({ asked: 0, granted: 0, denied: 0, coverage: null });
  const choices: [string, Record<string, boolean>][] = [
    ['2026-03-09T23:00:00Z', { analytics: true }], ['2026-03-10T12:00:00Z', { analytics: false, marketing: true }], ['2026-03-10T12:00:00Z', { statistics: true }],
    ['2026-03-11T22:59:59Z', { statistics: false }], ['2026-03-11T23:00:00Z', { analytics: true }], ['2026-03-09T22:59:59Z', { analytics: true }],
  ];
  for (const [at, choice] of choices) {
    await database.sql`
      insert into passerby.consent_records (site_id, record_id, recorded_at, choice, version, chosen_at)
      values (${siteId}, ${randomUUID()}, ${at}, ${database.sql.json(choice)}, '1', ${at})`;
  }
  clock = new Date('2026-03-12T12:01:00Z');
  expect((await ask(key)).consent).toEqual({ asked: 4, granted: 2, denied: 2, coverage: 0.5 });
});

it('quality counts what is stored and what is not, by reason', async () => {
  const { siteId, key } = await addTestSite(database.sql);
  await storeEvents(database.sql, siteId, [
    { at: '2026-03-10T10:00:00Z' }, { at: '2026-03-11T10:00:00Z' }, { at: '2026-03-10T10:00:00Z', visitor: 'bot', columns: { bot: 'crawler' } }, { at: '2026-03-12T10:00:00Z' },
  ]);
  const batch = (at: string, duplicates: number, reasons: Record<string, number> | null, dropped: Record<string, number> | null) => database.sql`
    insert into passerby.event_batches (site_id, batch_id, received_at, accepted, duplicates, rejected, reasons, origin, dropped)
    values (${siteId}, ${randomUUID()}, ${at}, 0, ${duplicates}, 0, ${reasons && database.sql.json(reasons)}, 'browser', ${dropped && database.sql.json(dropped)})`;
  await batch('2026-03-10T00:00:00Z', 2, { too_old: 1, invalid_event: 1 }, null);
  await batch('2026-03-11T23:59:59Z', 1, { too_old: 3 }, { expired: 4, queue_full: 1 });
  await batch('2026-03-12T00:00:00Z', 9, { too_old: 9 }, { expired: 9 });
  await aggregate(database.sql);
  const { events, meta } = await ask(key);
  expect(events).toEqual({
    stored: 2, bots: 1, duplicates: 3, rejected: [{ reason: 'too_old', events: 4 }, { reason: 'invalid_event', events: 1 }],
    dropped_by_trackers: [{ reason: 'expired', events: 4 }, { reason: 'queue_full', events: 1 }],
  });
  expect(meta.approximate).toBe(false);
  const old = await stats.ask<Quality>(`/api/stats/${key}/quality?from=2025-12-01&to=2026-03-11`);
  expect(old.body.meta.approximate).toBe(true);
});

it('quality says how far counting is behind, and does not remember it', async () => {
  const { siteId, key } = await addTestSite(database.sql);
  await aggregate(database.sql);
  expect(await ask(key)).toMatchObject({ lag_seconds: 0, meta: { pending: false } });
  await storeEvents(database.sql, siteId, [{ at: '2026-03-10T10:00:00Z' }]);
  await database.sql`update passerby.aggregation_queue set queued_at = queued_at - interval '90 seconds' where site_id = ${siteId}`;
  const { lag_seconds: lag, meta } = await ask(key);
  expect(lag).toBeGreaterThanOrEqual(90);
  expect(meta.pending).toBe(true);
  await database.sql`update passerby.aggregation_queue set queued_at = queued_at - interval '90 seconds' where site_id = ${siteId}`;
  clock = new Date(clock.getTime() + 60_000);
  expect((await ask(key)).lag_seconds).toBeGreaterThanOrEqual(180);
});

it('quality is of the whole site, and takes no filter', async () => {
  const { key } = await addTestSite(database.sql);
  expect(await stats.ask<Problem>(`/api/stats/${key}/quality?filter=country:is:CH`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
});

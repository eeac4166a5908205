import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents, type TestEvent } from '../../test/support/store-events.ts';
import type { BuilderActivity, Problem } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { erasePerson } from '../privacy/erase-person.ts';

let database: FreshDatabase;
let stats: StatsApp;
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date('2026-03-20T12:00:00Z'));
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

const act = (at: string, user: string, event: string): TestEvent => ({ at: `2026-03-${at}Z`, event, visitor: user, columns: { user_id: user } });
/** Ann is new and published at once, Ben is new and published too late, Cid was here before, Dan's back end told of him. */
const ACTIONS: TestEvent[] = [
  act('01T10:00:00', 'cid', 'builder.page_edited'),
  act('10T09:00:00', 'ann', 'builder.site_created'), act('10T09:10:00', 'ann', 'builder.page_edited'), act('11T09:00:00', 'ann', 'builder.page_edited'), act('16T23:59:59', 'ann', 'builder.site_published'),
  act('10T10:00:00', 'ben', 'builder.site_created'), act('17T00:00:00', 'ben', 'builder.site_published'),
  act('12T10:00:00', 'cid', 'builder.page_edited'), act('12T10:01:00', 'cid', 'builder.site_published'),
  { at: '2026-03-12T11:00:00Z', event: 'builder.page_edited', visitor: null, columns: { user_id: 'dan', actor_type: 'user' } },
  // Not the builder, not logged in, and not a person.
  act('10T09:00:00', 'eve', 'page_view'), { at: '2026-03-10T09:00:00Z', event: 'builder.page_edited', visitor: 'anonymous' },
  { at: '2026-03-10T09:00:00Z', event: 'builder.page_edited', visitor: 'bot', columns: { user_id: 'bot', bot: 'crawler' } }, act('10T09:00:00', 'fay', 'builderx.page_edited'),
];

async function siteOf(events: TestEvent[]): Promise<{ siteId: number; ask: (query: string) => Promise<BuilderActivity> }> {
  const { siteId, key } = await addTestSite(database.sql);
  await storeEvents(database.sql, siteId, events);
  await aggregate(database.sql);
  return { siteId, ask: async (query) => (await stats.ask<BuilderActivity>(`/api/stats/${key}/builder?${query}`)).body };
}

it('builder activity tells who acts and publishes, who is new, and who of them publishes within seven days', async () => {
  const { ask } = await siteOf(ACTIONS);
  const { meta, points, features, ...figures } = await ask('from=2026-03-10&to=2026-03-12');
  expect(figures).toEqual({
    interval: 'day', active_builders: 4, actions: 7, actions_per_builder: 7 / 4, publishers: 1, publish_rate: 1 / 4, new_builders: 3, activated: 1, activation_rate: 1 / 3,
  });
  expect(points).toEqual([
    { t: '2026-03-10', active_builders: 2, actions: 3, partial: false }, { t: '2026-03-11', active_builders: 1, actions: 1, partial: false }, { t: '2026-03-12', active_builders: 2, actions: 3, partial: false },
  ]);
  expect(features).toEqual([
    { value: 'builder.page_edited', builders: 3, actions: 4 }, { value: 'builder.site_created', builders: 2, actions: 2 }, { value: 'builder.site_published', builders: 1, actions: 1 },
  ]);
  expect(meta).toMatchObject({ from: '2026-03-10', approximate: false });
});

it('builder activity counts a builder once a week or month, and compares', async () => {
  const { ask } = await siteOf(ACTIONS);
  const weeks = await ask('from=2026-03-01&to=2026-03-20&interval=week&compare=custom&compare_from=2026-03-01&compare_to=2026-03-09');
  expect(weeks.points.map(({ t, active_builders, actions, partial }) => [t, active_builders, actions, partial])).toEqual([
    ['2026-02-23', 1, 1, false], ['2026-03-02', 0, 0, false], ['2026-03-09', 4, 7, false], ['2026-03-16', 2, 2, true],
  ]);
  expect(weeks.previous).toMatchObject({ from: '2026-03-01', to: '2026-03-09', active_builders: 1, actions: 1, new_builders: 1, activated: 0, publish_rate: 0 });
  expect((await ask('from=2026-03-01&to=2026-03-20&interval=month')).points).toEqual([{ t: '2026-03-01', active_builders: 4, actions: 10, partial: true }]);
  expect(await ask('from=2025-03-01&to=2025-03-02')).toMatchObject({ active_builders: 0, actions_per_builder: 0, publish_rate: 0, activation_rate: 0, features: [] });
});

it('builder activity follows late events, and erasure', async () => {
  const { siteId, ask } = await siteOf(ACTIONS);
  await storeEvents(database.sql, siteId, [act('02T10:00:00', 'ben', 'builder.page_edited')]);
  await aggregate(database.sql);
  expect(await ask('from=2026-03-10&to=2026-03-12')).toMatchObject({ active_builders: 4, new_builders: 2 });
  await erasePerson(database.sql, siteId, { userId: 'ann' });
  expect(await ask('from=2026-03-10&to=2026-03-12')).toMatchObject({ active_builders: 3, actions: 4, new_builders: 1, activated: 0 });
});

it('builder activity remembers who was there before when what they did is no longer kept, and says so', async () => {
  const { siteId, ask } = await siteOf(ACTIONS);
  await database.sql`update passerby.aggregation_state set visits_from = '2026-03-12', raw_from = '2026-03-12', version = version + 1 where site_id = ${siteId}`;
  await database.sql`call passerby.expire()`;
  const kept = await database.sql<{ user_id: string; day: string }[]>`select distinct user_id, day from passerby.builder_days where site_id = ${siteId} and day < '2026-03-12' order by user_id`;
  expect(kept.map(({ user_id, day }) => [user_id, day])).toEqual([['ann', '2026-03-10'], ['ben', '2026-03-10'], ['cid', '2026-03-01']]);
  expect(await ask('from=2026-03-12&to=2026-03-17')).toMatchObject({ active_builders: 4, new_builders: 1, meta: { approximate: false } });
  expect((await ask('from=2026-03-11&to=2026-03-12')).meta.approximate).toBe(true);
  await erasePerson(database.sql, siteId, { userId: 'cid' });
  expect(await database.sql`select from passerby.builder_days where site_id = ${siteId} and user_id = 'cid'`).toHaveLength(0);
});

it('builder activity is of accounts, and takes neither a filter nor hours', async () => {
  const { key } = await addTestSite(database.sql);
  for (const query of ['filter=country:is:CH', 'interval=hour']) {
    expect(await stats.ask<Problem>(`/api/stats/${key}/builder?${query}`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  }
});

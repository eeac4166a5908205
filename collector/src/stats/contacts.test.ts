import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Breakdown, Contacts } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';

let database: FreshDatabase;
let stats: StatsApp;
let key: string;
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date('2026-03-12T12:00:00Z'));
  const site = await addTestSite(database.sql, 'Europe/Zurich');
  key = site.key;
  await storeEvents(database.sql, site.siteId, [
    { at: '2026-03-09T10:00:00Z', visitor: 'zoe', event: 'contact_submitted' },
    { at: '2026-03-10T10:00:00Z', columns: { source: 'Google' } }, { at: '2026-03-10T10:01:00Z', event: 'contact_submitted' }, { at: '2026-03-10T10:02:00Z', event: 'work_enquiry' },
    // Another day in Zurich, and a visit of its own without a source.
    { at: '2026-03-11T23:30:00Z', event: 'contact_submitted' },
    { at: '2026-03-11T10:00:00Z', visitor: 'ben', columns: { source: 'Google' } }, { at: '2026-03-11T10:01:00Z', visitor: 'ben', event: 'work_enquiry' },
    { at: '2026-03-11T10:00:00Z', visitor: 'cleo' }, { at: '2026-03-11T10:00:00Z', visitor: 'dora', event: 'contact_form_opened' },
    { at: '2026-03-11T10:00:00Z', visitor: 'bot', event: 'contact_submitted', columns: { bot: 'crawler' } },
  ]);
  await aggregate(database.sql);
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});
const ask = async (query = '') => (await stats.ask<Contacts>(`/api/stats/${key}/contacts?from=2026-03-10&to=2026-03-12${query}`)).body;

it('contacts count what was sent, by how many, on which local days and from which sources', async () => {
  const { submissions, visitors, contact_rate, points, sources, meta } = await ask();
  expect({ submissions, visitors, contact_rate }).toEqual({ submissions: 4, visitors: 2, contact_rate: 0.5 });
  expect(points).toEqual([{ t: '2026-03-10', submissions: 2, partial: false }, { t: '2026-03-11', submissions: 1, partial: false }, { t: '2026-03-12', submissions: 1, partial: true }]);
  expect(sources).toEqual([{ value: 'Google', submissions: 3, visitors: 2 }, { value: '', submissions: 1, visitors: 1 }]);
  expect(meta).toMatchObject({ from: '2026-03-10', to: '2026-03-12', approximate: false });
});

it('contacts agree with the list of events', async () => {
  const { rows } = (await stats.ask<Breakdown>(`/api/stats/${key}/breakdown?from=2026-03-10&to=2026-03-12&dimension=event`)).body;
  const sent = rows.filter((row) => row.value === 'contact_submitted' || row.value === 'work_enquiry').reduce((sum, row) => sum + row.events, 0);
  expect(sent).toBe((await ask()).submissions);
});

it('contacts are compared, and filtered as visits are', async () => {
  expect((await ask('&compare=previous')).previous).toEqual({ from: '2026-03-07', to: '2026-03-09', submissions: 1, visitors: 1, contact_rate: 1 });
  expect(await ask()).not.toHaveProperty('previous');
  expect(await ask('&filter=source:is:Google')).toMatchObject({ submissions: 3, visitors: 2, contact_rate: 1, sources: [{ value: 'Google' }] });
  expect(await ask('&filter=source:is:nowhere')).toMatchObject({ submissions: 0, visitors: 0, contact_rate: 0, sources: [] });
});

it('contacts of days whose visits are gone say that they are not exact', async () => {
  await database.sql`update passerby.aggregation_state set visits_from = '2026-03-11', version = version + 1`;
  expect((await ask()).meta.approximate).toBe(true);
  expect((await stats.ask<Contacts>(`/api/stats/${key}/contacts?from=2026-03-11&to=2026-03-12`)).body.meta.approximate).toBe(false);
});

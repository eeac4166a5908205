import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Contacts, Summary, Timeseries } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';

let database: FreshDatabase;
let stats: StatsApp;
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date('2026-12-01T00:00:00Z'));
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

/** Zone, day on which its clocks change, UTC start and end of that day, and how many hours a clock on the wall shows. */
const CHANGES: [string, string, string, string, number][] = [
  ['Europe/Zurich', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 23],
  ['Europe/Zurich', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 25],
  ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', 23],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', 25],
  ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', 25],
  ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00Z', '2026-10-04T13:00:00Z', 24],
  ['America/Havana', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', 23],
];

it.each(CHANGES)('%s, %s: the day is as long as it is, and its hours sum up to it', async (zone, day, start, end, hours) => {
  const { siteId, key } = await addTestSite(database.sql, zone);
  // Every ten minutes from the hour before the day to the hour after it, each by another visitor.
  const ticks = Array.from({ length: (Date.parse(end) - Date.parse(start)) / 600_000 + 12 }, (_, n) => new Date(Date.parse(start) - 3_600_000 + n * 600_000).toISOString());
  await storeEvents(database.sql, siteId, ticks.map((at) => ({ at, visitor: at, event: 'contact_submitted' })));
  await aggregate(database.sql);
  const ask = async <T>(what: string) => (await stats.ask<T>(`/api/stats/${key}/${what}from=${day}&to=${day}`)).body;

  const { metrics } = await ask<Summary>('summary?');
  const inside = ticks.filter((at) => at >= start.replace('Z', '.000Z') && at < end.replace('Z', '.000Z')).length;
  expect(metrics).toMatchObject({ visitors: inside, events: inside });
  const { points } = await ask<Timeseries>('timeseries?interval=hour&');
  expect(points).toHaveLength(hours);
  expect(points.reduce((sum, point) => sum + point.events, 0)).toBe(inside);
  expect(new Set(points.map((point) => point.t)).size).toBe(hours);
  expect(points.every((point) => point.events > 0)).toBe(true);
  expect(points.map((point) => Date.parse(point.t))).toEqual(points.map((point) => Date.parse(point.t)).toSorted((a, b) => a - b));
  expect((await ask<Contacts>('contacts?')).points).toEqual([{ t: day, submissions: inside, partial: false }]);
});

it('a range over a change of the clocks is compared with one of as many days', async () => {
  const { siteId, key } = await addTestSite(database.sql, 'Europe/Zurich');
  await storeEvents(database.sql, siteId, [{ at: '2026-03-27T23:30:00Z' }, { at: '2026-03-28T22:59:59Z', visitor: 'ben' }, { at: '2026-03-28T23:00:00Z', visitor: 'cleo' }, { at: '2026-03-29T21:59:59Z', visitor: 'dora' }]);
  await aggregate(database.sql);
  const { body } = await stats.ask<Timeseries>(`/api/stats/${key}/timeseries?from=2026-03-29&to=2026-03-29&compare=previous&interval=hour`);
  const seen = (series: Pick<Timeseries, 'points'>) => series.points.filter((point) => point.visits > 0).map((point) => point.t);
  expect([body.points.length, seen(body)]).toEqual([23, ['2026-03-29T00:00:00+01:00', '2026-03-29T23:00:00+02:00']]);
  expect([body.previous?.from, body.previous?.points.length, body.previous && seen(body.previous)]).toEqual(['2026-03-28', 24, ['2026-03-28T00:00:00+01:00', '2026-03-28T23:00:00+01:00']]);
});

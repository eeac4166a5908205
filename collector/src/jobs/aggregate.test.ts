import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { addTestSite, nameToUuid, storeEvents, type TestEvent } from '../../test/support/store-events.ts';
import { summary } from '../stats/summary.ts';
import { toMetrics } from '../stats/figures.ts';
import { aggregate } from './aggregate.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

const figures = async (siteId: number, from: string, to = from) => toMetrics(await summary(database.sql, siteId, { from, to }, []));

async function siteWith(events: TestEvent[], timezone = 'UTC') {
  const { siteId } = await addTestSite(database.sql, timezone);
  await storeEvents(database.sql, siteId, events);
  await aggregate(database.sql);
  return siteId;
}

const view = (at: string, rest: Partial<TestEvent> = {}): TestEvent => ({ at, ...rest });

describe('visits', () => {
  it('holds the worked example of the metric definitions: a visit over midnight, and a second one after 30 minutes', async () => {
    const site = await siteWith([
      view('2026-03-10T23:50:00Z'), view('2026-03-11T00:05:00Z'),
      view('2026-03-11T00:10:00Z', { event: 'contact_sent' }), view('2026-03-11T00:40:00Z'),
    ]);
    expect(await figures(site, '2026-03-10')).toMatchObject({ visits: 1, page_views: 1, visitors: 1, visit_duration: 1200, bounce_rate: 0 });
    expect(await figures(site, '2026-03-11')).toMatchObject({ visits: 1, page_views: 2, visitors: 1, visit_duration: 0, bounce_rate: 1 });
    expect(await figures(site, '2026-03-10', '2026-03-11')).toMatchObject({
      visitors: 1, visits: 2, page_views: 3, bounce_rate: 0.5, visit_duration: 600, events: 4, views_per_visit: 1.5,
    });
    const hours = await database.sql`select hour, visits from passerby.visits where site_id = ${site} and visits = 1 order by hour`;
    expect(hours.map((row) => row['hour'])).toEqual([new Date('2026-03-10T23:00:00Z'), new Date('2026-03-11T00:00:00Z')]);
  });

  it('begins a new visit after a gap of exactly 30 minutes, and not a millisecond before', async () => {
    const at = await siteWith([view('2026-03-10T10:00:00.000Z'), view('2026-03-10T10:30:00.000Z')]);
    const before = await siteWith([view('2026-03-10T10:00:00.000Z'), view('2026-03-10T10:29:59.999Z')]);
    expect((await figures(at, '2026-03-10')).visits).toBe(2);
    expect((await figures(before, '2026-03-10')).visits).toBe(1);
  });

  it('lets the visit id decide where the tracker gave one', async () => {
    const site = await siteWith([
      view('2026-03-10T10:00:00Z', { visit: 'one' }), view('2026-03-10T10:05:00Z', { visit: 'two' }),
      view('2026-03-10T11:00:00Z', { visit: 'one' }),
      view('2026-03-10T23:00:00Z', { visit: 'three' }), view('2026-03-11T00:30:00Z', { visit: 'three' }),
    ]);
    expect(await figures(site, '2026-03-10', '2026-03-11')).toMatchObject({ visits: 3, visit_duration: (3600 + 0 + 5400) / 3 });
    expect(await figures(site, '2026-03-11')).toMatchObject({ visits: 0, page_views: 1, visitors: 1 });
  });

  it('keeps two visitors apart who bring the same visit id', async () => {
    const site = await siteWith([view('2026-03-10T10:00:00Z', { visit: 'one' }), view('2026-03-10T10:05:00Z', { visit: 'one', visitor: 'ben' })]);
    expect(await figures(site, '2026-03-10')).toMatchObject({ visits: 2, visitors: 2 });
  });

  it('adds an event without a visit id to the visit that goes on around it', async () => {
    const site = await siteWith([
      view('2026-03-10T10:00:00Z', { visit: 'one' }), view('2026-03-10T10:20:00Z', { event: 'order_paid' }),
      view('2026-03-10T10:49:00Z', { event: 'order_sent' }), view('2026-03-10T11:19:00Z', { event: 'order_rated' }),
    ]);
    expect(await figures(site, '2026-03-10')).toMatchObject({ visits: 2, bounce_rate: 0, visit_duration: (49 * 60) / 2 });
  });

  it('counts no bounce where anything but engagement happened, and lets engagement prolong the visit', async () => {
    const engaged = await siteWith([view('2026-03-10T10:00:00Z'), view('2026-03-10T10:00:40Z', { event: 'engagement', columns: { engaged_ms: 38_000 } })]);
    const silent = await siteWith([view('2026-03-10T10:00:00Z', { event: 'contact_sent' })]);
    expect(await figures(engaged, '2026-03-10')).toMatchObject({ bounce_rate: 1, visit_duration: 40, page_views: 1, events: 2 });
    expect(await figures(silent, '2026-03-10')).toMatchObject({ bounce_rate: 0, visits: 1, page_views: 0 });
  });

  it('takes source and place from the first event, entry and exit page from the first and last view', async () => {
    const site = await siteWith([
      view('2026-03-10T10:02:00Z', { path: '/last', columns: { source: 'Bing', country: 'FR' } }),
      view('2026-03-10T10:00:00Z', { path: '/first', columns: { source: 'Google', country: 'CH' } }),
      view('2026-03-10T10:03:00Z', { path: '/other', event: 'contact_sent' }),
    ]);
    const [row] = await database.sql`select entry_page, exit_page, source, country from passerby.visits where site_id = ${site}`;
    expect(row).toEqual({ entry_page: '/first', exit_page: '/last', source: 'Google', country: 'CH' });
  });

  it('keeps events of no person out of visits and visitors, and those of bots out of everything but their own count', async () => {
    const site = await siteWith([
      view('2026-03-10T10:00:00Z', { visitor: null, event: 'plan.upgraded' }),
      view('2026-03-10T10:00:00Z', { columns: { bot: 'crawler' } }),
    ]);
    expect(await figures(site, '2026-03-10')).toMatchObject({ visitors: 0, visits: 0, page_views: 0, events: 1 });
    const [day] = await database.sql`select bots, events from passerby.stats_daily where site_id = ${site}`;
    expect(day).toEqual({ bots: 1, events: 1 });
  });

  it('ends a visit that never pauses with the local day after its start', async () => {
    const everyTwentyMinutes = Array.from({ length: 4 * 72 }, (_, i) => view(new Date(Date.UTC(2026, 2, 10, 12) + i * 20 * 60_000).toISOString()));
    const site = await siteWith(everyTwentyMinutes);
    const perDay = await Promise.all(['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14'].map((day) => figures(site, day)));
    expect(perDay.map((day) => day.visits)).toEqual([1, 0, 1, 1, 1]);
  });
});

describe('late events', () => {
  it('merge the visits on both sides of midnight when they fill the gap', async () => {
    const site = await siteWith([view('2026-03-10T23:35:00Z'), view('2026-03-11T00:20:00Z')]);
    expect((await figures(site, '2026-03-10', '2026-03-11')).visits).toBe(2);
    await storeEvents(database.sql, site, [view('2026-03-11T00:01:00Z')]);
    await aggregate(database.sql);
    expect(await figures(site, '2026-03-10')).toMatchObject({ visits: 1, visit_duration: 2700, bounce_rate: 0 });
    expect(await figures(site, '2026-03-11')).toMatchObject({ visits: 0, page_views: 2 });
  });

  it('undo a visit over midnight when they are deleted again', async () => {
    const site = await siteWith([view('2026-03-10T23:35:00Z'), view('2026-03-11T00:01:00Z', { id: 'bridge' }), view('2026-03-11T00:20:00Z')]);
    expect((await figures(site, '2026-03-10', '2026-03-11')).visits).toBe(1);
    await database.sql`delete from passerby.raw_events where site_id = ${site} and ts = '2026-03-11T00:01:00Z'`;
    await database.sql`insert into passerby.aggregation_queue (site_id, day) values (${site}, '2026-03-11')`;
    await aggregate(database.sql);
    expect(await figures(site, '2026-03-10')).toMatchObject({ visits: 1, visit_duration: 0, bounce_rate: 1 });
    expect(await figures(site, '2026-03-11')).toMatchObject({ visits: 1, page_views: 1 });
  });

  it('change the day before when they give its visit an earlier start', async () => {
    const site = await siteWith([view('2026-03-10T23:50:00Z'), view('2026-03-11T00:10:00Z')]);
    await storeEvents(database.sql, site, [view('2026-03-10T23:30:00Z', { columns: { source: 'Google' } })]);
    await aggregate(database.sql);
    const rows = await database.sql`select distinct source, started_at from passerby.visits where site_id = ${site}`;
    expect([...rows]).toEqual([{ source: 'Google', started_at: new Date('2026-03-10T23:30:00Z') }]);
  });
});

describe('distinct visitors of closed days', () => {
  const visitors = async (siteId: number, from: string, to: string) => (await figures(siteId, from, to)).visitors;

  it('count somebody once who comes back, over every range', async () => {
    const site = await siteWith(['2026-03-10', '2026-03-12', '2026-03-15'].map((day) => view(`${day}T10:00:00Z`)));
    await storeEvents(database.sql, site, [view('2026-03-12T10:00:00Z', { visitor: 'ben' }), view('2026-03-15T10:00:00Z', { visitor: 'today', kept: false })]);
    await aggregate(database.sql);
    expect(await visitors(site, '2026-03-10', '2026-03-15')).toBe(3);
    expect(await visitors(site, '2026-03-11', '2026-03-14')).toBe(2);
    expect(await visitors(site, '2026-03-13', '2026-03-15')).toBe(2);
    expect(await visitors(site, '2026-03-13', '2026-03-14')).toBe(0);
    const [row] = await database.sql`select gaps, returned, closed from passerby.stats_daily where site_id = ${site} and day = '2026-03-15'`;
    expect(row).toEqual({ gaps: [3], returned: [1], closed: true });
  });

  it('change on later days when an event arrives late, or goes', async () => {
    const site = await siteWith([view('2026-03-12T10:00:00Z')]);
    await storeEvents(database.sql, site, [view('2026-03-10T10:00:00Z')]);
    await aggregate(database.sql);
    expect(await visitors(site, '2026-03-10', '2026-03-12')).toBe(1);
    await database.sql`delete from passerby.raw_events where site_id = ${site} and ts = '2026-03-10T10:00:00Z'`;
    await database.sql`insert into passerby.aggregation_queue (site_id, day) values (${site}, '2026-03-10')`;
    await aggregate(database.sql);
    expect(await visitors(site, '2026-03-10', '2026-03-12')).toBe(1);
    expect(await visitors(site, '2026-03-11', '2026-03-12')).toBe(1);
  });

  it('leave the day that is not over open, and count it from its visits', async () => {
    const later = new Date(Date.now() + 86_400_000).toISOString();
    const site = await siteWith([view(later), view('2026-03-10T10:00:00Z'), view(later, { visitor: 'ben' })]);
    const open = await database.sql`select day from passerby.stats_daily where site_id = ${site} and not closed`;
    expect(open.map((row) => row['day'])).toEqual([later.slice(0, 10)]);
    expect(await visitors(site, '2026-03-10', later.slice(0, 10))).toBe(2);
  });

  it('hold for pages too, where a visit goes on after midnight with other pages than before', async () => {
    const site = await siteWith([view('2026-03-10T23:50:00Z', { path: '/a' }), view('2026-03-11T00:05:00Z', { path: '/b', id: 'replaced' }), view('2026-03-11T00:06:00Z', { path: '/c' })]);
    const pagesOf = async () => (await database.sql`
      select value, visits from passerby.stats_daily_dimensions where site_id = ${site} and day = '2026-03-10' and dimension = 'page' order by value`).map((row) => [row['value'], row['visits']]);
    expect(await pagesOf()).toEqual([['/a', 1], ['/b', 1], ['/c', 1]]);
    await database.sql`delete from passerby.raw_events where site_id = ${site} and path = '/b'`;
    await storeEvents(database.sql, site, [view('2026-03-11T00:05:00Z', { path: '/d', id: 'replaced' })]);
    await aggregate(database.sql);
    expect(await pagesOf()).toEqual([['/a', 1], ['/c', 1], ['/d', 1]]);
  });
});

describe('aggregation', () => {
  it('changes nothing when a day is computed again', async () => {
    const site = await siteWith([view('2026-03-10T23:50:00Z', { path: '/a' }), view('2026-03-11T00:05:00Z', { path: '/b' }), view('2026-03-11T09:00:00Z', { visitor: 'ben' })]);
    const snapshot = () => database.sql`select * from passerby.visits where site_id = ${site} order by day, hour, visit`;
    const before = await snapshot();
    await database.sql`insert into passerby.aggregation_queue (site_id, day) values (${site}, '2026-03-10'), (${site}, '2026-03-11')`;
    expect((await aggregate(database.sql)).siteDays).toBe(2);
    expect(await snapshot()).toEqual(before);
    expect((await aggregate(database.sql)).siteDays).toBe(0);
  });

  it('removes the figures of a day whose last event is gone', async () => {
    const site = await siteWith([view('2026-03-10T10:00:00Z')]);
    await database.sql`delete from passerby.raw_events where site_id = ${site}`;
    await database.sql`insert into passerby.aggregation_queue (site_id, day) values (${site}, '2026-03-10')`;
    await aggregate(database.sql);
    for (const table of ['visits', 'stats_hourly', 'stats_daily']) {
      expect(await database.sql`select from passerby.${database.sql(table)} where site_id = ${site}`).toHaveLength(0);
    }
  });

  it('computes the rest, tells of it and keeps the mark when a day fails', async () => {
    const { siteId: broken } = await addTestSite(database.sql);
    await storeEvents(database.sql, broken, [view('2026-03-10T10:00:00Z')]);
    await database.sql`alter table passerby.stats_daily add constraint refuses check (site_id <> ${database.sql.unsafe(String(broken))})`;
    const { siteId: sound } = await addTestSite(database.sql);
    await storeEvents(database.sql, sound, [view('2026-03-10T10:00:00Z')]);
    await expect(aggregate(database.sql)).rejects.toMatchObject({ code: 'aggregation_failed', message: expect.stringContaining(`site ${broken}, 2026-03-10`) });
    expect((await figures(sound, '2026-03-10')).visits).toBe(1);
    expect((await figures(broken, '2026-03-10')).visits).toBe(0);
    await database.sql`alter table passerby.stats_daily drop constraint refuses`;
    await aggregate(database.sql);
    expect((await figures(broken, '2026-03-10')).visits).toBe(1);
    const [failure] = await database.sql`select error from passerby.aggregation_runs where error is not null`;
    expect(failure?.['error']).toContain('refuses');
  });

  it('finds the events of ids that carry no time', async () => {
    const { siteId } = await addTestSite(database.sql);
    await database.sql`
      insert into passerby.raw_events (site_id, event_id, ts, event, actor_type, visitor, visitor_kept)
      values (${siteId}, '00000000-0000-7000-8000-000000000001', '2026-03-10T10:00:00Z', 'page_view', 'visitor', ${nameToUuid('anna')}, true)`;
    await database.sql`insert into passerby.aggregation_queue (site_id, day) values (${siteId}, '2026-03-10')`;
    await aggregate(database.sql);
    expect((await figures(siteId, '2026-03-10')).page_views).toBe(1);
  });
});

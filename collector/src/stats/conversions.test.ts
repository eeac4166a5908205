import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Breakdown, Funnel, Funnels, Goals, PlanAdoption, Problem, PropertyDimension, Summary } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { addFunnel } from '../sites/funnels.ts';
import { addGoal, removeGoal } from '../sites/goals.ts';
import { walkFunnel, type Hits } from './funnel-walk.ts';

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
const RANGE = 'from=2026-03-10&to=2026-03-12';

describe('goals', () => {
  it('count events that meet them by name, path and properties, and the visitors who did', async () => {
    const { sql } = database;
    const { siteId, key } = await addTestSite(sql);
    await storeEvents(sql, siteId, [
      { at: '2026-03-10T10:00:00Z', path: '/works/7', columns: { source: 'Google' } },
      { at: '2026-03-10T10:01:00Z', event: 'contact_submitted', path: '/works/7', columns: { properties: { form: 'enquiry', urgent: true } } },
      { at: '2026-03-11T10:00:00Z', event: 'contact_submitted', path: '/about', columns: { properties: { form: 'enquiry' } } },
      { at: '2026-03-11T10:00:00Z', visitor: 'ben', event: 'contact_submitted', path: '/works/9', columns: { properties: { form: 'newsletter' } } },
      { at: '2026-03-12T10:00:00Z', visitor: 'cleo', path: '/works_7' },
      { at: '2026-03-12T10:00:00Z', visitor: 'bot', event: 'contact_submitted', columns: { bot: 'crawler' } },
    ]);
    const contact = await addGoal(sql, siteId, { name: 'Contact', event: 'contact_submitted' });
    const enquiry = await addGoal(sql, siteId, { name: 'Urgent enquiry', event: 'contact_submitted', properties: { form: 'enquiry', urgent: true } });
    const works = await addGoal(sql, siteId, { name: 'Contact from a work', event: 'contact_submitted', path: '/works/*' });
    const never = await addGoal(sql, siteId, { name: 'Never', event: 'purchase' });
    await aggregate(sql);
    const ask = async (query = '') => (await stats.ask<Goals>(`/api/stats/${key}/goals?${RANGE}${query}`)).body;
    const { visitors, goals } = await ask();
    expect(visitors).toBe(3);
    expect(goals).toEqual([
      { goal_id: contact, name: 'Contact', visitors: 2, conversions: 3, conversion_rate: 2 / 3 },
      { goal_id: enquiry, name: 'Urgent enquiry', visitors: 1, conversions: 1, conversion_rate: 1 / 3 },
      { goal_id: works, name: 'Contact from a work', visitors: 2, conversions: 2, conversion_rate: 2 / 3 },
      { goal_id: never, name: 'Never', visitors: 0, conversions: 0, conversion_rate: 0 },
    ]);
    // By source, and the other way round: the visits that converted.
    expect((await ask('&filter=source:is:Google')).goals[0]).toMatchObject({ visitors: 1, conversions: 1, conversion_rate: 1 });
    const converted = await stats.ask<Summary>(`/api/stats/${key}/summary?${RANGE}&filter=goal:is:${works}`);
    expect(converted.body.metrics).toMatchObject({ visits: 2, visitors: 2, page_views: 1 });
    const { body: { previous } } = await stats.ask<Goals>(`/api/stats/${key}/goals?from=2026-03-11&to=2026-03-12&compare=custom&compare_from=2026-03-10&compare_to=2026-03-10`);
    expect(previous).toMatchObject({ from: '2026-03-10', to: '2026-03-10', visitors: 1, goals: [{ goal_id: contact, visitors: 1, conversions: 1, conversion_rate: 1 }, { goal_id: enquiry }, { goal_id: works }, { goal_id: never, conversions: 0 }] });
    await removeGoal(sql, siteId, contact);
    await aggregate(sql);
    expect((await ask()).goals.map((goal) => goal.goal_id)).toEqual([enquiry, works, never]);
  });
});

describe('declared properties', () => {
  it('are dimensions to break down and filter by, in the past too, and only when they are declared', async () => {
    const { sql } = database;
    const { siteId, key } = await addTestSite(sql);
    const click = (at: string, visitor: string, properties: Record<string, string | number | boolean>) => ({ at, visitor, event: 'work_enquiry', columns: { properties } });
    await storeEvents(sql, siteId, [
      click('2026-03-10T10:00:00Z', 'anna', { work: 'Blue: I', price: 12.5 }), click('2026-03-11T10:00:00Z', 'anna', { work: 'Blue: I', price: 12.5 }),
      click('2026-03-11T10:01:00Z', 'anna', { work: 'Red', sold: true }), click('2026-03-12T10:00:00Z', 'ben', { work: 'Red' }), { at: '2026-03-12T10:00:00Z', visitor: 'cleo' },
    ]);
    await aggregate(sql);
    const ask = async (query: string) => (await stats.ask<Breakdown<PropertyDimension>>(`/api/stats/${key}/breakdown?${RANGE}&dimension=${query}`)).body;
    expect((await ask('property:work')).rows).toEqual([]);
    await sql`select passerby.declare_properties(${siteId}, ${['work', 'price', 'sold']})`;
    await aggregate(sql);
    const { dimension, rows, total_rows } = await ask('property:work');
    expect([dimension, total_rows]).toEqual(['property:work', 2]);
    expect(rows.map(({ value, visitors, visits, events }) => [value, visitors, visits, events])).toEqual([['Blue: I', 1, 2, 2], ['Red', 2, 2, 2]].toSorted((a, b) => Number(b[1]) - Number(a[1])));
    expect((await ask('property:price')).rows.map((row) => [row.value, row.visitors])).toEqual([['12.5', 1]]);
    expect((await ask('property:sold&filter=property:work:is:Blue: I')).rows.map((row) => row.value)).toEqual(['true']);
    const filtered = await stats.ask<Summary>(`/api/stats/${key}/summary?${RANGE}&filter=${encodeURIComponent('property:work:contains:blue')}`);
    expect(filtered.body.metrics).toMatchObject({ visitors: 1, visits: 2, events: 3 });
    await sql`select passerby.declare_properties(${siteId}, ${['price']})`;
    await aggregate(sql);
    expect([(await ask('property:work')).rows, (await ask('property:price')).rows.length]).toEqual([[], 1]);
    expect((await stats.ask<Problem>(`/api/stats/${key}/breakdown?dimension=property:`)).body.code).toBe('invalid_query');
  });
});

describe('funnels', () => {
  const steps = [{ name: 'Work', event: 'page_view', path: '/works/*' }, { name: 'Form', event: 'form_submit' }, { name: 'Contact', event: 'contact_submitted' }];

  it('count visitors who do the steps in order within the window, with drop-off and the time between', async () => {
    const { sql } = database;
    const { siteId, key } = await addTestSite(sql);
    expect((await stats.ask<Funnels>(`/api/stats/${key}/funnels`)).body.funnels).toEqual([]);
    const { funnel_id: id } = await addFunnel(sql, siteId, { name: 'To contact', window_s: 3_600, steps });
    await storeEvents(sql, siteId, [
      // all steps, in another visit too
      { at: '2026-03-10T10:00:00Z', path: '/works/1' }, { at: '2026-03-10T10:01:00Z', event: 'form_submit' }, { at: '2026-03-10T10:59:00Z', event: 'contact_submitted' },
      // in the wrong order
      { at: '2026-03-10T10:00:00Z', visitor: 'ben', event: 'contact_submitted' }, { at: '2026-03-10T10:01:00Z', visitor: 'ben', event: 'form_submit' }, { at: '2026-03-10T10:02:00Z', visitor: 'ben', path: '/works/2' },
      // too late for the first work, in time for the second
      { at: '2026-03-10T10:00:00Z', visitor: 'cleo', path: '/works/1' }, { at: '2026-03-10T12:00:00Z', visitor: 'cleo', path: '/works/2' }, { at: '2026-03-10T12:03:00Z', visitor: 'cleo', event: 'form_submit' },
      // begins in the range, ends after it
      { at: '2026-03-12T23:50:00Z', visitor: 'dora', path: '/works/1' }, { at: '2026-03-13T00:10:00Z', visitor: 'dora', event: 'form_submit' },
      // begins after it
      { at: '2026-03-13T00:00:00Z', visitor: 'emil', path: '/works/1' },
    ]);
    const { body } = await stats.ask<Funnel>(`/api/stats/${key}/funnel?${RANGE}&id=${id}`);
    expect(body).toMatchObject({ name: 'To contact', window_s: 3_600 });
    expect(body.steps).toEqual([
      { name: 'Work', visitors: 4, step_rate: 1, total_rate: 1, median_seconds: null },
      { name: 'Form', visitors: 3, step_rate: 0.75, total_rate: 0.75, median_seconds: 180 },
      { name: 'Contact', visitors: 1, step_rate: 1 / 3, total_rate: 0.25, median_seconds: 3_480 },
    ]);
    expect((await stats.ask<Funnels>(`/api/stats/${key}/funnels`)).body.funnels).toEqual([{ funnel_id: id, name: 'To contact', window_s: 3_600, steps }]);
    expect((await stats.ask<Problem>(`/api/stats/${key}/funnel?id=${id + 1}`)).body.code).toBe('invalid_query');
    const { key: other } = await addTestSite(sql);
    expect((await stats.ask<Problem>(`/api/stats/${other}/funnel?id=${id}`)).status).toBe(400);
  });

  it('lead as far as any choice of events in order would, however many there are', () => {
    const hits = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 4 }), step: fc.integer({ min: 0, max: 3 }), twin: fc.boolean() }), { maxLength: 9 })
      .map((raw): Hits => {
        let time = 0;
        let event = 0;
        return raw.map(({ gap, step, twin }, index) => {
          if (!twin || index === 0) { time += gap; event += 1; }
          return { event, time, step };
        });
      });
    fc.assert(fc.property(hits, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 20 }), (way, window, until) => {
      expect(walkFunnel(way, 4, window, until)).toHaveLength(furthest(way, window, until));
    }), { numRuns: 3_000 });
  });
});

/** By trying everything. */
function furthest(hits: Hits, window: number, until: number): number {
  const from = (index: number, depth: number, start: number): number => Math.max(depth, ...hits.flatMap((hit, next) =>
    (next > index && hit.step === depth && hit.event !== hits[index]!.event && hit.time <= start + window ? [from(next, depth + 1, start)] : [])));
  return Math.max(0, ...hits.flatMap((hit, index) => (hit.step === 0 && hit.time < until ? [from(index, 1, hit.time)] : [])));
}

describe('plan adoption', () => {
  it('shows accounts by plan at the end of each day, also on days without events, and who moved', async () => {
    const { sql } = database;
    const { siteId, key } = await addTestSite(sql);
    const of = (user: string, plan: string) => ({ visitor: user, columns: { user_id: user, plan } });
    await storeEvents(sql, siteId, [
      { at: '2026-03-10T10:00:00Z', event: 'builder.page_edited', ...of('a', 'free') }, { at: '2026-03-10T11:00:00Z', event: 'builder.page_edited', ...of('b', 'pro') },
      { at: '2026-03-12T10:00:00Z', event: 'builder.page_edited', ...of('c', 'free') },
      { at: '2026-03-12T11:00:00Z', event: 'plan.upgraded', visitor: 'a', columns: { user_id: 'a', plan: 'free', properties: { from: 'free', to: 'pro' } } },
      { at: '2026-03-12T12:00:00Z', event: 'plan.downgraded', visitor: 'b', columns: { user_id: 'b', properties: { from: 'pro', to: 'free' } } },
    ]);
    await aggregate(sql);
    const ask = async (range: string) => (await stats.ask<PlanAdoption>(`/api/stats/${key}/plans?${range}`)).body.points;
    const expected = [
      { t: '2026-03-09', accounts: {}, upgrades: 0, downgrades: 0, partial: false },
      { t: '2026-03-10', accounts: { free: 1, pro: 1 }, upgrades: 0, downgrades: 0, partial: false },
      { t: '2026-03-11', accounts: { free: 1, pro: 1 }, upgrades: 0, downgrades: 0, partial: false },
      { t: '2026-03-12', accounts: { free: 2, pro: 1 }, upgrades: 1, downgrades: 1, partial: false },
      { t: '2026-03-13', accounts: { free: 2, pro: 1 }, upgrades: 0, downgrades: 0, partial: false },
    ];
    expect(await ask('from=2026-03-09&to=2026-03-13')).toEqual(expected);
    // The same from days that are not closed yet.
    await sql`update passerby.stats_daily set closed = false where site_id = ${siteId}`;
    expect(await ask('from=2026-03-09&to=2026-03-13')).toEqual(expected);
    await aggregate(sql);
    // A late event changes every day after it.
    await storeEvents(sql, siteId, [{ at: '2026-03-09T10:00:00Z', event: 'builder.page_edited', ...of('d', 'studio') }]);
    await aggregate(sql);
    expect((await ask('from=2026-03-09&to=2026-03-12')).map((point) => point.accounts['studio'])).toEqual([1, 1, 1, 1]);
    expect((await ask('from=2026-03-20&to=2026-03-20'))[0]).toMatchObject({ accounts: { free: 2, pro: 1, studio: 1 }, partial: true });
  });
});

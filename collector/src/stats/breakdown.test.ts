import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Breakdown, Goals, Problem, PropertyDimension } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { addGoal } from '../sites/goals.ts';

let database: FreshDatabase;
let stats: StatsApp;
let site: { siteId: number; key: string };
let contact: number;
let enquiry: number;

const spring = { source: 'newsletter', channel: 'Email', utm_source: 'newsletter', utm_campaign: 'Spring' };

/** Anna comes by a campaign, writes, and comes back by herself to write again; Ben and Cleo write once; Dora never does. */
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date('2026-03-20T12:00:00Z'));
  site = await addTestSite(database.sql);
  contact = await addGoal(database.sql, site.siteId, { name: 'Contact', event: 'contact_submitted' });
  enquiry = await addGoal(database.sql, site.siteId, { name: 'Enquiry', event: 'contact_submitted', properties: { form: 'enquiry' } });
  await database.sql`select passerby.declare_properties(${site.siteId}, ${['form']})`;
  const wrote = (form: string) => ({ event: 'contact_submitted', columns: { properties: { form } } });
  await storeEvents(database.sql, site.siteId, [
    { at: '2026-03-10T10:00:00Z', path: '/', columns: spring }, { at: '2026-03-10T10:01:00Z', path: '/works/7' },
    // In the middle of the visit another campaign is told: the visit's first source counts.
    { at: '2026-03-10T10:02:00Z', path: '/works/8', columns: { source: 'Google', channel: 'Paid Search', utm_campaign: 'Autumn' } },
    { at: '2026-03-10T10:03:00Z', path: '/works/8', ...wrote('enquiry') }, { at: '2026-03-10T10:04:00Z', path: '/works/8', ...wrote('newsletter') },
    { at: '2026-03-11T10:00:00Z', path: '/about' }, { at: '2026-03-11T10:01:00Z', path: '/about', ...wrote('enquiry') },
    { at: '2026-03-11T10:00:00Z', visitor: 'ben', path: '/works/7', columns: { source: 'Google', channel: 'Organic Search' } }, { at: '2026-03-11T10:01:00Z', visitor: 'ben', path: '/works/7', ...wrote('Newsletter %_') },
    { at: '2026-03-12T10:00:00Z', visitor: 'cleo', path: '/', columns: spring }, { at: '2026-03-12T11:10:00Z', visitor: 'cleo', path: '/about', ...wrote('enquiry') },
    { at: '2026-03-12T10:00:00Z', visitor: 'dora', path: '/', columns: spring }, { at: '2026-03-12T10:00:00Z', visitor: null, event: 'contact_submitted' },
  ]);
  await aggregate(database.sql);
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

const RANGE = 'from=2026-03-10&to=2026-03-12';
const ask = async (query: string) => (await stats.ask<Breakdown<PropertyDimension>>(`/api/stats/${site.key}/breakdown?${RANGE}&${query}`)).body;
const told = async (query: string) => (await ask(query)).rows.map(({ value, visitors, conversions, converted, conversion_rate }) => [value, visitors, conversions, converted, conversion_rate]);

describe('a breakdown with a goal', () => {
  it('attributes conversions to the campaign and source that the visit began with', async () => {
    expect(await told(`dimension=utm_campaign&goal=${contact}`)).toEqual([['Spring', 3, 2, 1, 1 / 3], ['', 3, 4, 3, 1]]);
    expect(await told(`dimension=source&goal=${contact}`)).toEqual([['newsletter', 3, 2, 1, 1 / 3], ['', 2, 3, 2, 1], ['Google', 1, 1, 1, 1]].toSorted((a, b) => Number(b[1]) - Number(a[1])));
    expect(await told(`dimension=channel&goal=${enquiry}`)).toEqual([['Email', 3, 1, 1, 1 / 3], ['', 2, 2, 2, 1], ['Organic Search', 1, 0, 0, 0]]);
  });

  it('says of pages, events and properties what came of the visits that have them', async () => {
    expect(await told(`dimension=page&goal=${contact}`)).toEqual([['/', 3, 2, 1, 1 / 3], ['/works/7', 2, 3, 2, 1], ['/about', 1, 1, 1, 1], ['/works/8', 1, 2, 1, 1]]);
    expect(await told(`dimension=property:form&goal=${enquiry}`)).toEqual([['enquiry', 2, 3, 2, 1], ['Newsletter %_', 1, 0, 0, 0], ['newsletter', 1, 1, 1, 1]]);
  });

  it.each(['source', 'channel', 'utm_campaign', 'page', 'entry_page', 'event', 'property:form'])('agrees by %s with the goals under a filter by its values', async (dimension) => {
    const { rows } = await ask(`dimension=${dimension}&goal=${contact}`);
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) {
      const { body } = await stats.ask<Goals>(`/api/stats/${site.key}/goals?${RANGE}&filter=${encodeURIComponent(`${dimension}:is:${row.value}`)}`);
      expect([row.value, row.conversions, row.converted, row.conversion_rate]).toEqual([row.value, body.goals[0]?.conversions, body.goals[0]?.visitors, body.goals[0]?.conversion_rate]);
    }
  });

  it('holds under filters, search and paging', async () => {
    expect(await told(`dimension=source&goal=${contact}&filter=page:is:/works/7`)).toEqual([['newsletter', 1, 2, 1, 1], ['Google', 1, 1, 1, 1]].toSorted((a, b) => (a[0]! < b[0]! ? 1 : -1)));
    expect(await told(`dimension=source&goal=${contact}&search=goog`)).toEqual([['Google', 1, 1, 1, 1]]);
    expect(await told(`dimension=page&goal=${contact}&limit=1&offset=1`)).toEqual([['/works/7', 2, 3, 2, 1]]);
  });

  it('says nothing of goals that are not asked for, and refuses those of other sites', async () => {
    expect((await ask('dimension=source')).rows[0]).not.toHaveProperty('conversions');
    const other = await addTestSite(database.sql);
    const foreign = await addGoal(database.sql, other.siteId, { name: 'Theirs', event: 'page_view' });
    for (const goal of [foreign, 0, 'x', 2_147_483_648]) {
      expect(await stats.ask<Problem>(`/api/stats/${site.key}/breakdown?dimension=source&goal=${goal}`)).toMatchObject({ status: 400, body: { code: 'invalid_query', detail: expect.stringContaining('goal') } });
    }
  });

  it('says that it is not exact where visits are gone', async () => {
    const old = await addTestSite(database.sql);
    const goal = await addGoal(database.sql, old.siteId, { name: 'Seen', event: 'page_view' });
    await storeEvents(database.sql, old.siteId, [{ at: '2026-03-10T10:00:00Z' }]);
    await aggregate(database.sql);
    await database.sql`update passerby.aggregation_state set visits_from = '2026-03-11', version = version + 1 where site_id = ${old.siteId}`;
    const approximate = async (query: string) => (await stats.ask<Breakdown>(`/api/stats/${old.key}/breakdown?${RANGE}&dimension=source${query}`)).body.meta.approximate;
    expect([await approximate(`&goal=${goal}`), await approximate('')]).toEqual([true, false]);
  });
});

describe('a search', () => {
  it('keeps the values in which it occurs, whatever its case, and counts those', async () => {
    const { rows, total_rows } = await ask('dimension=page&search=WORKS&limit=1');
    expect([rows.map((row) => row.value), total_rows]).toEqual([['/works/7'], 2]);
    expect((await ask('dimension=page&search=nowhere'))).toMatchObject({ rows: [], total_rows: 0 });
    expect((await ask('dimension=page&search=')).total_rows).toBe(4);
  });

  it('takes every character for itself', async () => {
    const found = async (search: string) => (await ask(`dimension=property:form&search=${encodeURIComponent(search)}`)).rows.map((row) => row.value);
    expect(await found('%_')).toEqual(['Newsletter %_']);
    for (const search of ['%', '_']) expect(await found(search)).toEqual(['Newsletter %_']);
    for (const search of ['*', '.*', '\\', '\'', 'n%r', '(']) expect(await found(search)).toEqual([]);
  });
});

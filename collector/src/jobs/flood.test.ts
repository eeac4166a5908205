import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import { breakdown } from '../stats/breakdown.ts';
import { summary } from '../stats/summary.ts';
import { aggregate } from './aggregate.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

describe('a flood of values', () => {
  it('A13 unique paths and event names are kept apart up to a thousand a day, the rest together, and the answer says so', async () => {
    const { sql } = database;
    const { siteId } = await addTestSite(sql);
    const other = await addTestSite(sql);
    const flood = Array.from({ length: 1_500 }, (_, index) => ({ at: '2026-03-10T10:00:00Z', visitor: `v${index % 50}`, path: `/flood/${index}`, columns: { utm_source: `u${index}` } }));
    await storeEvents(sql, siteId, [...flood, ...Array.from({ length: 60 }, (_, index) => ({ at: '2026-03-10T11:00:00Z', visitor: `p${index}`, path: '/popular' })), { at: '2026-03-10T12:00:00Z', path: '(other)' }, { at: '2026-03-10T12:00:01Z', path: '(other)' }]);
    await storeEvents(sql, other.siteId, [{ at: '2026-03-10T10:00:00Z', path: '/quiet' }]);
    await aggregate(sql);
    const range = { from: '2026-03-10', to: '2026-03-10' };
    const stored = await sql`select from passerby.stats_daily_dimensions where site_id = ${siteId} and dimension = 'page'`;
    expect(stored).toHaveLength(1_000);
    const pages = await breakdown(sql, { sites: siteId, range, filters: [], dimension: 'page', limit: 1_000, offset: 0 });
    expect(pages).toMatchObject({ approximate: true, total_rows: 1_000 });
    expect(pages.rows[0]).toMatchObject({ value: '(other)', page_views: 504 });
    expect(pages.rows[1]).toMatchObject({ value: '/popular', visitors: 60, page_views: 60 });
    // What a filter asks for is counted from the visits, where nothing is put together.
    const exact = await breakdown(sql, { sites: siteId, range, filters: [{ dimension: 'page', operator: 'matches', value: '/flood/*' }], dimension: 'page', limit: 10, offset: 0 });
    expect(exact).toMatchObject({ approximate: false, total_rows: 1_500 });
    expect(await summary(sql, siteId, range, [])).toMatchObject({ visitors: 111, page_views: 1_562 });
    expect(await breakdown(sql, { sites: other.siteId, range, filters: [], dimension: 'page', limit: 10, offset: 0 })).toMatchObject({ approximate: false, total_rows: 1 });
  });

  it('A13 a path longer than an index can hold is counted by its beginning', async () => {
    const { sql } = database;
    const { siteId } = await addTestSite(sql);
    const long = `/${'ü€𝒳'.repeat(2_000)}`;
    await storeEvents(sql, siteId, [{ at: '2026-03-10T10:00:00Z', path: `${long}1`, columns: { referrer: long } }, { at: '2026-03-10T10:00:00Z', path: `${long}2` }]);
    await aggregate(sql);
    const pages = await breakdown(sql, { sites: siteId, range: { from: '2026-03-10', to: '2026-03-10' }, filters: [], dimension: 'page', limit: 10, offset: 0 });
    expect(pages.rows).toMatchObject([{ page_views: 2 }]);
    expect(pages.rows[0]?.value).toMatch(/^.{500}$/su);
  });
});

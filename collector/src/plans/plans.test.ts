import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Claims } from '../auth/tokens.ts';
import type { Problem, Summary } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { addFunnel } from '../sites/funnels.ts';
import { setPlan, type PlanChange } from './set-plan.ts';

let database: FreshDatabase;
let stats: StatsApp;
/** A second collector on the same database. */
let second: StatsApp;
let site: { siteId: number; key: string };
let funnelId: number;
const artist = (): Claims => ({ role: 'artist', sites: [site.key] });
beforeAll(async () => {
  database = await freshDatabase();
  const now = (): Date => new Date('2026-03-12T23:30:00Z');
  [stats, second] = await Promise.all([statsApp(database.sql, now), statsApp(database.sql, now)]);
  await setPlan(database.sql, 'free', { name: 'Free', position: 1, history_days: 30, intervals: ['day', 'week'], dimensions: ['page', 'source', 'event'], export: false, funnels: false, goals: 1, share_links: false });
  await setPlan(database.sql, 'pro', { name: 'Pro', position: 2, history_days: 365 });
  await setPlan(database.sql, 'studio', { name: 'Studio', position: 3 });
});
beforeEach(async () => {
  // Local day: 13 March.
  site = await addTestSite(database.sql, 'Europe/Zurich', 'artist-7');
  funnelId = (await addFunnel(database.sql, site.siteId, { name: 'Contact', steps: [{ name: 'Seen', event: 'page_view' }, { name: 'Wrote', event: 'contact_submitted' }] })).funnel_id;
});
afterAll(async () => {
  await Promise.all([stats.app.close(), second.app.close()]);
  await database.drop();
});

const onPlan = (plan: string | null): Promise<unknown> => database.sql`update passerby.sites set plan = ${plan} where site_id = ${site.siteId}`;
const ask = (what: string, claims: Claims = artist(), headers: Record<string, string> = {}, app = stats) => app.ask<Problem & Summary>(`/api/stats/${site.key}/${what}`, claims, headers);

describe('a plan', () => {
  it.each([
    ['summary?from=2026-02-12', 'summary?from=2026-02-11', 'history', ['pro', 'studio']],
    ['timeseries?period=30d&interval=day', 'timeseries?period=30d&interval=month', 'intervals', ['pro', 'studio']],
    ['timeseries?period=7d&interval=week', 'timeseries?period=7d&interval=hour', 'intervals', ['pro', 'studio']],
    ['breakdown?period=7d&dimension=page', 'breakdown?period=7d&dimension=country', 'dimensions', ['pro', 'studio']],
    ['summary?period=7d&filter=source:is:Google', 'summary?period=7d&filter=country:is:CH', 'dimensions', ['pro', 'studio']],
    ['summary?period=7d&filter=goal:is:1', 'breakdown?period=7d&dimension=property:work', 'dimensions', ['pro', 'studio']],
    ['summary?period=7d&compare=previous', 'summary?period=30d&compare=previous', 'history', ['pro', 'studio']],
    ['summary?period=7d', 'summary?from=2020-01-01&to=2020-01-31', 'history', ['studio']],
    ['summary?period=7d', 'summary?period=7d&compare=custom&compare_from=2020-01-01&compare_to=2020-01-07', 'history', ['studio']],
    ['goals?period=7d', 'funnels?period=7d', 'funnels', ['pro', 'studio']],
  ])('answers %s and refuses %s for its %s, with what would allow it', async (within, beyond, limit, allowedBy) => {
    await onPlan('free');
    expect((await ask(within)).status).toBe(200);
    const { status, body, headers } = await ask(beyond);
    expect([status, body.code, body.limit, body.allowed_by]).toEqual([403, 'forbidden_by_plan', limit, allowedBy]);
    expect(body.detail).toContain(allowedBy.length === 2 ? 'It is included in Pro, Studio.' : 'It is included in Studio.');
    expect(headers['content-type']).toContain('application/problem+json');
    await onPlan(allowedBy[0] ?? null);
    expect((await ask(beyond)).status).toBe(200);
  });

  it('refuses a funnel by its id', async () => {
    await onPlan('free');
    expect((await ask(`funnel?period=7d&id=${funnelId}`)).body).toMatchObject({ code: 'forbidden_by_plan', limit: 'funnels' });
    await onPlan('pro');
    expect((await ask(`funnel?period=7d&id=${funnelId}`)).status).toBe(200);
  });

  it('says so where no plan includes it', async () => {
    await setPlan(database.sql, 'only', { position: 9 });
    const change: PlanChange = { history_days: 5 };
    for (const plan of ['only', 'pro', 'studio']) await setPlan(database.sql, plan, change);
    await onPlan('free');
    const { body } = await ask('summary?period=90d');
    expect([body.allowed_by, body.detail]).toEqual([[], expect.stringContaining('No plan includes it.')]);
    await setPlan(database.sql, 'pro', { history_days: 365 });
    for (const plan of ['only', 'studio']) await setPlan(database.sql, plan, { history_days: null });
  });

  it('that has no row, and no plan at all, limit nothing', async () => {
    for (const plan of [null, 'unheard of']) {
      await onPlan(plan);
      expect((await ask('timeseries?interval=hour&period=90d')).status).toBe(200);
    }
  });

  it('of the token counts where the site has none; the site\'s own cannot be talked away', async () => {
    await onPlan(null);
    expect((await ask('summary?period=90d', { ...artist(), plan: 'free' })).body.code).toBe('forbidden_by_plan');
    await onPlan('free');
    expect((await ask('summary?period=90d', { ...artist(), plan: 'studio' })).body.code).toBe('forbidden_by_plan');
    expect((await ask('summary?period=90d&plan=studio', artist())).body.code).toBe('invalid_query');
  });

  it('binds the artist, not the people who run the platform', async () => {
    await onPlan('free');
    for (const role of ['marketer', 'admin'] as const) expect((await ask('summary?period=90d', { role, sites: [site.key] })).status).toBe(200);
  });
});

describe('caches and plans', () => {
  it('an answer that an admin had is not given to an artist whose plan does not include it, not even as unchanged', async () => {
    await onPlan('free');
    const { headers, status } = await ask('summary?period=90d', { role: 'admin' });
    expect(status).toBe(200);
    for (const app of [stats, second]) {
      expect((await ask('summary?period=90d', artist(), {}, app)).status).toBe(403);
      expect((await ask('summary?period=90d', artist(), { 'if-none-match': String(headers['etag']) }, app)).status).toBe(403);
      expect((await ask('summary?period=90d', artist(), { 'if-none-match': '*' }, app)).status).toBe(403);
    }
  });

  it('a downgrade holds from the next request on, on every instance', async () => {
    await onPlan('studio');
    const [one, two] = [await ask('summary?period=90d'), await ask('summary?period=90d', artist(), {}, second)];
    expect([one.status, two.status]).toEqual([200, 200]);
    await onPlan('free');
    for (const app of [stats, second]) expect((await ask('summary?period=90d', artist(), { 'if-none-match': String(one.headers['etag']) }, app)).status).toBe(403);
  });

  it('two instances give the same answer the same validator, and both a new one after an aggregation', async () => {
    const other = await addTestSite(database.sql, 'Europe/Zurich');
    const both = async () => Promise.all([ask('summary?period=7d'), ask('summary?period=7d', artist(), {}, second)]);
    const before = await both();
    expect(before[0].headers['etag']).toBe(before[1].headers['etag']);
    await storeEvents(database.sql, site.siteId, [{ at: '2026-03-12T08:00:00Z' }]);
    await aggregate(database.sql);
    const after = await both();
    expect(after.map(({ body }) => body.metrics.visits)).toEqual([1, 1]);
    expect(after[0].headers['etag']).toBe(after[1].headers['etag']);
    expect(after[0].headers['etag']).not.toBe(before[0].headers['etag']);
    const foreign = await stats.ask(`/api/stats/${other.key}/summary?period=7d`, { role: 'admin' }, { 'if-none-match': String(after[0].headers['etag']) });
    expect(foreign.status).toBe(200);
  });

  it('are the asker\'s own to keep, refusals included', async () => {
    await onPlan('free');
    for (const { headers } of [await ask('summary?period=7d'), await ask('summary?period=90d'), await stats.ask(`/api/stats/pk_nosuchsite0000000000/summary`)]) {
      expect(headers['cache-control']).toContain('private');
      expect(headers['vary']).toContain('authorization');
    }
  });
});

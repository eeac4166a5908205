import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import type { Summary } from '../src/contract/index.ts';
import { connect } from '../src/db/connect.ts';
import { migrate } from '../src/db/migrate.ts';
import { aggregate } from '../src/jobs/aggregate.ts';
import { rebuild } from '../src/jobs/rebuild.ts';
import { Salts } from '../src/privacy/salts.ts';
import { breakdown } from '../src/stats/breakdown.ts';
import { summary } from '../src/stats/summary.ts';
import { timeseries } from '../src/stats/timeseries.ts';
import { statsApp } from './support/stats-app.ts';
import { addTestSite, storeEvents } from './support/store-events.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

describe('what is kept, and from whom', () => {
  it('G9 retention deletes events and visits and keeps the totals, the distinct visitors among them', async () => {
    const { sql } = database;
    const { siteId, key } = await addTestSite(sql);
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await storeEvents(sql, siteId, [400, 200, 100, 60, 59, 3].flatMap((days) => [{ at: daysAgo(days), path: '/a' }, { at: daysAgo(days), visitor: `only ${days}`, path: '/b' }]));
    await aggregate(sql);
    const range = { from: daysAgo(401).slice(0, 10), to: daysAgo(0).slice(0, 10) };
    const answers = async () => [await summary(sql, siteId, range, []), await breakdown(sql, { sites: siteId, range, filters: [], dimension: 'page', limit: 10, offset: 0 }),
      await timeseries(sql, { sites: siteId, timezone: 'UTC', range, filters: [], interval: 'month', now: new Date() })];
    const before = await answers();
    expect(before[0]).toMatchObject({ visitors: 7, visits: 12 });

    await sql`insert into passerby.plans (plan, raw_days, visit_days) values ('free', 30, 90)`;
    await sql`update passerby.sites set plan = 'free' where site_id = ${siteId}`;
    await sql`call passerby.expire()`;
    const left = async (table: string) => (await sql`select from passerby.${sql(table)} where site_id = ${siteId}`).length;
    expect([await left('raw_events'), await left('visits')]).toEqual([2, 6]);
    expect(await answers()).toEqual(before);
    const stats = await statsApp(sql, () => new Date());
    const approximate = async (query: string) => (await stats.ask<Summary>(`/api/stats/${key}/summary?from=${range.from}&to=${range.to}${query}`)).body.meta.approximate;
    expect([await approximate(''), await approximate('&filter=page:is:/a')]).toEqual([false, true]);
    await stats.app.close();
    // Neither a mark for a day whose events are gone nor a rebuild may undo that.
    await sql`insert into passerby.aggregation_queue (site_id, day) select ${siteId}, day from passerby.stats_daily where site_id = ${siteId}`;
    await rebuild(sql, siteId);
    expect(await answers()).toEqual(before);
  });

  it('G9 retention drops the weeks that nobody keeps, but for none that somebody does', async () => {
    const own = await freshDatabase();
    try {
      const weeks = async () => (await own.sql`select from pg_inherits where inhparent = 'passerby.raw_events'::regclass`).length;
      const [one, two] = [await addTestSite(own.sql), await addTestSite(own.sql)];
      for (const { siteId } of [one, two]) await storeEvents(own.sql, siteId, [{ at: '2024-03-04T10:00:00Z' }, { at: '2024-03-05T10:00:00Z' }]);
      await aggregate(own.sql);
      const before = await weeks();
      await own.sql`update passerby.sites set raw_days = 30 where site_id = ${one.siteId}`;
      await own.sql`call passerby.expire()`;
      expect(await weeks()).toBe(before);
      expect(await own.sql`select from passerby.raw_events where site_id = ${two.siteId}`).toHaveLength(2);
      await own.sql`update passerby.sites set raw_days = 30`;
      await own.sql`call passerby.expire()`;
      expect(await weeks()).toBe(before - 1);
      expect(await own.sql`select from passerby.stats_daily where page_views = 1`).toHaveLength(4);
    } finally {
      await own.drop();
    }
  });

  it('G10 roles like Supabase\'s anon and authenticated can read no table and call no function', async () => {
    const { sql } = database;
    const role = `web_${randomBytes(4).toString('hex')}`;
    await sql`create role ${sql(role)} nologin`;
    try {
      const tables = await sql<{ name: string }[]>`select format('passerby.%I', c.relname) as name from pg_class c where relnamespace = 'passerby'::regnamespace and relkind in ('r', 'p')`;
      const routines = await sql<{ name: string; kind: string; open: boolean }[]>`
        select p.oid::regprocedure::text as name, prokind as kind, has_function_privilege(${role}, p.oid, 'execute') as open from pg_proc p where pronamespace = 'passerby'::regnamespace`;
      expect(tables.length).toBeGreaterThan(10);
      expect(routines.filter((routine) => routine.open).map((routine) => routine.name)).toEqual([]);
      // Even somebody let into the schema finds every door closed, and every table guarded twice.
      await sql`grant usage on schema passerby to ${sql(role)}`;
      for (const { name } of tables) {
        await expect(sql.begin(async (tx) => { await tx`set local role ${tx(role)}`; await tx.unsafe(`select from ${name}`); })).rejects.toMatchObject({ code: '42501' });
      }
      await expect(sql.begin(async (tx) => { await tx`set local role ${tx(role)}`; await tx`select passerby.mark_days(1)`; })).rejects.toMatchObject({ code: '42501' });
      const unguarded = await sql`select relname from pg_class where relnamespace = 'passerby'::regnamespace and relkind in ('r', 'p') and not relrowsecurity and relname <> 'migrations'`;
      expect([...unguarded]).toEqual([]);
    } finally {
      await sql`drop owned by ${sql(role)}`;
      await sql`drop role ${sql(role)}`;
    }
  });

  it('G11 twenty migrations at once: one schema', async () => {
    const own = await freshDatabase({ migrated: false });
    const pools = Array.from({ length: 20 }, () => connect(own.url, { max: 1 }));
    try {
      const applied = (await Promise.all(pools.map((pool) => migrate(pool)))).flat();
      expect(applied.toSorted()).toEqual([...new Set(applied)].toSorted());
      const [row] = await own.sql`select count(*)::int as n from passerby.migrations`;
      expect(row?.['n']).toBe(applied.length);
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
      await own.drop();
    }
  });

  it('G12 two instances at midnight: the same salt; and an old one is unrecoverable after its time', async () => {
    const { sql } = database;
    let clock = Date.parse('2030-03-10T00:00:00Z');
    const [one, two] = [new Salts(sql, () => clock), new Salts(sql, () => clock)];
    await Promise.all([one.load(['2030-03-10']), two.load(['2030-03-10'])]);
    const key = (salts: Salts) => salts.peek('2030-03-10')?.export().toString('hex');
    const first = key(one);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(key(two)).toBe(first);
    clock += 4 * 86_400_000;
    await Promise.all([one.renew(), two.renew()]);
    expect([key(one), key(two)]).not.toContain(first);
    await sql`update passerby.salts set day = current_date - 3 where day = '2030-03-10'`;
    await sql`select passerby.expire_salts()`;
    expect(await sql`select from passerby.salts where salt = decode(${first!}, 'hex')`).toHaveLength(0);
  });
});

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../collector/src/db/migrate.ts';
import { readMigrations } from '../../collector/src/db/migrations.ts';
import { addSite } from '../../collector/src/sites/add-site.ts';
import { pushMigrations, supabaseDatabase, type SupabaseDatabase } from './support/supabase-database.ts';

const example = path.resolve(import.meta.dirname, '../../examples/supabase');
const build = (...args: string[]): void => { execFileSync(process.execPath, [path.join(example, 'build.ts'), ...args], { stdio: 'pipe' }); };
const DENIED = { code: '42501' };
const ROLES = ['anon', 'authenticated', 'service_role', 'authenticator'] as const;

describe('what Supabase\'s CLI is given', () => {
  it('has the product\'s own migrations, as links, and one that Supabase alone needs', () => {
    build();
    const folder = path.join(example, 'supabase/migrations');
    const names = readdirSync(folder).toSorted();
    const ours = readMigrations().map(({ version, name }) => `${version}_${name}.sql`);
    expect(names.filter((name) => !name.endsWith('_passerby_on_supabase.sql'))).toEqual(ours);
    expect(names).toHaveLength(ours.length + 1);
    for (const name of ours) expect(realpathSync(path.join(folder, name))).toBe(path.resolve(import.meta.dirname, '../../migrations', name));
  });

  it('comes after every table that it reads', () => {
    const own = readdirSync(path.join(example, 'supabase/migrations')).find((name) => name.endsWith('_passerby_on_supabase.sql')) ?? '';
    const plans = readMigrations().find(({ sql }) => sql.includes('add column history_days'));
    expect(own > (plans?.version ?? '~')).toBe(true);
  });

  it('can be copied into a project, the function as one file', () => {
    const project = mkdtempSync(path.join(tmpdir(), 'passerby-supabase-'));
    try {
      build(project);
      expect(readdirSync(path.join(project, 'migrations'))).toHaveLength(readMigrations().length + 1);
      expect(readdirSync(path.join(project, 'functions/ingest-events'))).toEqual(['index.js']);
      const imports = readFileSync(path.join(project, 'functions/ingest-events/index.js'), 'utf8').matchAll(/(?:^|;)import(?:[^"';]*?from)?\s*["']([^"']+)["']/g);
      expect([...imports].map(([, from]) => from).filter((from) => !from?.startsWith('node:'))).toEqual([]);
    } finally {
      rmSync(project, { recursive: true });
    }
  });

  it('exposes the owners\' schema and not the tables\', and lets visitors reach the function', () => {
    const config = readFileSync(path.join(example, 'supabase/config.toml'), 'utf8');
    expect(config).toMatch(/^schemas = \["public", "graphql_public", "passerby_owner"\]$/m);
    const [, entrypoint = ''] = /^\[functions\.ingest-events\][^[]*^verify_jwt = false\nentrypoint = "(.+)"$/m.exec(config) ?? [];
    build();
    expect(existsSync(path.join(example, 'supabase', entrypoint))).toBe(true);
  });
});

describe('the database of a Supabase project', () => {
  let database: SupabaseDatabase;
  const ana = randomUUID();
  const ben = randomUUID();
  const sites: Record<string, { site_id: number; key: string }> = {};

  beforeAll(async () => {
    build();
    database = await supabaseDatabase();
    await pushMigrations(database.sql, path.join(example, 'supabase/migrations'));
    await database.sql`insert into passerby.plans (plan, history_days, dimensions) values ('free', 7, array['page'])`;
    sites['ana'] = await addSite(database.sql, { domain: 'ana.example', owner: ana, plan: 'free' });
    sites['ben'] = await addSite(database.sql, { domain: 'ben.example', owner: ben });
    sites['nobody'] = await addSite(database.sql, { domain: 'nobody.example' });
    for (const { site_id } of Object.values(sites)) {
      await database.sql`
        insert into passerby.stats_daily (site_id, day, visitors, visits, bounces, duration_ms, page_views, events, engaged_ms, bots, closed)
        select ${site_id}, (now() at time zone 'UTC')::date - ago, 1, 2, 1, 90500, 3, 4, 0, 0, ago > 0 from unnest(array[0, 6, 7, 400]) as ago`;
      await database.sql`
        insert into passerby.stats_daily_dimensions (site_id, day, dimension, value, visitors, visits, bounces, duration_ms, page_views, events)
        select ${site_id}, (now() at time zone 'UTC')::date - 6, dimension, 'a', 1, 2, 1, 90500, 3, 4 from unnest(array['page', 'country']) as dimension`;
    }
  });
  afterAll(() => database.drop());

  it('takes the migrations from a role that is no superuser, and a collector finds nothing left to do', async () => {
    const [role] = await database.sql`select rolsuper from pg_roles where rolname = current_user`;
    expect(role).toEqual({ rolsuper: false });
    // Whatever it created again would be there already, and fail.
    await migrate(database.sql);
    expect(await database.sql`select count(*)::int as versions from passerby.migrations`).toEqual([{ versions: readMigrations().length }]);
  });

  it('has the partitions of the next weeks', async () => {
    const [{ made }] = await database.sql<[{ made: number }]>`select passerby.ensure_partitions(now() - interval '30 days', now() + interval '50 days') as made`;
    expect(made).toBe(0);
  });

  it('gives no role of the API any right on any table, column, sequence, function or procedure of the schema', async () => {
    await database.sql`select passerby.ensure_partition(now() + interval '200 days')`;
    const granted = await database.sql`
      select r.role, 'schema' as kind, n.nspname::text as name
        from unnest(${[...ROLES]}::text[]) r(role), pg_namespace n
       where n.nspname = 'passerby' and (has_schema_privilege(r.role, n.oid, 'usage') or has_schema_privilege(r.role, n.oid, 'create'))
      union all
      select r.role, 'table', c.relname
        from unnest(${[...ROLES]}::text[]) r(role), pg_class c
       where c.relnamespace = 'passerby'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
         and (has_table_privilege(r.role, c.oid, 'select, insert, update, delete, truncate, references, trigger') or has_any_column_privilege(r.role, c.oid, 'select, insert, update, references'))
      union all
      select r.role, 'sequence', c.relname
        from unnest(${[...ROLES]}::text[]) r(role), pg_class c
       where c.relnamespace = 'passerby'::regnamespace and c.relkind = 'S' and has_sequence_privilege(r.role, c.oid, 'usage, select, update')
      union all
      select r.role, 'function', p.oid::regprocedure::text
        from unnest(${[...ROLES]}::text[]) r(role), pg_proc p
       where p.pronamespace = 'passerby'::regnamespace and has_function_privilege(r.role, p.oid, 'execute')`;
    expect(granted).toEqual([]);
  });

  it('has row level security on every table, partitions too, and no policy that lets anybody through', async () => {
    const open = await database.sql`
      select relname from pg_class
       where relnamespace = 'passerby'::regnamespace and relkind in ('r', 'p') and not relrowsecurity and relname <> 'migrations'`;
    expect(open).toEqual([]);
    expect(await database.sql`select * from pg_policies where schemaname = 'passerby'`).toEqual([]);
  });

  it.each(['anon', 'authenticated', 'service_role'] as const)('refuses %s who reads, writes or calls', async (role) => {
    const attempt = (text: string): Promise<unknown> => database.as(role, ana, (tx) => tx.unsafe(text));
    await expect(attempt('select * from passerby.raw_events')).rejects.toMatchObject(DENIED);
    await expect(attempt('select * from passerby.salts')).rejects.toMatchObject(DENIED);
    await expect(attempt(`insert into passerby.sites (public_key, domain) values ('pk_aaaaaaaaaaaaaaaaaaaa', 'x')`)).rejects.toMatchObject(DENIED);
    await expect(attempt(`select passerby.store_events('[]', '[]', '[]')`)).rejects.toMatchObject(DENIED);
    await expect(attempt('call passerby.aggregate()')).rejects.toMatchObject(DENIED);
    await expect(attempt('select passerby.schedule()')).rejects.toMatchObject(DENIED);
  });

  it('shows owners their own sites and nobody else\'s', async () => {
    const mine = (user: string): Promise<unknown> => database.as('authenticated', user, (tx) => tx`select site, domain from passerby_owner.my_sites()`);
    expect(await mine(ana)).toEqual([{ site: sites['ana']?.key, domain: 'ana.example' }]);
    expect(await mine(ben)).toEqual([{ site: sites['ben']?.key, domain: 'ben.example' }]);
    expect(await mine(randomUUID())).toEqual([]);
    expect(await database.as('authenticated', undefined, (tx) => tx`select * from passerby_owner.my_sites()`)).toEqual([]);
  });

  it('shows owners the days that their plan shows, also when they ask for another\'s by its key', async () => {
    const days = (user: string, site: string | null = null): Promise<{ ago: number }[]> => database.as('authenticated', user, (tx) => tx<{ ago: number }[]>`
      select (now() at time zone 'UTC')::date - day as ago, visitors, visits, bounces, page_views, events, duration_seconds::float8, closed
        from passerby_owner.my_days(p_site => ${site}) order by 1`);
    expect((await days(ana)).map(({ ago }) => ago)).toEqual([0, 6]);
    expect((await days(ben)).map(({ ago }) => ago)).toEqual([0, 6, 7, 400]);
    expect(await days(ana, sites['ben']?.key)).toEqual([]);
    expect((await days(ana))[0]).toEqual({ ago: 0, visitors: 1, visits: 2, bounces: 1, page_views: 3, events: 4, duration_seconds: 90.5, closed: false });
  });

  it('shows owners the dimensions that their plan has', async () => {
    const values = (user: string, dimension: string): Promise<unknown> => database.as('authenticated', user, (tx) => tx`select value, visitors from passerby_owner.my_breakdown(${dimension})`);
    expect(await values(ana, 'page')).toEqual([{ value: 'a', visitors: 1 }]);
    expect(await values(ana, 'country')).toEqual([]);
    expect(await values(ben, 'country')).toEqual([{ value: 'a', visitors: 1 }]);
  });

  it.each(['anon', 'service_role'] as const)('has no figures for %s', async (role) => {
    await expect(database.as(role, ana, (tx) => tx`select * from passerby_owner.my_sites()`)).rejects.toMatchObject(DENIED);
  });

  it('lets every function that runs with its owner\'s rights resolve names in full only', async () => {
    const loose = await database.sql`
      select oid::regprocedure::text as name from pg_proc
       where pronamespace in ('passerby'::regnamespace, 'passerby_owner'::regnamespace) and prosecdef and not 'search_path=""' = any (coalesce(proconfig, '{}'))`;
    expect(loose).toEqual([]);
    const [{ definers }] = await database.sql<[{ definers: number }]>`select count(*)::int as definers from pg_proc where pronamespace = 'passerby_owner'::regnamespace and prosecdef`;
    expect(definers).toBe(3);
  });
});

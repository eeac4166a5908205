import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { connect, type Sql } from './connect.ts';
import { migrate } from './migrate.ts';
import { readMigrations } from './migrations.ts';

describe('migrate', () => {
  let database: FreshDatabase;
  let directory: string;

  beforeEach(async () => {
    database = await freshDatabase({ migrated: false });
    directory = mkdtempSync(join(tmpdir(), 'passerby-migrations-'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(directory, { recursive: true });
  });

  function write(name: string, sql: string): void {
    writeFileSync(join(directory, name), sql);
  }
  const run = (): Promise<string[]> => migrate(database.sql, { migrations: readMigrations(directory) });

  it('makes the product\'s whole schema, and finds nothing to do the second time', async () => {
    const versions = readMigrations().map((migration) => migration.version);
    expect(await migrate(database.sql)).toEqual(versions);
    expect(await migrate(database.sql)).toEqual([]);
    expect(await database.sql`select version from passerby.migrations order by version`).toEqual(versions.map((version) => ({ version })));
    expect(await database.sql`select to_regclass('passerby.raw_events') is not null as there`).toEqual([{ there: true }]);
  });

  it('makes one schema when twenty processes migrate at once', async () => {
    const pools = Array.from({ length: 20 }, () => connect(database.url, { max: 1 }));
    const applied = await Promise.all(pools.map((sql) => migrate(sql)));
    await Promise.all(pools.map((sql) => sql.end()));
    expect(applied.flat().sort()).toEqual(readMigrations().map((migration) => migration.version));
  });

  it('applies the files in the order of their versions, and leaves other files alone', async () => {
    write('20260102000000_second.sql', 'insert into public.log values (2);');
    write('20260101000000_first.sql', 'create table public.log (n int); insert into public.log values (1);');
    write('schema.sql', 'this is no migration');
    mkdirSync(join(directory, 'cron'));
    expect(await run()).toEqual(['20260101000000', '20260102000000']);
    expect(await database.sql`select n from log order by n`).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('rolls back the one that fails, keeps those before it, and goes on from there once it is mended', async () => {
    write('20260101000000_good.sql', 'create table public.good ();');
    write('20260102000000_bad.sql', 'create table public.half (); select 1/0;');
    await expect(run()).rejects.toMatchObject({ code: 'migration_failed', detail: expect.stringContaining('20260102000000_bad.sql: division by zero') as string });
    expect(await database.sql`select to_regclass('good') is not null as good, to_regclass('half') is not null as half`).toEqual([{ good: true, half: false }]);
    write('20260102000000_bad.sql', 'create table public.half ();');
    expect(await run()).toEqual(['20260102000000']);
  });

  it('refuses when the text of an applied migration has changed, but not when only its line endings have', async () => {
    write('20260101000000_first.sql', 'create table public.log ();\n-- the end\n');
    await run();
    write('20260101000000_first.sql', 'create table public.log ();\r\n-- the end\r\n');
    expect(await run()).toEqual([]);
    write('20260101000000_first.sql', 'create table public.journal ();\n');
    await expect(run()).rejects.toMatchObject({ code: 'migration_changed', detail: '20260101000000_first.sql' });
  });

  it('takes no notice of the role\'s search path', async () => {
    write('20260101000000_vague.sql', 'create table vague ();');
    await expect(run()).rejects.toMatchObject({ code: 'migration_failed' });
  });

  it('does not apply again what Supabase\'s own command has applied', async () => {
    write('20260101000000_first.sql', 'create table public.log ();');
    write('20260102000000_second.sql', 'create table public.more ();');
    await database.sql`create schema supabase_migrations`;
    await database.sql`create table supabase_migrations.schema_migrations (version text primary key)`;
    await database.sql`insert into supabase_migrations.schema_migrations values ('20260101000000')`;
    await database.sql`create table public.log ()`;
    expect(await run()).toEqual(['20260101000000', '20260102000000']);
    expect(await run()).toEqual([]);
  });

  it('refuses a Postgres that is too old', async () => {
    const old = (() => Promise.resolve([{ version: '14.20', number: 140_020 }])) as unknown as Sql;
    await expect(migrate(old)).rejects.toMatchObject({ code: 'server_too_old', detail: 'it is 14.20' });
  });
});

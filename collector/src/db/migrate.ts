import type { Sql, Transaction } from './connect.ts';
import { DatabaseError } from './errors.ts';
import { readMigrations, type Migration } from './migrations.ts';

/** Any number, the same in every process that migrates: the key of the one lock under which migrations run. */
const LOCK_KEY = 7_217_366_018_301;

export interface MigrateOptions {
  /** Default: the product's own. */
  migrations?: readonly Migration[];
  /** Called as each migration starts. */
  onProgress?: (message: string) => void;
}

/**
 * Applies what is not applied yet, each migration in its own transaction, and answers with the versions applied.
 * Any number of processes may call it at once: the lock belongs to the transaction, so it also holds through a
 * transaction pooler, and whoever waited for it looks again at what is left to do.
 * @throws {DatabaseError} server_too_old, migration_changed, migration_failed
 */
export async function migrate(sql: Sql, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = options.migrations ?? readMigrations();
  await requireVersion(sql);
  const applied: string[] = [];
  for (;;) {
    const version = await sql.begin((tx) => applyNext(tx, migrations, options.onProgress));
    if (version === undefined) return applied;
    applied.push(version);
  }
}

async function requireVersion(sql: Sql): Promise<void> {
  const [row] = await sql<[{ version: string; number: number }]>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number`;
  if (row.number < 150_000) throw new DatabaseError('server_too_old', `it is ${row.version}`);
}

async function applyNext(tx: Transaction, migrations: readonly Migration[], onProgress?: (message: string) => void): Promise<string | undefined> {
  await tx`select pg_advisory_xact_lock(${LOCK_KEY}::bigint)`;
  const done = await appliedChecksums(tx);
  const changed = migrations.find((migration) => (done.get(migration.version) ?? migration.checksum) !== migration.checksum);
  if (changed) throw new DatabaseError('migration_changed', `${changed.version}_${changed.name}.sql`);
  const next = migrations.find((migration) => !done.has(migration.version));
  if (next === undefined) return undefined;
  onProgress?.(`Applying migration ${next.version}_${next.name}`);
  await apply(tx, next);
  await tx`
    insert into passerby.migrations (version, name, checksum)
    values (${next.version}, ${next.name}, ${next.checksum})`;
  return next.version;
}

/** Names resolve only when written in full, so that a role's own search path changes nothing. */
async function apply(tx: Transaction, migration: Migration): Promise<void> {
  if (await appliedBySupabase(tx, migration.version)) return;
  await tx`select set_config('search_path', '', true), set_config('statement_timeout', '0', true)`;
  try {
    await tx.unsafe(migration.sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError('migration_failed', `${migration.version}_${migration.name}.sql: ${reason}`, error);
  }
}

/** `supabase db push` applies the same files and keeps its own record of them. */
async function appliedBySupabase(tx: Transaction, version: string): Promise<boolean> {
  const [table] = await tx<[{ present: boolean }]>`
    select to_regclass('supabase_migrations.schema_migrations') is not null as present`;
  if (!table.present) return false;
  const rows = await tx`select from supabase_migrations.schema_migrations where version = ${version}`;
  return rows.length > 0;
}

async function appliedChecksums(tx: Transaction): Promise<Map<string, string>> {
  await tx`create schema if not exists passerby`;
  await tx`
    create table if not exists passerby.migrations (
      version text primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`;
  const rows = await tx<{ version: string; checksum: string }[]>`select version, checksum from passerby.migrations`;
  return new Map(rows.map((row) => [row.version, row.checksum]));
}

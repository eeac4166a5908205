import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { connect, type Sql, type Transaction } from '../../../collector/src/db/connect.ts';

/** Any number: the advisory lock under which the roles are made, which belong to the whole server. */
const ROLES = 7_217_366_018_304;
const PASSWORD = 'passerby-test';
/** Stands for Supabase's `postgres`, which is no superuser either. */
const OWNER = 'passerby_test_supabase_postgres';

export interface SupabaseDatabase {
  /** As Supabase's `postgres`: the address that a project shows. */
  url: string;
  /** The same by the pooler, where `.ci/supabase` has put one before it. */
  pooledUrl: string;
  sql: Sql;
  /** As PostgREST does it: connected as `authenticator`, in a transaction of that role, with the claims of the request. */
  as<T>(role: 'anon' | 'authenticated' | 'service_role', user: string | undefined, work: (tx: Transaction) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

/** A database with what a Supabase project has of its own: roles and their rights, `auth.uid()`, the CLI's record of migrations. */
export async function supabaseDatabase(): Promise<SupabaseDatabase> {
  const name = `test_supabase_${randomBytes(8).toString('hex')}`;
  const admin = connect(inject('postgresUrl'), { max: 1 });
  try {
    await makeRoles(admin);
    await admin`create database ${admin(name)} owner ${admin(OWNER)}`;
  } finally {
    await admin.end({ timeout: 1 });
  }
  await asSuperuser(name, (sql) => sql.unsafe(PROJECT));
  const sql = connect(addressOf(name, OWNER));
  const authenticator = connect(addressOf(name, 'authenticator'), { max: 2 });
  return {
    url: addressOf(name, OWNER),
    pooledUrl: addressOf(name, OWNER, process.env['PASSERBY_TEST_POOLER_PORT']),
    sql,
    as: (role, user, work) => authenticator.begin(async (tx) => {
      const claims = JSON.stringify({ role, ...(user && { sub: user }) });
      await tx`select set_config('role', ${role}, true), set_config('request.jwt.claims', ${claims}, true)`;
      return work(tx);
    }) as Promise<Awaited<ReturnType<typeof work>>>,
    async drop() {
      await Promise.all([sql.end({ timeout: 1 }), authenticator.end({ timeout: 1 })]);
      await asSuperuser('postgres', (superuser) => superuser`drop database if exists ${superuser(name)} with (force)`);
    },
  };
}

/** As `supabase db push`: each file of the folder by its version, and a record of it. */
export async function pushMigrations(sql: Sql, folder: string): Promise<void> {
  const files = readdirSync(folder).filter((file) => /^\d{14}_.*\.sql$/.test(file)).toSorted();
  for (const file of files) {
    const [version = '', name = ''] = file.replace(/\.sql$/, '').split(/_(.*)/s);
    await sql.begin(async (tx) => {
      await tx.unsafe(readFileSync(path.join(folder, file), 'utf8'));
      await tx`insert into supabase_migrations.schema_migrations (version, name) values (${version}, ${name})`;
    });
  }
}

/** The roles of every Supabase project, with the same attributes. */
async function makeRoles(admin: Sql): Promise<void> {
  const roles = {
    anon: 'nologin noinherit',
    authenticated: 'nologin noinherit',
    service_role: 'nologin noinherit bypassrls',
    authenticator: `login noinherit password '${PASSWORD}'`,
    [OWNER]: `login createrole createdb bypassrls password '${PASSWORD}'`,
  };
  await admin.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${ROLES}::bigint)`;
    for (const [role, attributes] of Object.entries(roles)) {
      const [found] = await tx`select from pg_roles where rolname = ${role}`;
      if (!found) await tx.unsafe(`create role ${role} ${attributes}`);
    }
    await tx.unsafe(`grant anon, authenticated, service_role to authenticator; grant anon, authenticated, service_role to ${OWNER}`);
  });
}

/** What lies in a project's database from the beginning, as far as it matters here. */
const PROJECT = `
  create schema auth;
  create function auth.uid() returns uuid language sql stable
    return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
  grant usage on schema auth to anon, authenticated, service_role, ${OWNER};
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges for role ${OWNER} in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges for role ${OWNER} in schema public grant all on functions to anon, authenticated, service_role;
  alter default privileges for role ${OWNER} in schema public grant all on sequences to anon, authenticated, service_role;
  create schema supabase_migrations authorization ${OWNER};
  create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
  alter table supabase_migrations.schema_migrations owner to ${OWNER};
`;

function addressOf(database: string, user: string, port?: string): string {
  const url = new URL(inject('postgresUrl'));
  if (port) url.port = port;
  url.pathname = `/${database}`;
  url.username = user;
  url.password = PASSWORD;
  return url.href;
}

async function asSuperuser(database: string, work: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${database}`;
  const sql = connect(url.href, { max: 1 });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

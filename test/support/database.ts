import { createHash, randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, type Sql } from '../../collector/src/db/connect.ts';
import { migrate } from '../../collector/src/db/migrate.ts';
import { readMigrations } from '../../collector/src/db/migrations.ts';

/** Any number: the advisory lock under which the template is made. */
const TEMPLATE = 7_217_366_018_303;

export interface FreshDatabase {
  url: string;
  sql: Sql;
  /** Closes `sql`, ends every other connection and removes the database. */
  drop(): Promise<void>;
}

/** A database of one's own: with the schema as the migrations make it, or empty. */
export async function freshDatabase({ migrated = true }: { migrated?: boolean } = {}): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(async (admin) => {
    const template = migrated ? await ensureTemplate(admin) : 'template1';
    await admin`create database ${admin(name)} template ${admin(template)}`;
  });
  const url = databaseUrl(name);
  const sql = connect(url);
  return {
    url,
    sql,
    async drop() {
      await sql.end({ timeout: 1 });
      await asAdmin((admin) => admin`drop database if exists ${admin(name)} with (force)`);
    },
  };
}

function databaseUrl(name: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

/** One connection to the server, so that a lock of the session stays with it. */
async function asAdmin<T>(work: (admin: Sql) => Promise<T>): Promise<T> {
  const admin = connect(inject('postgresUrl'), { max: 1 });
  try {
    return await work(admin);
  } finally {
    await admin.end({ timeout: 1 });
  }
}

/** The name of a migrated database to clone. It is told from that of other migrations by their checksum. */
async function ensureTemplate(admin: Sql): Promise<string> {
  const migrations = readMigrations();
  const checksum = createHash('sha256').update(migrations.map((migration) => migration.checksum).join()).digest('hex');
  const name = `passerby_template_${checksum.slice(0, 16)}`;
  await admin`select pg_advisory_lock(${TEMPLATE}::bigint)`;
  try {
    const found = await admin`select from pg_database where datname = ${name}`;
    if (found.length === 0) await makeTemplate(admin, name);
  } finally {
    await admin`select pg_advisory_unlock(${TEMPLATE}::bigint)`;
  }
  return name;
}

/** It takes its name when it is whole, and nobody connects to it after: a database in use cannot be cloned. */
async function makeTemplate(admin: Sql, name: string): Promise<void> {
  const draft = `${name}_draft`;
  await admin`drop database if exists ${admin(draft)} with (force)`;
  await admin`create database ${admin(draft)}`;
  const sql = connect(databaseUrl(draft), { max: 1 });
  try {
    await migrate(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
  await admin`alter database ${admin(draft)} rename to ${admin(name)}`;
}

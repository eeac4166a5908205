import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { readMigrations } from '../src/db/migrations.ts';
import { ensurePartitions } from '../src/store/partitions.ts';

let database: FreshDatabase;
let distributed: string[];
beforeAll(async () => {
  database = await freshDatabase();
  await ensurePartitions(database.sql, Date.now());
  const [row] = await database.sql<[{ tables: string[] }]>`select passerby.distributed_tables() as tables`;
  distributed = row.tables;
});
afterAll(() => database.drop());

/** Small, and read beside everything: they stay in one place. */
const STAY = ['sites', 'goals', 'funnels', 'share_links', 'digests', 'digest_deliveries'];

describe('distribution by Citus', () => {
  it('does nothing where the extension is not there', async () => {
    const dump = () => database.sql`select oid, relname, relfilenode from pg_class where relnamespace = 'passerby'::regnamespace order by oid`;
    const before = await dump();
    expect(await database.sql`select passerby.distribute() as done`).toEqual([{ done: 0 }]);
    expect(await dump()).toEqual(before);
  });

  it('takes every table that grows with what happens on sites', async () => {
    const rows = await database.sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'site_id'
       where c.relnamespace = 'passerby'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all (${STAY}::text[])`;
    expect(rows.map(({ name }) => name).toSorted()).toEqual(distributed.toSorted());
  });

  it('finds site_id, never null, in every unique index of them', async () => {
    const wrong = await database.sql`
      select i.indexrelid::regclass::text as index from pg_index i join pg_class c on c.oid = i.indrelid
       where c.relnamespace = 'passerby'::regnamespace and c.relname = any (${distributed}::text[]) and i.indisunique
         and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'site_id' and a.attnotnull and a.attnum = any (i.indkey))`;
    expect(wrong).toEqual([]);
  });

  it('finds nothing on them that Citus refuses: triggers, foreign keys, identities, sequences, exclusions', async () => {
    const wrong = await database.sql`
      select c.relname, 'trigger' as what from pg_class c join pg_trigger t on t.tgrelid = c.oid where c.relname = any (${distributed}::text[]) and c.relnamespace = 'passerby'::regnamespace
      union all
      select c.relname, 'constraint ' || k.conname from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype in ('f', 'x')
       where c.relname = any (${distributed}::text[]) and c.relnamespace = 'passerby'::regnamespace
      union all
      select c.relname, 'identity ' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and (a.attidentity <> '' or a.attgenerated <> '')
       where c.relname = any (${distributed}::text[]) and c.relnamespace = 'passerby'::regnamespace
      union all
      select c.relname, 'sequence ' || a.attname from pg_class c join pg_attrdef d on d.adrelid = c.oid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
       where c.relname = any (${distributed}::text[]) and c.relnamespace = 'passerby'::regnamespace and pg_get_expr(d.adbin, d.adrelid) like 'nextval%'`;
    expect(wrong).toEqual([]);
  });

  it('has no SQL that locks rows across shards', () => {
    const text = readMigrations().map(({ sql }) => sql).join('\n') + fs.globSync('collector/src/**/*.ts').map((file) => fs.readFileSync(file, 'utf8')).join('\n');
    expect(text).not.toMatch(/skip locked/i);
  });
});

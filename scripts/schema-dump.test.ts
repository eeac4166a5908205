import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../test/support/database.ts';
import { dumpSchema } from './schema-dump.ts';

describe('the schema dump', () => {
  let database: FreshDatabase;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.drop());

  it('is what the migrations come to; npm run generate renews it', async () => {
    const committed = readFileSync(join(import.meta.dirname, '../migrations/schema.sql'), 'utf8');
    expect(await database.sql.begin(dumpSchema)).toBe(committed);
  });

  const CHANGES: Record<string, string> = {
    'a column': 'alter table passerby.sites add column colour text',
    'a default': 'alter table passerby.sites alter column timezone set default \'Asia/Tokyo\'',
    'a constraint': 'alter table passerby.sites drop constraint sites_domain_length',
    'an index': 'create index on passerby.sites (owner)',
    'a row level security that is off': 'alter table passerby.sites disable row level security',
    'a policy': 'create policy everybody on passerby.sites using (true)',
    'a privilege on a table': 'grant select on passerby.sites to public',
    'a privilege on a function': 'grant execute on function passerby.uuid7_floor to public',
    'a setting of a function': 'alter function passerby.uuid7_floor stable',
    'a view': 'create view passerby.names as select domain from passerby.sites',
    'a type': 'create type passerby.colour as enum (\'red\')',
    'a partition': 'create table passerby.old partition of passerby.raw_events for values from (\'00000000-0002-0000-0000-000000000000\') to (\'00000000-0003-0000-0000-000000000000\')',
  };

  it.each(Object.entries(CHANGES))('shows %s', async (_, statement) => {
    const [before, after] = await database.sql.begin(async (tx) => {
      const dumps = [await dumpSchema(tx)];
      await tx.savepoint(async (change) => {
        await change.unsafe(statement);
        dumps.push(await dumpSchema(change));
        throw new Undo();
      }).catch(expectUndo);
      return dumps;
    });
    expect(after).toContain('create table passerby.sites');
    expect(after).not.toBe(before);
  });
});

class Undo extends Error {}

function expectUndo(error: unknown): void {
  if (!(error instanceof Undo)) throw error;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../collector/src/db/connect.ts';
import { openDatabase } from '../collector/src/db/database.ts';
import { migrate } from '../collector/src/db/migrate.ts';
import { dumpSchema } from './schema-dump.ts';

/** What migrations/schema.sql holds: the dump of a new database in a Postgres of its own. */
export async function migratedSchema(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'passerby-schema-'));
  const database = await openDatabase({ dataDir: directory });
  const sql = connect(database.url, { max: 1 });
  try {
    await migrate(sql);
    return await sql.begin(dumpSchema);
  } finally {
    await sql.end();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

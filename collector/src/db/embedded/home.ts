import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DatabaseError } from '../errors.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { runAs } from './run-as.ts';

/** The name of the superuser and of the database. */
export const NAME = 'passerby';

/** A half-made home older than this was left by a process that died. */
const ABANDONED_MS = 10 * 60_000;

/**
 * Makes the home of a cluster, unless it is there: `data/` (Postgres' own folder) and `password`. It is made beside its
 * final name and renamed, so a home is whole or absent, and of two processes that make one at once the first wins.
 * @throws {DatabaseError} data_not_writable, init_failed, data_version
 */
export async function createHome(home: string, binaries: Binaries, account: Account | undefined, options: { durable: boolean }): Promise<void> {
  if (existsSync(home)) return requireVersion(home, binaries);
  const temporary = `${home}.new-${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(home), { recursive: true });
    removeAbandoned(home);
    mkdirSync(temporary, { mode: 0o700 });
    writeFileSync(join(temporary, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 });
  } catch (error) {
    throw new DatabaseError('data_not_writable', dirname(home), error);
  }
  try {
    if (account) for (const path of [temporary, join(temporary, 'password')]) chownSync(path, account.uid, account.gid);
    await initialise(temporary, binaries, account, options.durable);
    renameSync(temporary, home);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

export function readPassword(home: string): string {
  return readFileSync(join(home, 'password'), 'utf8');
}

async function initialise(home: string, binaries: Binaries, account: Account | undefined, durable: boolean): Promise<void> {
  const child = runAs(account, home, binaries.initdb, (path) => [
    '-D', path('data'),
    '--pwfile', path('password'),
    '-U', NAME,
    '-A', 'scram-sha-256',
    '-E', 'UTF8',
    // Bytewise order, as fast as C, but upper and lower case for every letter.
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [complaint, failure] = await Promise.all([
    child.stderr ? text(child.stderr) : '',
    new Promise<string | undefined>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(code === 0 ? undefined : `initdb: ${code ?? signal}`));
    }),
  ]);
  if (failure !== undefined) throw new DatabaseError('init_failed', complaint.trim() || failure);
}

function requireVersion(home: string, binaries: Binaries): void {
  const made = readFileSync(join(home, 'data', 'PG_VERSION'), 'utf8').trim();
  if (made !== binaries.major) throw new DatabaseError('data_version', `${home} is of ${made}, this is ${binaries.major}`);
}

function removeAbandoned(home: string): void {
  for (const entry of readdirSync(dirname(home))) {
    const path = join(dirname(home), entry);
    if (!entry.startsWith(`${basename(home)}.new-`)) continue;
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (made < Date.now() - ABANDONED_MS) rmSync(path, { recursive: true, force: true });
  }
}

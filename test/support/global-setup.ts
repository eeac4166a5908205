import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopPostmaster } from '../../collector/src/db/embedded/postmaster.ts';
import { startEmbedded } from '../../collector/src/db/embedded/start-embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a database in which others may be created. */
    postgresUrl: string;
  }
}

const PREFIX = 'passerby-test-';

/** One Postgres for a whole run of the tests: the one that PASSERBY_TEST_DATABASE_URL names, or an embedded one of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['PASSERBY_TEST_DATABASE_URL'];
  if (given) {
    project.provide('postgresUrl', given);
    return () => Promise.resolve();
  }
  await removeAbandoned();
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const home = join(directory, 'postgres');
  try {
    const address = await startEmbedded(home, { durable: false });
    project.provide('postgresUrl', address('postgres'));
  } catch (error) {
    await remove(directory);
    throw error;
  }
  return () => remove(directory);
}

async function remove(directory: string): Promise<void> {
  await stopPostmaster(join(directory, 'postgres'));
  rmSync(directory, { recursive: true, force: true });
}

/** Runs that were killed could not stop their Postgres. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : NaN);
    if (!(pid > 0) || isAlive(pid)) continue;
    // One of another user's is not ours to remove.
    await remove(join(tmpdir(), name)).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

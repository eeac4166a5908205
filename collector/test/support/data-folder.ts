import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stopPostmaster } from '../../src/db/embedded/postmaster.ts';

/** An empty data folder for the running test. After it, the Postgres in it is stopped and the folder removed. */
export function dataFolder(): string {
  // Made with mode 700: as root, one into which Postgres' own user cannot walk.
  const directory = mkdtempSync(join(tmpdir(), 'passerby-data-'));
  onTestFinished(async () => {
    await stopPostmaster(join(directory, 'postgres'));
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

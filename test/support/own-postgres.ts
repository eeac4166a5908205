import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { stopPostmaster } from '../../collector/src/db/embedded/postmaster.ts';
import { startEmbedded } from '../../collector/src/db/embedded/start-embedded.ts';

export interface OwnPostgres {
  url: string;
  /** Stops it; `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** A Postgres that a test may stop: not the one that all tests share. */
export async function ownPostgres({ durable = false } = {}): Promise<OwnPostgres> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-postgres-'));
  const home = path.join(directory, 'postgres');
  const address = await startEmbedded(home, { durable });
  return {
    url: address('postgres'),
    stop: () => stopPostmaster(home),
    async start() { await startEmbedded(home, { durable }); },
    async remove() {
      await stopPostmaster(home);
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}

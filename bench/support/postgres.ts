import fs from 'node:fs';
import path from 'node:path';
import os from 'node:os';
import { stopPostmaster, readPostmaster } from '../../collector/src/db/embedded/postmaster.ts';
import { startEmbedded } from '../../collector/src/db/embedded/start-embedded.ts';

export interface BenchPostgres {
  url: string;
  /** Its first process; it changes with each start. 0 where it does not run. */
  pid(): number;
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** A Postgres of the benchmark's own, as durable as a real one, under a folder of its own; what is to be kept is only stopped in the end. */
export async function benchPostgres(directory = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-bench-')), keep = false): Promise<BenchPostgres> {
  const home = path.join(directory, 'postgres');
  const address = await startEmbedded(home, { durable: true });
  return {
    url: address('postgres'),
    pid: () => readPostmaster(home)?.pid ?? 0,
    async start() { await startEmbedded(home, { durable: true }); },
    stop: () => stopPostmaster(home),
    async remove() {
      await stopPostmaster(home);
      if (!keep) fs.rmSync(directory, { recursive: true, force: true });
    },
  };
}

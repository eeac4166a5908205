import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Postgres' first process, as its own lock file (`data/postmaster.pid`) tells. */
export interface Postmaster {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping`; empty in the first moments. */
  status: string;
}

/** How long a fast shutdown may take before the immediate one, which costs a recovery at the next start. */
const SHUTDOWN_MS = 30_000;

/** The Postgres that runs on this home, whoever started it; undefined where there is none, or only the file of a dead one. */
export function readPostmaster(home: string): Postmaster | undefined {
  const [pid, , , port, , , , status] = readLockFile(home);
  if (pid === undefined || !isPostmaster(Number(pid), home)) return undefined;
  return { pid: Number(pid), port: Number(port), status: status?.trim() ?? '' };
}

/**
 * After a crash the number in the lock file may belong to another process by now (in a restarted container it usually
 * does), and Postgres would refuse to start. Our own number instead tells it, as its parent's, that the file is stale; the
 * rest of the file stays, by which it makes sure that no process of the old server still has its memory open.
 */
export function disownLockFile(home: string): void {
  const lines = readLockFile(home);
  if (lines.length === 0) return;
  writeFileSync(join(home, 'data', 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'));
}

/** Stops Postgres and waits until it is gone: first rolling back what runs, then at once. */
export async function stopPostmaster(home: string): Promise<void> {
  const running = readPostmaster(home);
  if (!running) return;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(running.pid, signal);
    } catch {
      return;
    }
    for (const deadline = Date.now() + SHUTDOWN_MS; Date.now() < deadline; await delay(10)) {
      if (!isPostmaster(running.pid, home)) return;
    }
  }
}

function readLockFile(home: string): string[] {
  try {
    return readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Postgres works in its data folder, which tells it from any process that came by its number later. */
function isPostmaster(pid: number, home: string): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(join(home, 'data'));
  } catch {
    return false;
  }
}

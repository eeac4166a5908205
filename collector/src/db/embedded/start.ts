import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseError } from '../errors.ts';
import type { Account } from './account.ts';
import { disownLockFile, readPostmaster } from './postmaster.ts';
import { runAs } from './run-as.ts';

/** Recovery after a crash takes part of this. */
const START_MS = 60_000;
const LOG_LIMIT_BYTES = 1_000_000;

export interface StartOptions {
  /** False for data that may be lost: tests. */
  durable: boolean;
}

/**
 * Answers with the port of the Postgres on this home, after starting it where it does not run. Of several processes that
 * start it at once Postgres' own lock file lets one through, and the others find that one.
 * @throws {DatabaseError} start_failed
 */
export async function ensureStarted(home: string, postgres: string, account: Account | undefined, options: StartOptions): Promise<number> {
  let complaint = 'it took too long';
  for (let attempt = 0, deadline = Date.now() + START_MS; Date.now() < deadline; await delay(20)) {
    const running = readPostmaster(home);
    if (running?.status === 'ready') return running.port;
    if (running) continue;
    if (attempt++ === 3) break;
    complaint = await spawnPostgres(home, postgres, account, options);
  }
  throw new DatabaseError('start_failed', complaint);
}

/** Resolves once the server is ready or has ended; to the end of its log in that case. */
async function spawnPostgres(home: string, postgres: string, account: Account | undefined, { durable }: StartOptions): Promise<string> {
  const port = await choosePort(home);
  const log = openLog(home);
  disownLockFile(home);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // What people send must not reach the log by way of a failed statement.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    jit: 'off',
    ...(durable ? { synchronous_commit: 'on' } : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 }),
  };
  const child = runAs(account, home, postgres, (path) => [
    '-D', path('data'),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ], {
    // A session of its own: Ctrl-C in the terminal is not for Postgres, which others may be using.
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => { ended = error.message; });
  child.once('exit', (code, signal) => { ended ??= `exit ${code ?? signal}`; });
  for (const deadline = Date.now() + START_MS; ended === undefined && Date.now() < deadline; await delay(10)) {
    if (readPostmaster(home)?.status === 'ready') return '';
  }
  const tail = readFileSync(log.path, 'utf8').slice(log.start).trim().split('\n').slice(-3).join(' ');
  return tail || (ended ?? 'it took too long');
}

/** The port of the last start, so that addresses stay; another one where that is taken. */
async function choosePort(home: string): Promise<number> {
  const file = join(home, 'port');
  let last = 0;
  try {
    last = Number(readFileSync(file, 'utf8'));
  } catch {
    // The first start.
  }
  const port = await bind(last).catch(() => bind(0));
  if (port !== last) writeFileSync(file, String(port), { mode: 0o600 });
  return port;
}

function bind(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

function openLog(home: string): { path: string; descriptor: number; start: number } {
  const path = join(home, 'postgres.log');
  let start = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (start > LOG_LIMIT_BYTES) {
    renameSync(path, `${path}.1`);
    start = 0;
  }
  return { path, descriptor: openSync(path, 'a', 0o600), start };
}

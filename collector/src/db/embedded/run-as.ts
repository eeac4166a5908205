import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import type { Account } from './account.ts';

/** Where the cluster's home is found by a program started with {@link runAs}. */
export type HomePath = (...parts: string[]) => string;

export interface RunAsOptions extends SpawnOptions {
  /** The three standard streams. */
  stdio: ['ignore' | 'pipe', number | 'ignore' | 'pipe', number | 'ignore' | 'pipe'];
}

/**
 * Starts a Postgres program on the cluster's home, as another user where root must hand over.
 * That user may not be able to walk the path to the home (a clone under /root). So root opens the home itself and hands the
 * open directory over; `/proc/self/fd/3` then leads there without asking the folders in between.
 */
export function runAs(account: Account | undefined, home: string, program: string, args: (path: HomePath) => string[], options: RunAsOptions): ChildProcess {
  const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  const common = { ...options, cwd: '/', env: environment };
  if (!account || !existsSync('/proc/self/fd')) {
    return spawn(program, args((...parts) => join(home, ...parts)), { ...common, ...account });
  }
  const directory = openSync(home, 'r');
  try {
    const stdio = [...options.stdio, directory];
    return spawn(program, args((...parts) => join('/proc/self/fd/3', ...parts)), { ...common, ...account, stdio });
  } finally {
    closeSync(directory);
  }
}

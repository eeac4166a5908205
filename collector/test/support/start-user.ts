import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Another process that uses the embedded database, as `passerby serve` in another terminal would. */
export interface User {
  url: string;
  process: ChildProcess;
  /** Closes its database and ends. */
  leave(): Promise<void>;
  /** Ends it by a signal, with no chance to close anything. The whole group gets it, as from a terminal. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startUser(dataDir: string): Promise<User> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'database-user.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const url = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    exited.then(() => { throw new Error('the user of the database ended early'); }),
  ]);
  return {
    url,
    process: child,
    async leave() {
      child.stdin.end();
      await exited;
    },
    async kill(signal) {
      process.kill(-(child.pid ?? NaN), signal);
      await exited;
    },
  };
}

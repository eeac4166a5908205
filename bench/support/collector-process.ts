import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const COLLECTOR = path.resolve(import.meta.dirname, '../../collector/bin/passerby.js');

export interface CollectorProcess {
  child: ChildProcess;
  url: string;
}

/** Starts a script that prints `{"url":…}` once it listens; the collector by default. Undefined where it ends before, after telling why. */
export async function startProcess(env: Record<string, string>, script: string[] = [COLLECTOR, 'serve', '--json']): Promise<CollectorProcess | undefined> {
  const child = spawn(process.execPath, script, { env: { ...process.env, PORT: '0', PASSERBY_LOG_LEVEL: 'silent', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8');
  const url = await new Promise<string | undefined>((resolve) => {
    child.stdout.on('data', (more: string) => {
      text += more;
      const found = /"url":"([^"]+)"/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => {
      if (!text.includes('"url"')) console.error(text.trim());
      resolve(undefined);
    });
  });
  return url === undefined ? undefined : { child, url };
}

/** Ends a process and waits for it. */
export async function endProcess({ child }: CollectorProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  cwd: string;
  env?: Record<string, string>;
}

/** Runs a command to its end and returns what it said; throws it where it fails. */
export async function runCommand([command, ...args]: [string, ...string[]], options: CommandOptions): Promise<string> {
  const { child, said } = begin(command, args, options);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said()}`);
  return said();
}

export interface RunningCommand {
  said(): string;
  stop(): Promise<void>;
}

/** Starts a command that serves, and waits until it answers at an address. */
export async function startCommand([command, ...args]: [string, ...string[]], url: string, options: CommandOptions): Promise<RunningCommand> {
  const { child, said } = begin(command, args, options);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'close');
  };
  for (const end = performance.now() + 60_000; ;) {
    if (await fetch(url).then((response) => response.text(), () => undefined) !== undefined) return { said, stop };
    if (child.exitCode === null && performance.now() < end) continue;
    await stop();
    throw new Error(`${command} ${args.join(' ')} does not answer at ${url}:\n${said()}`);
  }
}

function begin(command: string, args: string[], { cwd, env }: CommandOptions): { child: ChildProcess; said: () => string } {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
  return { child, said: () => text };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';

const BIN = path.resolve(import.meta.dirname, '../../collector/bin/passerby.js');

/** What a finished command left. */
export interface Finished { code: number | null; out: string; err: string }

/** Runs `passerby ARGS` as a process of its own, as a person would, and waits for its end. */
export async function passerby(args: string[], env: Record<string, string>): Promise<Finished> {
  const child = launch(args, env);
  const finished = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...finished.texts() };
}

/** As {@link passerby} with `--json`, its one line read. Throws where the command fails. */
export async function passerbyJson<T>(args: string[], env: Record<string, string>): Promise<T> {
  const { code, out, err } = await passerby([...args, '--json'], env);
  if (code !== 0) throw new Error(`passerby ${args.join(' ')} ended with ${code}: ${out}${err}`);
  return JSON.parse(out) as T;
}

export interface Serving { url: string; stop(signal?: NodeJS.Signals): Promise<number | null> }

/** Starts `passerby serve` and waits until it says where it listens. */
export async function serve(env: Record<string, string>): Promise<Serving> {
  const child = launch(['serve', '--json'], env);
  const finished = collect(child);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const line = /^\{"url".*\}$/m.exec(finished.texts().out)?.[0];
      if (line) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('close', (code) => reject(new Error(`passerby serve ended with ${code}: ${JSON.stringify(finished.texts())}`)));
  });
  return {
    url,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await once(child, 'close')) as [number | null];
      return code;
    },
  };
}

/** A port that was free a moment ago: for a collector that has to come back at the same address. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function launch(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env['PATH'] ?? '', PASSERBY_LOG_LEVEL: 'warn', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(child: ChildProcess): { texts(): { out: string; err: string } } {
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { err += text; });
  return { texts: () => ({ out, err }) };
}

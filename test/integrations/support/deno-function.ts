import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the package brings, and not its command, which is a script that would outlive a signal. */
const { runInstall } = createRequire(path.resolve(import.meta.dirname, '../../../examples/supabase/package.json'))('deno/install_api.cjs') as { runInstall(): string };

export interface DenoFunction {
  url: string;
  stop(): Promise<void>;
}

/** Runs an Edge Function that is one file in a real Deno, which may fetch nothing. */
export async function denoFunction(file: string, env: Record<string, string>): Promise<DenoFunction> {
  const cache = mkdtempSync(path.join(tmpdir(), 'passerby-deno-'));
  const rights = ['--no-prompt', '--no-remote', '--no-npm', '--no-config', '--no-lock', '--allow-net', '--allow-env', '--allow-sys', '--allow-read'];
  const deno = spawn(runInstall(), ['run', ...rights, file], {
    env: { PATH: process.env['PATH'] ?? '', HOME: cache, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const closed = once(deno, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [deno.stdout, deno.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const address = /Listening on (http:\/\/[\d.]+:\d+)/.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
    deno.once('error', reject);
    deno.once('close', (code) => reject(new Error(`deno ended with ${code}: ${said}`)));
  });
  return {
    url,
    async stop() {
      deno.kill('SIGTERM');
      await closed;
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

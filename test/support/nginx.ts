import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './passerby.ts';
import { until } from './until.ts';

export interface Nginx {
  url: string;
  port: number;
  /** What the access log holds. */
  log(): string;
  stop(): Promise<void>;
}

/** Runs the nginx that NGINX names. `http` is the content of its http block, in which PORT stands for where it listens. */
export async function startNginx(http: string): Promise<Nginx> {
  const binary = process.env['NGINX'];
  if (binary === undefined) throw new Error('NGINX does not say where nginx is: run .ci/nginx');
  const folder = mkdtempSync(path.join(tmpdir(), 'passerby-nginx-'));
  // Its workers may be another user's.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(path.join(folder, 'nginx.conf'), `
    daemon off;
    worker_processes 1;
    pid ${folder}/nginx.pid;
    error_log stderr warn;
    events {}
    http {
      access_log ${folder}/access.log;
      ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
      ${http.replaceAll('PORT', String(port))}
    }`);
  const nginx = spawn(binary, ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(nginx, 'close');
  let said = '';
  nginx.stderr.setEncoding('utf8').on('data', (text: string) => { said += text; });
  const url = `http://127.0.0.1:${port}`;
  await until('nginx answers', async () => {
    if (nginx.exitCode !== null) throw new Error(`nginx ended with ${nginx.exitCode}: ${said}`);
    return fetch(url).then(() => true, () => false);
  });
  return {
    url,
    port,
    log: () => readFileSync(path.join(folder, 'access.log'), 'utf8'),
    async stop() {
      nginx.kill('SIGTERM');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

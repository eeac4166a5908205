import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { built } from '../built.ts';
import { startBackEnd, type BackEnd, type Cleanup } from './back-end.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Where a machine has no curl, what of it the guide uses. */
const CURL = `#!${process.execPath}
const args = process.argv.slice(2), headers = {}, take = (name) => args.splice(args.indexOf(name), 2)[1];
take('--retry');
while (args.includes('-H')) { const [name, ...value] = take('-H').split(': '); headers[name] = value.join(': '); }
const body = take('-d');
fetch(args[0], { method: 'POST', headers, body }).then(async (answer) => process.stdout.write(await answer.text()));
`;

describe('the guide to server-side events', () => {
  let collector: TestCollector;
  let guide: string;
  const cleanup: Cleanup[] = [];

  beforeAll(async () => {
    collector = await startCollector();
    guide = await readFile(path.join(ROOT, 'docs/guides/server-events.md'), 'utf8');
  });
  afterEach(async () => { for (const close of cleanup.splice(0).reverse()) await close(); });
  afterAll(() => collector.close());

  /** A block of the guide, for a site and a collector that are there. */
  const block = (name: string, { options }: BackEnd): string =>
    new RegExp(`^\`\`\`\\w+ ${name}\\n([^]*?)^\`\`\`$`, 'm').exec(guide)![1]!.replaceAll('pk_…', options.site).replaceAll('https://stats.example.com', options.api);

  async function shell(script: string, here: BackEnd): Promise<string> {
    const folder = await here.folder();
    if (spawnSync('curl', ['--version']).status !== 0) await writeFile(path.join(folder, 'curl'), CURL, { mode: 0o755 });
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { env: { ...process.env, PATH: `${folder}:${process.env['PATH']}`, PASSERBY_SECRET_KEY: here.options.secretKey } });
    return stdout;
  }

  it('sends an event by curl, and shows the answer as it is', async () => {
    const here = await startBackEnd(collector, cleanup);
    const answer = await shell(block('curl', here), here);
    expect(guide).toContain(`    ${answer}\n`);
    expect(await here.stored(1)).toEqual(['plan.upgraded']);
    const [row] = await collector.sql`select plan from passerby.raw_events where event = 'plan.upgraded'`;
    expect(row).toEqual({ plan: 'studio' });
  });

  it('tells the device of all events by headers', async () => {
    const here = await startBackEnd(collector, cleanup);
    expect(JSON.parse(await shell(block('headers', here), here))).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    const [row] = await collector.sql`select browser, os, device from passerby.raw_events where event = 'page_view'`;
    expect(row).toMatchObject({ browser: 'Safari', os: 'iOS' });
  });

  it('sends events from Node, by the module as it is built, and ends when it is told to', async () => {
    const here = await startBackEnd(collector, cleanup);
    const folder = await here.folder();
    const place = path.join(folder, 'node_modules/@passerby/sdk');
    await mkdir(path.join(place, 'dist'), { recursive: true });
    await writeFile(path.join(place, 'package.json'), await readFile(path.join(ROOT, 'sdk/package.json')));
    await writeFile(path.join(place, 'dist/server.mjs'), await built('server.mjs'));
    await writeFile(path.join(folder, 'shop.mjs'), `${block('node', here).replace('/var/lib/shop/passerby', path.join(folder, 'queue'))}\nsetInterval(() => {}, 1000); process.stdout.write('ready');`);
    const child = spawn(process.execPath, ['shop.mjs'], { cwd: folder, env: { ...process.env, PASSERBY_SECRET_KEY: here.options.secretKey }, stdio: ['ignore', 'pipe', 'inherit'] });
    cleanup.push(async () => { child.kill('SIGKILL'); });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await here.stored(1)).toEqual(['order.paid']);
  });

  it('lists every option, as the source does', async () => {
    const source = await readFile(path.join(ROOT, 'sdk/src/server/options.ts'), 'utf8');
    const named = (of: string): string[] => [...new RegExp(`interface ${of} {([^]*?)^}`, 'm').exec(source)![1]!.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name!);
    const rows = guide.split('\n').filter((line) => line.startsWith('| `')).flatMap((line) => [...line.split('|')[1]!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
    expect(rows.toSorted()).toEqual([...named('ServerOptions'), ...named('ServerTrackOptions')].toSorted());
  });

  it('is right that the module needs nothing but Node', async () => {
    const imports = [...(await built('server.mjs')).matchAll(/\bfrom ?['"]([^'"]+)/g)].map(([, name]) => name!);
    expect(imports.length).toBeGreaterThan(0);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
  });
});

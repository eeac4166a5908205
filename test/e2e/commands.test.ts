import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Summary, WireEvent } from '../../collector/src/contract/index.ts';
import { uuidAt } from '../../examples/sample/random.ts';
import { passerby, passerbyJson, serve } from '../support/passerby.ts';

/** The commands as a person types them, on the embedded database of a fresh folder. */
describe('the command on the embedded default', () => {
  let folder: string;
  let env: Record<string, string>;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-commands-'));
    env = { PASSERBY_DATA: path.join(folder, 'data'), PORT: '0' };
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('adds a site, imports a gzipped file of events of any age once, aggregates, mints a token and serves the numbers', async () => {
    const site = await passerbyJson<{ key: string; secret_key: string; snippet: string }>(['site', 'add', '--domain', 'mara.example', '--timezone', 'Asia/Kolkata'], env);
    expect(site).toMatchObject({ key: expect.stringMatching(/^pk_/), secret_key: expect.stringMatching(/^sk_/), snippet: expect.stringContaining('data-site="pk_') });

    const file = path.join(folder, 'events.ndjson.gz');
    fs.writeFileSync(file, zlib.gzipSync([...views('2009-03-01T10:00:00Z', 3), ...views('2026-01-05T10:00:00Z', 2)].map((e) => JSON.stringify(e)).join('\n')));
    expect(await passerbyJson(['import', '--site', site.key, file], env)).toMatchObject({ accepted: 5, duplicates: 0, rejected: {} });
    expect(await passerbyJson(['import', '--site', site.key, file], env)).toMatchObject({ accepted: 0, duplicates: 5, rejected: {} });
    await passerbyJson(['aggregate'], env);
    const { token } = await passerbyJson<{ token: string }>(['token', '--site', site.key, '--role', 'artist', '--ttl', '15m'], env);

    const collector = await serve(env);
    try {
      const summary = await getSummary(collector.url, site.key, token, '2009-03-01', '2009-03-01');
      expect(summary.metrics).toMatchObject({ visitors: 1, visits: 1, page_views: 3, events: 3, visit_duration: 120 });
      expect(summary.meta.timezone).toBe('Asia/Kolkata');

      // Every command works beside a running collector too.
      const more = path.join(folder, 'more.ndjson');
      fs.writeFileSync(more, views('2009-03-01T18:00:00Z', 1).map((e) => JSON.stringify(e)).join('\n'));
      expect(await passerbyJson(['import', '--site', site.key, more], env)).toMatchObject({ accepted: 1 });
      await passerbyJson(['aggregate'], env);
      expect((await getSummary(collector.url, site.key, token, '2009-03-01', '2009-03-01')).metrics).toMatchObject({ visits: 2, page_views: 4 });
    } finally {
      expect(await collector.stop()).toBe(0);
    }
  });

  it('prints the tags of a site, banner first, pinned by the hashes of the scripts that it serves where it is told to', async () => {
    const { snippet } = await passerbyJson<{ snippet: string }>(['site', 'add', '--domain', 'pinned.example', '--pin'], env);
    const tags = [...snippet.matchAll(/src="[^"]*\/([\w.]+)" .*integrity="([^"]+)"/g)].map(([, file, hash]) => [file, hash]);
    const hash = (file: string): string => `sha384-${createHash('sha384').update(fs.readFileSync(path.join(import.meta.dirname, '../../sdk/dist', file))).digest('base64')}`;
    expect(tags).toEqual([['banner.js', hash('banner.js')], ['passerby.js', hash('passerby.js')]]);
  });

  it('names the line and the reason of what it could not import, and stores the rest', async () => {
    const site = await passerbyJson<{ key: string }>(['site', 'add', '--domain', 'two.example'], env);
    const file = path.join(folder, 'mixed.ndjson');
    const [good] = views('2026-02-01T00:00:00Z', 1);
    fs.writeFileSync(file, [JSON.stringify(good), '{"event": ', JSON.stringify({ ...good, id: 'x' }), ''].join('\n'));
    const result = await passerbyJson<{ first_rejections: { line: number; reason: string }[] }>(['import', '--site', site.key, file], env);
    expect(result).toMatchObject({ accepted: 1, duplicates: 0, rejected: { invalid_event: 1, invalid_id: 1 } });
    expect(result.first_rejections.map((r) => [r.line, r.reason])).toEqual([[2, 'invalid_event'], [3, 'invalid_id']]);
  });

  it.each([
    [['site', 'add'], 2, 'PASSERBY_USAGE'],
    [['site', 'add', '--domain', 'a b'], 1, 'invalid_domain'],
    [['site', 'add', '--domain', 'a.example', '--timezone', 'Mars/Base'], 1, 'invalid_timezone'],
    [['site', 'add', '--domain', 'a.example', '--consent', 'maybe'], 2, 'PASSERBY_USAGE'],
    [['token', '--site', 'pk_nobody', '--role', 'artist'], 1, 'unknown_site'],
    [['token', '--site', 'pk_nobody', '--role', 'king'], 2, 'PASSERBY_USAGE'],
    [['token', '--site', 'pk_nobody', '--role', 'artist', '--ttl', 'soon'], 2, 'PASSERBY_USAGE'],
    [['import', '--site', 'pk_nobody', 'no-such-file'], 2, 'PASSERBY_USAGE'],
    [['dance'], 2, 'PASSERBY_USAGE'],
    [['aggregate', '--fast'], 2, 'PASSERBY_USAGE'],
    [['site'], 2, 'PASSERBY_USAGE'],
    [['goal', 'remove', '--site', 'pk_nobody', '--id', 'first'], 2, 'PASSERBY_USAGE'],
  ])('answers %j with exit code %i and the code %s', async (args, exit, code) => {
    const { code: ended, out } = await passerby([...args, '--json'], env);
    expect(JSON.parse(out)).toMatchObject({ error: { code, message: expect.stringMatching(/\S/) } });
    expect(ended).toBe(exit);
  });

  it('refuses an environment that cannot be meant, naming the variable', async () => {
    const { code, err } = await passerby(['migrate'], { ...env, PORT: 'eighty' });
    expect(err).toMatch(/PASSERBY_CONFIG: PORT/);
    expect(code).toBe(1);
  });

  it('says once that its port is taken, before it opens a database', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as net.AddressInfo;
    const data = path.join(folder, 'never');
    const { code, err } = await passerby(['serve'], { PASSERBY_DATA: data, PORT: String(port) });
    expect([code, err]).toEqual([1, `EADDRINUSE: Port ${port} is taken. Set PORT to another one.\n`]);
    expect(fs.existsSync(data)).toBe(false);
    taken.close();
  });

  it('prints tags with the address of the collector that runs on the same database, whatever its port', async () => {
    const collector = await serve(env);
    try {
      const { snippet } = await passerbyJson<{ snippet: string }>(['site', 'add', '--domain', 'ports.example'], { ...env, PORT: '8787' });
      expect(snippet).toContain(`src="${collector.url}/passerby.js"`);
    } finally {
      await collector.stop();
    }
    const { snippet } = await passerbyJson<{ snippet: string }>(['site', 'add', '--domain', 'named.example'], { ...env, PASSERBY_PUBLIC_URL: 'https://stats.example' });
    expect(snippet).toContain('src="https://stats.example/passerby.js"');
  });

  it('tells of a site of the same domain, on stderr', async () => {
    const { key } = await passerbyJson<{ key: string }>(['site', 'add', '--domain', 'twice.example'], env);
    const { code, out, err } = await passerby(['site', 'add', '--domain', 'Twice.example'], env);
    expect([code, out.includes(key), err.includes(key)]).toEqual([0, false, true]);
  });

  it('says its version, and what was wrong with a line before how it is typed', async () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, '../../collector/package.json'), 'utf8')) as { version: string };
    expect((await passerby(['--version'], env)).out).toBe(`${version}\n`);
    expect((await passerby(['aggregate', '--fast'], env)).err).toBe('PASSERBY_USAGE: There is no option --fast.\nUsage: passerby aggregate\n');
    expect((await passerby(['site'], env)).err).toMatch(/begin so:\n {2}passerby site add .*\n {2}passerby site list\n/);
  });

  it('explains itself with --help', async () => {
    const { code, out } = await passerby(['--help'], env);
    expect(out).toContain('passerby import --site KEY');
    expect(code).toBe(0);
  });
});

/** Page views of one visitor, a minute apart. */
function views(start: string, count: number): WireEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const at = Date.parse(start) + index * 60_000;
    return {
      id: uuidAt(at, 'view', index), event: 'page_view', timestamp: new Date(at).toISOString(),
      actor: { type: 'visitor', id: 'somebody' }, context: { url: `https://mara.example/works/${index}` }, properties: {},
    };
  });
}

async function getSummary(base: string, site: string, token: string, from: string, to: string): Promise<Summary> {
  const response = await fetch(`${base}/api/stats/${site}/summary?from=${from}&to=${to}`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  return (await response.json()) as Summary;
}

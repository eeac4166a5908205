import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { until } from '../../../test/support/until.ts';
import type { ServerOptions } from '../../src/server/index.ts';
import { startBackEnd, type BackEnd, type Cleanup } from './back-end.ts';

const MODULE = path.resolve(import.meta.dirname, '../../src/server/index.ts');

describe('a back end with a folder', () => {
  let collector: TestCollector;
  const cleanup: Cleanup[] = [];
  const start = (): Promise<BackEnd> => startBackEnd(collector, cleanup);

  beforeAll(async () => { collector = await startCollector(); });
  afterEach(async () => { for (const close of cleanup.splice(0).reverse()) await close(); });
  afterAll(() => collector.close());

  /** A process of its own that runs `code` with a `tracker`, and says `ready` when it has. */
  function run(options: ServerOptions, code: string): ChildProcess {
    const { onDrop: _, onError: __, ...plain } = options;
    const child = spawn(process.execPath, ['--input-type=module', '-e', `
      import { createTracker } from ${JSON.stringify(MODULE)};
      const tracker = createTracker(${JSON.stringify(plain)});
      ${code}
      process.stdout.write('ready');
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    cleanup.push(async () => { child.kill('SIGKILL'); });
    return child;
  }
  const ready = (child: ChildProcess): Promise<unknown> => once(child.stdout!, 'data');
  const files = (folder: string): string[] => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ndjson'));
  const text = (folder: string): string => files(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('');

  it('has written an event when track() returns, for its own eyes only, and no more of it once it is delivered', async () => {
    const here = await start();
    const folder = await here.folder();
    const tracker = here.start({ folder, flushMs: 60_000 });
    void tracker.track('kept', { n: 1 });
    expect(JSON.parse(text(folder))).toMatchObject({ event: 'kept', properties: { n: 1 } });
    expect(fs.statSync(path.join(folder, files(folder)[0]!)).mode & 0o077).toBe(0);
    await tracker.flush();
    expect(text(folder)).toBe('');
    await tracker.close();
    expect(files(folder)).toEqual([]);
  });

  it('loses nothing when its process is killed: the next one delivers, under the same ids', async () => {
    const here = await start();
    const folder = await here.folder();
    here.proxy.always('ack lost');
    const child = run({ ...here.options, folder, flushMs: 1 }, `for (let n = 0; n < 50; n++) void tracker.track('survived', { n }); setInterval(() => {}, 1000); await new Promise((resolve) => setTimeout(resolve, 100));`);
    await ready(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    here.proxy.always();
    here.start({ folder });
    await until('all is delivered', () => text(folder) === '');
    expect(await here.stored(50)).toHaveLength(50);
    expect(new Set(here.sent().map(({ id }) => id)).size).toBe(50);
  });

  it('leaves alone what a living process has written', async () => {
    const here = await start();
    const folder = await here.folder();
    const child = run({ ...here.options, folder, flushMs: 600_000 }, `void tracker.track('theirs'); setInterval(() => {}, 1000);`);
    await ready(child);
    const tracker = here.start({ folder });
    expect(await tracker.track('ours')).toBe('delivered');
    expect(here.sent().map(({ event }) => event)).toEqual(['ours']);
    expect(text(folder)).toContain('theirs');
  });

  it('takes over what a process on another machine has not touched for long, and what an earlier process of its own number has left', async () => {
    const here = await start();
    const folder = await here.folder();
    const place = path.join(folder, here.options.site);
    fs.mkdirSync(place);
    const line = (n: number): string => `{"id":"01a0aaaa-0000-7000-8000-00000000000${n}","event":"orphan","timestamp":"${new Date().toISOString()}","actor":{"type":"system"},"context":{},"properties":{"n":${n}}}\n`;
    const write = (name: string, content: string, ageMs: number): void => {
      fs.writeFileSync(path.join(place, name), content);
      fs.utimesSync(path.join(place, name), new Date(), new Date(Date.now() - ageMs));
    };
    write('elsewhere.1.a.ndjson', line(1), 6 * 60_000);
    write('elsewhere.2.b.ndjson', line(2), 60_000);
    write(`${os.hostname()}.${process.pid}.c.ndjson`, line(3), 0);
    const tracker = here.start({ folder });
    await here.stored(2);
    await tracker.flush();
    expect(here.sent().map(({ properties }) => properties['n']).toSorted()).toEqual([1, 3]);
    expect(files(folder)).toContain(path.join(here.options.site, 'elsewhere.2.b.ndjson'));
  });

  it('drops lines that are no events, counted, and delivers the rest', async () => {
    const here = await start();
    const folder = await here.folder();
    const place = path.join(folder, here.options.site);
    fs.mkdirSync(place);
    const good = `{"id":"01a0aaaa-0000-7000-8000-000000000009","event":"good","timestamp":"${new Date().toISOString()}","actor":{"type":"system"},"context":{},"properties":{}}`;
    fs.writeFileSync(path.join(place, `${os.hostname()}.${process.pid}.d.ndjson`), `{"id":"01a0\nnull\n{}\n${good}\n{"id":"01a0aaaa-0000-70`);
    here.start({ folder });
    expect(await here.stored(1)).toEqual(['good']);
    expect(here.proxy.arrivals[0]!.batch.dropped).toEqual({ corrupt: 4 });
  });

  it('does not mix two sites of one folder', async () => {
    const [one, two] = [await start(), await start()];
    const folder = await one.folder();
    const closed = one.start({ folder, flushMs: 60_000 });
    one.proxy.always('reset');
    void closed.track('of_one');
    await closed.close(0);
    const other = two.start({ folder });
    expect(await other.track('of_two')).toBe('delivered');
    expect(two.sent().map(({ event }) => event)).toEqual(['of_two']);
    one.proxy.always();
    one.start({ folder });
    expect(await one.stored(1)).toEqual(['of_one']);
  });

  it('serves from memory where the disk does not', async () => {
    const here = await start();
    const folder = await here.folder();
    const tracker = here.start({ folder, flushMs: 60_000 });
    const { writeSync } = fs;
    fs.writeSync = () => { throw new Error('ENOSPC: no space left on device'); };
    try {
      void tracker.track('in_memory');
    } finally {
      fs.writeSync = writeSync;
    }
    void tracker.track('on_disk');
    expect(here.errors[0]!.message).toContain('ENOSPC');
    expect(JSON.parse(text(folder))).toMatchObject({ event: 'on_disk' });
    await tracker.flush();
    expect((await here.stored(2)).toSorted()).toEqual(['in_memory', 'on_disk']);
  });

  it('sends what waits before a process ends by itself, and holds none back', async () => {
    const here = await start();
    const child = run({ ...here.options, flushMs: 600_000 }, `void tracker.track('at_the_end');`);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await here.stored(1)).toEqual(['at_the_end']);
  });
});

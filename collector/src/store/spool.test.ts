import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool, SpoolFullError } from './spool.ts';
import type { StoreCall } from './store-call.ts';

const call = (name: string, size = 10): StoreCall => ({ batches: `["${name}"]`, contexts: '[]', events: JSON.stringify(['x'.repeat(size)]), twins: null });

describe('the spool', () => {
  let folder: string;
  const opened: Spool[] = [];
  const open = async (mostBytes: number): Promise<Spool> => {
    const spool = await Spool.open(folder, mostBytes);
    opened.push(spool);
    return spool;
  };
  const names = async (spool: Spool): Promise<string[]> => {
    const seen: string[] = [];
    await spool.replay((taken) => { seen.push((JSON.parse(taken.batches) as string[])[0] ?? ''); return Promise.resolve(); });
    return seen;
  };

  beforeEach(async () => { folder = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-spool-')); });
  afterEach(async () => {
    for (const spool of opened.splice(0)) await spool.close();
    await fs.rm(folder, { recursive: true, force: true });
  });

  it('hands back what was appended, in order, once, and is empty then', async () => {
    const spool = await open(1_000_000);
    await Promise.all(['a', 'b', 'c'].map((name) => spool.append(call(name))));
    expect(spool.empty).toBe(false);
    expect(await names(spool)).toEqual(['a', 'b', 'c']);
    expect(await names(spool)).toEqual([]);
    expect([spool.empty, await fs.readdir(folder)]).toEqual([true, []]);
  });

  it('is for the eyes of its own user alone', async () => {
    const inner = path.join(folder, 'spool');
    const spool = await Spool.open(inner, 1_000_000);
    opened.push(spool);
    await spool.append(call('a'));
    const [segment = ''] = await fs.readdir(inner);
    const modes = await Promise.all([inner, path.join(inner, segment)].map(async (file) => (await fs.stat(file)).mode & 0o777));
    expect(modes).toEqual([0o700, 0o600]);
  });

  it('hands the rest to the next process', async () => {
    const first = await open(1_000_000);
    await first.append(call('a'));
    const second = await open(1_000_000);
    expect(second.empty).toBe(false);
    expect(await names(second)).toEqual(['a']);
  });

  it('loses nothing where another process takes the segment that is being written', async () => {
    const [writer, reader] = [await open(10_000_000), await open(10_000_000)];
    const seen = new Set<string>();
    let writing = true;
    const reading = (async () => {
      while (writing) {
        for (const name of await names(reader)) seen.add(name);
        // A reader that never rests would take every segment before its first line is safe.
        await delay(5);
      }
    })();
    for (let i = 0; i < 40; i += 1) await writer.append(call(`n${i}`));
    writing = false;
    await reading;
    for (const name of await names(reader)) seen.add(name);
    expect(seen.size).toBe(40);
  });

  it('keeps a segment whose replay fails, and hands it out again', async () => {
    const spool = await open(1_000_000);
    await spool.append(call('a'));
    await expect(spool.replay(() => Promise.reject(new Error('still away')))).rejects.toThrow('still away');
    expect(spool.empty).toBe(false);
    expect(await names(spool)).toEqual(['a']);
  });

  it('refuses what would go beyond its limit, and takes more once it is empty', async () => {
    const spool = await open(300);
    await spool.append(call('a', 200));
    await expect(spool.append(call('b', 200))).rejects.toBeInstanceOf(SpoolFullError);
    expect(await names(spool)).toEqual(['a']);
    await spool.append(call('c', 200));
    expect(await names(spool)).toEqual(['c']);
  });

  it('passes over a line that a crash left unfinished', async () => {
    const spool = await open(1_000_000);
    await spool.append(call('a'));
    const [file = ''] = await fs.readdir(folder);
    await fs.appendFile(path.join(folder, file), '["torn"]\t[]');
    expect(await names(spool)).toEqual(['a']);
  });

  it('puts a segment that cannot be read aside and goes on with the others', async () => {
    await fs.writeFile(path.join(folder, '000-damaged.open'), 'no line of ours\n');
    const spool = await open(1_000_000);
    await spool.append(call('a'));
    expect(await names(spool)).toEqual(['a']);
    expect(await fs.readdir(folder)).toEqual(['000-damaged.taken.unreadable']);
  });

  it('begins a new segment when one is full', async () => {
    const spool = await open(100_000_000);
    for (const name of ['a', 'b', 'c']) await spool.append(call(name, 5_000_000));
    expect(await fs.readdir(folder)).toHaveLength(2);
    expect(await names(spool)).toEqual(['a', 'b', 'c']);
  });
});

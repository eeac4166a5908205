import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { freePort, serve, type Serving } from '../../test/support/passerby.ts';
import { addSite, type AddedSite } from '../src/sites/add-site.ts';
import { startLoad } from './support/load.ts';
import { random } from './support/random.ts';

// Processes that start from their sources, many of them: slow on a busy machine.
describe('collectors that are killed', { timeout: 240_000 }, () => {
  let database: FreshDatabase;
  let site: AddedSite;
  let folder: string;
  const running = new Set<Serving>();

  beforeEach(async () => {
    database = await freshDatabase();
    site = await addSite(database.sql, { domain: 'localhost' });
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-data-'));
  });
  afterEach(async () => {
    for (const instance of running) await instance.stop('SIGKILL');
    running.clear();
    await database.drop();
    await fs.rm(folder, { recursive: true, force: true });
  });

  async function start(name: string, port: number): Promise<Serving> {
    const instance = await serve({
      DATABASE_URL: database.url, PORT: String(port), PASSERBY_DATA: path.join(folder, name),
      PASSERBY_RATE_LIMIT: '1000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
    });
    running.add(instance);
    return instance;
  }
  async function stop(instance: Serving, signal: NodeJS.Signals): Promise<number | null> {
    running.delete(instance);
    return instance.stop(signal);
  }
  /** Ids that were acknowledged and are not there, and how many rows there are more than ids. */
  async function history(acked: string[]): Promise<{ lost: string[]; doubled: number; stored: Set<string> }> {
    const rows = await database.sql<{ id: string }[]>`select event_id as id from passerby.raw_events where site_id = ${site.site_id}`;
    const stored = new Set(rows.map((row) => row.id));
    return { lost: acked.filter((id) => !stored.has(id)), doubled: rows.length - stored.size, stored };
  }

  it('C1 kill -9 in the middle of batches under load: every acknowledged event is there once', async () => {
    const port = await freePort();
    let instance = await start('a', port);
    const load = startLoad(`http://127.0.0.1:${port}`, site.key, { clients: 4 });
    for (let kill = 0; kill < 3; kill += 1) {
      await load.untilAcked(load.acked.length + 100);
      await stop(instance, 'SIGKILL');
      instance = await start('a', port);
    }
    await load.untilAcked(load.acked.length + 100);
    await load.stop();
    expect(await history(load.acked)).toMatchObject({ lost: [], doubled: 0 });
  });

  it('C7 SIGTERM under load: it finishes what it has, and exits in time; what is committed is acknowledged', async () => {
    const port = await freePort();
    const instance = await start('a', port);
    const load = startLoad(`http://127.0.0.1:${port}`, site.key, { clients: 8 });
    await load.untilAcked(200);
    const began = performance.now();
    expect(await stop(instance, 'SIGTERM')).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    await load.stop();
    const { lost, doubled, stored } = await history(load.acked);
    expect({ lost, doubled, unacknowledged: [...stored].filter((id) => !load.acked.includes(id)) }).toEqual({ lost: [], doubled: 0, unacknowledged: [] });
  });

  it('C12 three instances, killed and restarted at random: what was acknowledged is stored, and every id once', async () => {
    const pick = random(12);
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const instances = await Promise.all(ports.map((port, i) => start(`i${i}`, port)));
    const load = startLoad(() => `http://127.0.0.1:${ports[pick(3)]}`, site.key, { clients: 6 });
    for (let fault = 0; fault < 6; fault += 1) {
      await load.untilAcked(load.acked.length + 50);
      const i = pick(3);
      await stop(instances[i] as Serving, pick(2) === 0 ? 'SIGKILL' : 'SIGTERM');
      instances[i] = await start(`i${i}`, ports[i] as number);
    }
    await load.stop();
    expect(await history(load.acked)).toMatchObject({ lost: [], doubled: 0 });
  });
});

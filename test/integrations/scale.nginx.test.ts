import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSite, type AddedSite } from '../../collector/src/sites/add-site.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { startNginx, type Nginx } from '../support/nginx.ts';
import { freePort, serve, type Serving } from '../support/passerby.ts';
import { until } from '../support/until.ts';
import { track, wireEvent } from '../support/wire.ts';

const recipe = readFileSync(path.resolve(import.meta.dirname, '../../examples/reverse-proxy/balancer.nginx.conf'), 'utf8');

describe('three collectors behind a real nginx', () => {
  let database: FreshDatabase;
  let folder: string;
  let site: AddedSite;
  let nginx: Nginx;
  const ports: number[] = [];
  const collectors: Serving[] = [];

  const start = (i: number): Promise<Serving> => serve({
    DATABASE_URL: database.url, PORT: String(ports[i]), PASSERBY_DATA: path.join(folder, String(i)), PASSERBY_TRUSTED_PROXIES: '127.0.0.1',
    PASSERBY_RATE_LIMIT: '1000000', PASSERBY_LOG_LEVEL: 'silent', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
  });

  beforeAll(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'passerby-scale-'));
    site = await addSite(database.sql, { domain: 'localhost', consent: 'anonymous' });
    for (let i = 0; i < 3; i += 1) ports.push(await freePort());
    collectors.push(...await Promise.all([0, 1, 2].map(start)));
    nginx = await startNginx(recipe.replace(/10\.0\.0\.(\d):8787/g, (_, last: string) => `127.0.0.1:${ports[Number(last) - 5]}`));
  });
  afterAll(async () => {
    await nginx.stop();
    await Promise.all(collectors.map((collector) => collector.stop()));
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** How many batches each collector has acknowledged. */
  const shares = () => Promise.all(collectors.map(async ({ url }) => Number(/^passerby_ack_seconds_count (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? 0)));

  /** Sends as a tracker does: again, the same, until it is acknowledged. */
  async function deliver(id: string): Promise<void> {
    const event = wireEvent({ id });
    await until('the event is acknowledged', () => track(nginx.url, { site: site.key, events: [event] }).then(({ status }) => status === 202, () => false));
  }
  const stored = async () => (await database.sql<{ event_id: string }[]>`select event_id from passerby.raw_events order by 1`).map((row) => row.event_id);

  it('share the load, and give one visitor one pseudonym whoever takes the batch', async () => {
    await Promise.all(Array.from({ length: 90 }, () => deliver(wireEvent().id)));
    expect((await shares()).every((count) => count >= 10)).toBe(true);
    const visitors = await database.sql`select distinct visitor from passerby.raw_events`;
    expect(visitors).toHaveLength(1);
  });

  it('are replaced one after the other under load: every event is acknowledged, and stored once', async () => {
    const sent: string[] = [];
    let replacing = true;
    const clients = Array.from({ length: 6 }, async () => {
      while (replacing) {
        const { id } = wireEvent();
        sent.push(id);
        await deliver(id);
      }
    });
    for (let i = 0; i < 3; i += 1) {
      expect(await collectors[i]?.stop(i === 1 ? 'SIGKILL' : 'SIGTERM')).toBe(i === 1 ? null : 0);
      collectors[i] = await start(i);
    }
    replacing = false;
    await Promise.all(clients);
    const ids = await stored();
    expect(sent.filter((id) => !ids.includes(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

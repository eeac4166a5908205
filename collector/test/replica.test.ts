import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { freePort } from '../../test/support/passerby.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import { revoke } from '../src/auth/revocations.ts';
import { mintToken } from '../src/auth/tokens.ts';
import { loadConfig } from '../src/config.ts';
import { aggregate } from '../src/jobs/aggregate.ts';
import { startServer } from '../src/server.ts';
import { addSite, type AddedSite } from '../src/sites/add-site.ts';

const SECRET = 'a secret of more than thirty-two characters';
let database: FreshDatabase;
let dataDir: string;
let site: AddedSite;
beforeAll(async () => {
  database = await freshDatabase();
  dataDir = mkdtempSync(path.join(tmpdir(), 'passerby-replica-'));
  site = await addSite(database.sql, { domain: 'localhost' });
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true });
});

/** A collector with this replica, for as long as `work` takes. `ask` asks for the site's figures. */
async function withReplica(replicaUrl: string, work: (url: string, ask: (question: string) => Promise<Response>) => Promise<void>): Promise<void> {
  const server = await startServer(loadConfig({
    DATABASE_URL: database.url, PASSERBY_REPLICA_URL: replicaUrl, PORT: '0', PASSERBY_DATA: dataDir,
    PASSERBY_LOG_LEVEL: 'silent', PASSERBY_TOKEN_SECRET: SECRET, PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
  }));
  const headers = { authorization: `Bearer ${await mintToken({ secret: SECRET, role: 'admin', sites: [site.key], ttlSeconds: 600 })}` };
  try {
    await work(server.url, (question) => fetch(`${server.url}/api/stats/${site.key}/${question}`, { headers }));
  } finally {
    await server.close();
  }
}

describe('a replica for the figures', () => {
  it('is asked for them and never written to, while events go to the database itself', async () => {
    await withReplica(`${database.url}?default_transaction_read_only=on`, async (url, ask) => {
      expect((await track(url, { site: site.key, events: [wireEvent(), wireEvent()] })).status).toBe(202);
      await aggregate(database.sql);
      expect(await (await ask('summary?period=7d')).json()).toMatchObject({ metrics: { page_views: 2 } });
      for (const question of ['timeseries?period=7d', 'breakdown?period=7d&dimension=page', 'breakdown?period=30d&dimension=source', 'goals?period=7d']) {
        expect((await ask(question)).status, question).toBe(200);
      }
    });
  });

  it('is not asked who may see them: what is called back is refused at once, however late the replica hears of it', async () => {
    const other = await freshDatabase();
    await withReplica(other.url, async (_url, ask) => {
      // This replica has not heard of anything yet, the site included; its figures are none.
      expect(await (await ask('summary?period=7d')).json()).toMatchObject({ metrics: { page_views: 0 } });
      await revoke(database.sql, { all: true, before: new Date() });
      expect((await ask('summary?period=7d')).status).toBe(401);
      await database.sql`delete from passerby.revocations`;
      expect((await ask('summary?period=7d')).status).toBe(200);
    });
    await other.drop();
  });

  it('that is away takes the figures with it, and no event', async () => {
    const nobody = new URL(database.url);
    nobody.port = String(await freePort());
    await withReplica(nobody.href, async (url, ask) => {
      expect((await ask('summary?period=7d')).status).toBe(503);
      expect((await track(url, { site: site.key, events: [wireEvent()] })).status).toBe(202);
    });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCollector } from '../../test/support/collector.ts';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import { track } from '../../test/support/wire.ts';
import { loadConfig } from '../src/config.ts';
import { acceptFixtures, rejectFixtures } from '../src/contract/fixtures.ts';
import { migrate } from '../src/db/migrate.ts';
import { readMigrations, type Migration } from '../src/db/migrations.ts';
import { startServer, type Server } from '../src/server.ts';
import { addSite } from '../src/sites/add-site.ts';
import { startLoad } from './support/load.ts';

/** As the next version might bring one: a column, an index and a table. */
const NEXT: Migration = {
  version: '99990101000000', name: 'next', checksum: 'next',
  sql: `alter table passerby.raw_events add column weather text;
        alter table passerby.event_batches add column mood text;
        create table passerby.weathers (site_id integer not null, weather text not null);`,
};

describe('an old tracker and a new collector', () => {
  it('every event that version 1 of the wire allows is stored, and every one that it refuses is refused for the same reason', async () => {
    const collector = await startCollector({ now: () => Date.parse('2024-11-20T12:00:00Z') });
    try {
      const { key, site_id, secretKey } = await collector.addSite({ domain: 'mara.example' });
      const send = (events: unknown[]) => track(collector.url, { site: key, sent_at: '2024-11-20T12:00:00.000Z', events }, { authorization: `Bearer ${secretKey}` });
      for (const { title, event } of acceptFixtures) expect((await send([event])).body, title).toMatchObject({ rejected: [] });
      const ids = new Set(acceptFixtures.map(({ event }) => event.id.toLowerCase()));
      expect(await collector.sql`select count(*) as n from passerby.raw_events where site_id = ${site_id}`).toEqual([{ n: ids.size }]);
      const { body } = await send(rejectFixtures.map(({ event }) => event));
      expect(body.rejected.map(({ index, reason }) => [rejectFixtures[index]?.title, reason])).toEqual(rejectFixtures.map(({ title, reason }) => [title, reason]));
    } finally {
      await collector.close();
    }
  });
});

describe('an upgrade without a pause', () => {
  let database: FreshDatabase;
  let folder: string;
  const servers: Server[] = [];
  beforeEach(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'passerby-upgrade-'));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  async function start(name: string): Promise<Server> {
    const server = await startServer(loadConfig({
      DATABASE_URL: database.url, PORT: '0', PASSERBY_DATA: path.join(folder, name), PASSERBY_LOG_LEVEL: 'silent',
      PASSERBY_RATE_LIMIT: '1000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
    }));
    servers.push(server);
    return server;
  }

  it('migrations run under load, old and new collectors run at once, the old one leaves: nothing acknowledged is lost, nothing is stored twice', async () => {
    const { key } = await addSite(database.sql, { domain: 'localhost' });
    const old = await start('old');
    const open = [old.url];
    let turn = 0;
    const load = startLoad(() => open[(turn += 1) % open.length] ?? '', key, { clients: 4 });
    await load.untilAcked(100);
    expect(await migrate(database.sql, { migrations: [...readMigrations(), NEXT] })).toEqual([NEXT.version]);
    await load.untilAcked(load.acked.length + 200);
    const fresh = await start('new');
    open.push(fresh.url);
    await load.untilAcked(load.acked.length + 200);
    // As a balancer does: nobody new is sent there, then it is told to stop.
    open.shift();
    await old.close();
    await load.untilAcked(load.acked.length + 100);
    await load.stop();
    const stored = (await database.sql<{ event_id: string }[]>`select event_id from passerby.raw_events`).map((row) => row.event_id);
    expect(load.acked.filter((id) => !stored.includes(id))).toEqual([]);
    expect(new Set(stored).size).toBe(stored.length);
    expect([...load.statuses].filter((status) => status >= 500 && status !== 503)).toEqual([]);
  });

  it('a collector of the version before starts again on the newer schema, as a way back', async () => {
    const { key } = await addSite(database.sql, { domain: 'localhost' });
    await migrate(database.sql, { migrations: [...readMigrations(), NEXT] });
    const { url } = await start('back');
    const load = startLoad(url, key);
    await load.untilAcked(20);
    await load.stop();
    expect([...load.statuses]).toEqual([202]);
  });

  it('while a migration waits for a long question, and inserts wait behind it, events go to disk, and arrive after', async () => {
    const { key } = await addSite(database.sql, { domain: 'localhost' });
    const { url } = await start('waiting');
    const load = startLoad(url, key);
    await load.untilAcked(20);
    let migrated: Promise<string[]> | undefined;
    // The question holds its lock; the migration waits for it, and every insert waits behind the migration.
    await database.sql.begin(async (tx) => {
      await tx`select count(*) from passerby.raw_events`;
      migrated = migrate(database.sql, { migrations: [...readMigrations(), NEXT] });
      await until('the migration waits', async () => (await tx`select from pg_locks where not granted and mode = 'AccessExclusiveLock'`).length > 0);
      await load.untilAcked(load.acked.length + 100);
    });
    expect(await migrated).toEqual([NEXT.version]);
    await load.stop();
    await servers[0]?.close();
    await start('waiting');
    const stored = async () => new Set((await database.sql<{ event_id: string }[]>`select event_id from passerby.raw_events`).map((row) => row.event_id));
    await expect.poll(async () => { const ids = await stored(); return load.acked.filter((id) => !ids.has(id)).length; }, { timeout: 30_000 }).toBe(0);
  });
});

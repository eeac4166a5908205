import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import { loadConfig } from '../src/config.ts';
import type { Sql } from '../src/db/connect.ts';
import { migrate } from '../src/db/migrate.ts';
import { aggregate } from '../src/jobs/aggregate.ts';
import { rebuild } from '../src/jobs/rebuild.ts';
import { startServer } from '../src/server.ts';
import { ensurePartitionsOf } from '../src/store/partitions.ts';
import type { StoredEvent } from '../src/store/stored-event.ts';

/** Rows of all tables of the schema but the salts and the record of migrations, which a restore brings itself. `.ci/backup` does it by pg_dump. */
async function copyTables(from: Sql, to: Sql): Promise<void> {
  const tables = await from<{ name: string }[]>`
    select relname::text as name from pg_class where relnamespace = 'passerby'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not in ('salts', 'migrations') order by 1`;
  await ensurePartitionsOf(to, await from<StoredEvent[]>`select event_id from passerby.raw_events`);
  for (const { name } of tables) {
    const reader = await from`copy (select * from passerby.${from(name)}) to stdout`.readable();
    await pipeline(reader, await to`copy passerby.${to(name)} from stdin`.writable());
  }
}

const FIGURES = ['stats_daily', 'stats_hourly', 'stats_daily_dimensions', 'visits'];
/** Everything that answers are made of, but for when it was computed. */
async function figuresOf(sql: Sql): Promise<unknown> {
  const all = [];
  for (const name of FIGURES) all.push(await sql`select to_jsonb(t) - 'computed_at' as row from passerby.${sql(name)} t order by 1`);
  return all;
}

describe('a backup', () => {
  let collector: TestCollector;
  let restored: FreshDatabase;
  const events = Array.from({ length: 60 }, (_, i) => wireEvent({
    timestamp: new Date(Date.now() - i * 3_600_000).toISOString(), actor: { type: 'visitor', id: `visitor-${i % 7}` }, context: { url: `http://localhost/work/${i % 5}` },
  }));
  let key: string;
  let siteId: number;
  beforeAll(async () => {
    collector = await startCollector();
    ({ key, site_id: siteId } = await collector.addSite());
    await track(collector.url, { site: key, events });
    await collector.aggregate();
    restored = await freshDatabase({ migrated: false });
    await migrate(restored.sql);
    await copyTables(collector.sql, restored.sql);
  });
  afterAll(async () => {
    await collector.close();
    await restored.drop();
  });

  it('restored into a fresh database holds the same figures, before and after they are computed anew', async () => {
    const before = await figuresOf(collector.sql);
    expect(JSON.stringify(before)).toContain('/work/3');
    expect(await figuresOf(restored.sql)).toEqual(before);
    await rebuild(restored.sql, siteId);
    expect(await figuresOf(restored.sql)).toEqual(before);
  });

  it('knows the events that it holds: what trackers send again after the restore is stored once', async () => {
    const server = await startServer({ ...loadConfig({ PASSERBY_LOG_LEVEL: 'silent', PORT: '0', PASSERBY_SPOOL_BYTES: '0' }), dataDir: collector.dataDir, databaseUrl: restored.url });
    try {
      const late = wireEvent();
      expect((await track(server.url, { site: key, events: [...events, late] })).body).toMatchObject({ accepted: 1, duplicates: events.length });
      await aggregate(restored.sql);
      expect(await restored.sql`select sum(events)::int as events from passerby.stats_daily where site_id = ${siteId}`).toEqual([{ events: events.length + 1 }]);
    } finally {
      await server.close();
    }
  });
});

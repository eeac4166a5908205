import { afterEach, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { ownPostgres } from '../../test/support/own-postgres.ts';
import { until } from '../../test/support/until.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import type { WireEvent } from '../src/contract/index.ts';
import { connect } from '../src/db/connect.ts';
import { startServer } from '../src/server.ts';
import { addSite, type AddedSite } from '../src/sites/add-site.ts';
import { loadConfig } from '../src/config.ts';
import { startLoad } from './support/load.ts';

describe('the collector and a database in trouble', () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => { for (const close of closers.splice(0).reverse()) await close(); });

  async function collectorWithSite(options: Parameters<typeof startCollector>[0] = {}): Promise<{ collector: TestCollector; site: AddedSite }> {
    const collector = await startCollector({ proxied: true, ...options });
    closers.push(() => collector.close());
    return { collector, site: await collector.addSite() };
  }

  const count = async (collector: TestCollector, events: WireEvent[]): Promise<number> => {
    const [row] = await collector.sql<[{ n: number }]>`
      select count(*) as n from passerby.raw_events where event_id in ${collector.sql(events.map((event) => event.id))}`;
    return row.n;
  };

  it('C2 Postgres restarts: nothing acknowledged is lost, and the collector recovers by itself', async () => {
    const postgres = await ownPostgres({ durable: true });
    closers.push(() => postgres.remove());
    const config = { ...loadConfig({ PASSERBY_LOG_LEVEL: 'silent', PASSERBY_RATE_LIMIT: '1000000' }), databaseUrl: postgres.url, port: 0, spoolBytes: 0 };
    const server = await startServer(config);
    closers.push(() => server.close());
    const sql = connect(postgres.url);
    closers.push(() => sql.end({ timeout: 1 }));
    const site = await addSite(sql, { domain: 'localhost' });

    const load = startLoad(server.url, site.key, { clients: 4 });
    await load.untilAcked(50);
    await postgres.stop();
    await until('somebody is told that the database is away', () => load.statuses.has(503));
    expect(load.retryAfter).toBe('5');
    await postgres.start();
    await load.untilAcked(load.acked.length + 50);
    await load.stop();
    const stored = new Set((await sql<{ id: string }[]>`select event_id as id from passerby.raw_events`).map((row) => row.id));
    expect(load.acked.filter((id) => !stored.has(id))).toEqual([]);
  });

  it('C3 Postgres away under load: events are kept on disk until it is full, then 503 with Retry-After, and every acknowledged one arrives', async () => {
    const { collector, site } = await collectorWithSite({ config: { spoolBytes: 200_000 } });
    await track(collector.url, { site: site.key, events: [wireEvent()] });
    collector.proxy.refuse();
    const load = startLoad(collector.url, site.key, { clients: 4, eventsEach: 20 });
    await until('the disk is full', () => load.statuses.has(503));
    expect(load.retryAfter).toBe('5');
    expect(load.acked.length).toBeGreaterThan(100);
    await load.stop();
    expect(load.emptyAcks).toBe(0);
    collector.proxy.pass();
    await until('everything acknowledged is stored', async () => {
      const stored = await collector.sql<{ id: string }[]>`select event_id as id from passerby.raw_events`;
      const ids = new Set(stored.map((row) => row.id));
      return load.acked.every((id) => ids.has(id));
    });
    const answer = await track(collector.url, { site: site.key, events: [wireEvent()] });
    expect(answer.status).toBe(202);
  });

  it('C3 what waits on disk outlives the collector: the next one stores it', async () => {
    const { collector, site } = await collectorWithSite();
    await track(collector.url, { site: site.key, events: [wireEvent()] });
    collector.proxy.refuse();
    const events = [wireEvent(), wireEvent()];
    expect(await track(collector.url, { site: site.key, events })).toMatchObject({ status: 202, body: { accepted: 2 } });
    expect(await count(collector, events)).toBe(0);
    await collector.stop();
    collector.proxy.pass();
    await collector.start();
    await until('they are stored', async () => await count(collector, events) === 2);
  });

  it('C3 where no folder can be written there is no spool: events are refused while Postgres is away, and the collector runs', async () => {
    const { collector, site } = await collectorWithSite({ config: { dataDir: '/dev/null/nowhere' } });
    const event = wireEvent();
    expect((await track(collector.url, { site: site.key, events: [event] })).status).toBe(202);
    collector.proxy.refuse();
    expect(await track(collector.url, { site: site.key, events: [wireEvent()] })).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    collector.proxy.pass();
    await until('it takes events again', async () => (await track(collector.url, { site: site.key, events: [event] })).body.duplicates === 1);
  });

  it('C4 the database\'s disk is full: events wait, reads go on, and it recovers', async () => {
    const { collector, site } = await collectorWithSite({ config: { spoolBytes: 0 } });
    await track(collector.url, { site: site.key, events: [wireEvent()] });
    const [original] = await collector.sql<[{ definition: string }]>`select pg_get_functiondef('passerby.store_events'::regproc) as definition`;
    await collector.sql`
      create or replace function passerby.store_events(events json, contexts json, batches json, twins json default null)
      returns table (batch integer, accepted integer) language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`;
    const event = wireEvent();
    const refused = await track(collector.url, { site: site.key, events: [event] });
    expect(refused).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    expect(refused.headers.get('retry-after')).toBe('5');
    const summary = await fetch(`${collector.url}/api/stats/${site.key}/summary`, { headers: { authorization: `Bearer ${await collector.token(site.key)}` } });
    expect(summary.status).toBe(200);
    await collector.sql.unsafe(original.definition);
    await until('it takes events again', async () => (await track(collector.url, { site: site.key, events: [event] })).status === 202);
    expect(await count(collector, [event])).toBe(1);
  });

  it('C5 a frozen connection: the batch goes to disk within the deadline, readiness turns red while liveness stays green, and both recover', async () => {
    const { collector, site } = await collectorWithSite();
    await track(collector.url, { site: site.key, events: [wireEvent()] });
    collector.proxy.freeze();
    const events = Array.from({ length: 20 }, () => wireEvent());
    const answers = await Promise.all(events.map((event) => track(collector.url, { site: site.key, events: [event] })));
    expect(answers.map((answer) => answer.status)).toEqual(events.map(() => 202));
    const ready = await fetch(`${collector.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'database_slow' }]);
    expect((await fetch(`${collector.url}/health/live`)).status).toBe(200);
    collector.proxy.pass();
    await until('it is ready again', async () => (await fetch(`${collector.url}/health/ready`)).status === 200);
    await until('they are stored', async () => await count(collector, events) === events.length);
  });

  it('C6 the commit succeeds and its reply is lost: the events are there once', async () => {
    const { collector, site } = await collectorWithSite();
    await track(collector.url, { site: site.key, events: [wireEvent()] });
    const events = [wireEvent(), wireEvent()];
    let answer: ReturnType<typeof track> | undefined;
    await collector.sql.begin(async (tx) => {
      await tx`lock table passerby.event_batches in exclusive mode`;
      answer = track(collector.url, { site: site.key, events });
      await until('the insert waits', async () => (await collector.sql`select from pg_locks where not granted and relation = 'passerby.event_batches'::regclass`).length > 0);
      collector.proxy.mute();
    });
    await until('they are committed', async () => await count(collector, events) === 2);
    expect((await answer)?.status).toBe(202);
    collector.proxy.pass();
    await track(collector.url, { site: site.key, events });
    await until('nothing waits on disk', async () => /passerby_spool_bytes 0/.test(await (await fetch(`${collector.url}/metrics`)).text()));
    expect(await count(collector, events)).toBe(2);
    const [batches] = await collector.sql<[{ n: number }]>`select sum(accepted)::int as n from passerby.event_batches`;
    expect(batches.n).toBe(3);
  });

  it('C11 the partition for a time is missing: it is made, nothing is lost, and the log says so', async () => {
    const lines: string[] = [];
    const { collector, site } = await collectorWithSite({ config: { logLevel: 'warn' }, logTo: { write: (line) => { lines.push(line); } } });
    const partitions = await collector.sql<{ name: string }[]>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'passerby.raw_events'::regclass and inhrelid::regclass::text !~ 'timeless'`;
    for (const { name } of partitions) await collector.sql.unsafe(`drop table ${name}`);
    const events = [wireEvent(), wireEvent()];
    expect(await track(collector.url, { site: site.key, events })).toMatchObject({ status: 202, body: { accepted: 2 } });
    expect(await count(collector, events)).toBe(2);
    expect(lines.join('')).toContain('partitions of raw_events were missing');
  });
});

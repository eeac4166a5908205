import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.ts';
import { freePort } from '../../test/support/passerby.ts';
import { run } from '../src/cli/run.ts';
import { loadConfig } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import { readMigrations } from '../src/db/migrations.ts';
import { examine } from '../src/doctor/examine.ts';
import type { Finding } from '../src/doctor/finding.ts';
import { aggregate } from '../src/jobs/aggregate.ts';
import { Salts } from '../src/privacy/salts.ts';
import { ensurePartitions } from '../src/store/partitions.ts';
import { addTestSite, storeEvents } from './support/store-events.ts';

const HOUR = 3_600_000;
let database: FreshDatabase;
let dataDir: string;
beforeEach(async () => {
  database = await freshDatabase();
  await ensurePartitions(database.sql, Date.now());
  await new Salts(database.sql).renew();
  await aggregate(database.sql);
});
afterEach(() => database.drop());
beforeAll(async () => { dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-doctor-')); });
afterAll(() => fs.rm(dataDir, { recursive: true }));

const environment = (more: Record<string, string> = {}) => ({ DATABASE_URL: database.url, PASSERBY_DATA: dataDir, ...more });

/** What is not well. */
async function trouble(more?: Record<string, string>, now?: () => number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of examine(loadConfig(environment(more)), now)) findings.push(finding);
  return findings.filter(({ result }) => result !== 'ok');
}

describe('passerby doctor', () => {
  it('finds everything well where it is, and ends with 0', async () => {
    const lines: string[] = [];
    const code = await run(['doctor', '--json'], { env: environment(), out: (line) => lines.push(line), err: () => {}, signal: new AbortController().signal });
    const { ok, findings } = JSON.parse(lines.join('')) as { ok: boolean; findings: Finding[] };
    expect(findings.map(({ check, result }) => [check, result])).toEqual(
      ['proxies', 'disk', 'spool', 'database', 'clock', 'migrations', 'partitions', 'aggregation', 'salts'].map((check) => [check, 'ok']));
    expect({ code, ok }).toEqual({ code: 0, ok: true });
  });

  it('ends with 1 and says what to do, in words and in JSON, where something is not', async () => {
    const said: string[] = [];
    const io = { env: environment({ DATABASE_URL: `postgres://postgres@127.0.0.1:${await freePort()}/none` }), out: (line: string) => said.push(line), err: (line: string) => said.push(line), signal: new AbortController().signal };
    expect(await run(['doctor'], io)).toBe(1);
    expect(said.join('\n')).toMatch(/✗ database +No Postgres answers at that address\. Check that it runs/);
    said.length = 0;
    expect(await run(['doctor', '--json'], io)).toBe(1);
    expect(JSON.parse(said.join(''))).toMatchObject({ ok: false, findings: expect.arrayContaining([expect.objectContaining({ check: 'database', result: 'failed' })]) });
  });

  it('finds a database that refuses the login, and one that is not there yet', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    expect(await trouble({ DATABASE_URL: url.href })).toMatchObject([{ check: 'database', result: 'failed', detail: expect.stringContaining('refused') }]);
    expect(await trouble({ DATABASE_URL: '' })).toMatchObject([{ check: 'database', result: 'failed', detail: expect.stringContaining('passerby serve') }]);
  });

  it('finds a migration that is missing, applies nothing, and looks at nothing that depends on it', async () => {
    const behind = await freshDatabase({ migrated: false });
    try {
      expect(await trouble({ DATABASE_URL: behind.url })).toMatchObject([{ check: 'migrations', result: 'failed' }]);
      await migrate(behind.sql, { migrations: readMigrations().slice(0, -1) });
      expect(await trouble({ DATABASE_URL: behind.url })).toMatchObject([{ check: 'migrations', result: 'failed', detail: expect.stringContaining(`from ${readMigrations().at(-1)?.version} on. Run passerby migrate`) }]);
      const [{ count }] = await behind.sql<[{ count: number }]>`select count(*) from passerby.migrations`;
      expect(count).toBe(readMigrations().length - 1);
    } finally {
      await behind.drop();
    }
  });

  it('finds a migration that has changed, and a schema that is newer', async () => {
    await database.sql`insert into passerby.migrations (version, name, checksum) values ('99990101000000', 'later', 'x')`;
    expect(await trouble()).toMatchObject([{ check: 'migrations', result: 'warning', detail: expect.stringContaining('99990101000000') }]);
    await database.sql`update passerby.migrations set checksum = 'x' where version = ${readMigrations()[0]?.version ?? ''}`;
    expect(await trouble()).toMatchObject([{ check: 'migrations', result: 'failed', detail: expect.stringContaining('_tables.sql') }]);
  });

  it('finds that the partitions to come run out, and that this week\'s is missing', async () => {
    const drop = (day: string) => database.sql.unsafe(`drop table passerby.raw_events_${day}`);
    const names = (await database.sql<{ day: string }[]>`
      select substring(relname from '\\d{8}$') as day from pg_class where relname ~ '^raw_events_\\d{8}$' and relkind = 'r' and to_date(substring(relname from '\\d{8}$'), 'YYYYMMDD') > now() - interval '7 days' order by 1`)
      .map(({ day }) => day);
    for (const day of names.slice(5)) await drop(day);
    expect(await trouble()).toMatchObject([{ check: 'partitions', result: 'warning' }]);
    for (const day of names.slice(1, 5)) await drop(day);
    expect(await trouble()).toMatchObject([{ check: 'partitions', result: 'failed', detail: expect.stringContaining('call passerby.upkeep()') }]);
    await drop(names[0] as string);
    expect(await trouble()).toMatchObject([{ check: 'partitions', result: 'failed', detail: expect.stringContaining('this week is missing') }]);
    await database.sql`select passerby.ensure_partitions(now(), now() + interval '60 days')`;
    expect(await trouble()).toEqual([]);
  });

  it('finds that nobody has counted for days, and a run that failed', async () => {
    const { siteId } = await addTestSite(database.sql, 'UTC');
    await storeEvents(database.sql, siteId, [{ at: new Date().toISOString() }]);
    await database.sql`update passerby.aggregation_queue set queued_at = now() - interval '3 days'`;
    expect(await trouble()).toMatchObject([{ check: 'aggregation', result: 'failed', detail: expect.stringMatching(/1 days of sites wait.*4320 minutes.*passerby aggregate/) }]);
    await database.sql`alter table passerby.stats_daily add constraint nothing_fits check (events < 0)`;
    await expect(aggregate(database.sql)).rejects.toThrow('nothing_fits');
    expect(await trouble()).toMatchObject([{ check: 'aggregation', result: 'failed', detail: expect.stringContaining('nothing_fits') }]);
    await database.sql`alter table passerby.stats_daily drop constraint nothing_fits`;
    await aggregate(database.sql);
    expect(await trouble()).toEqual([]);
  });

  it('finds a pg_cron that is scheduled and does nothing', async () => {
    await database.sql`create schema cron`;
    await database.sql`create table cron.job (jobname text, active boolean, database text)`;
    await database.sql`insert into cron.job values ('passerby-aggregate', true, current_database())`;
    const { siteId } = await addTestSite(database.sql, 'UTC');
    await storeEvents(database.sql, siteId, [{ at: new Date().toISOString() }]);
    await database.sql`update passerby.aggregation_queue set queued_at = now() - interval '3 days'`;
    expect(await trouble()).toMatchObject([{ check: 'aggregation', result: 'failed', detail: expect.stringContaining('cron.job_run_details') }]);
  });

  it('finds clocks that disagree', async () => {
    expect(await trouble({}, () => Date.now() + 10_000)).toMatchObject([{ check: 'clock', result: 'warning', detail: expect.stringContaining('10.0 s behind') }]);
    expect(await trouble({}, () => Date.now() - HOUR)).toMatchObject([{ check: 'clock', result: 'failed', detail: expect.stringContaining('ahead of') }]);
  });

  it('finds salts of days that are over, and that today has none', async () => {
    await database.sql`insert into passerby.salts (day, salt) values (current_date - 9, decode(repeat('00', 32), 'hex'))`;
    expect(await trouble()).toMatchObject([{ check: 'salts', result: 'failed', detail: expect.stringContaining('expire_salts') }]);
    await database.sql`delete from passerby.salts`;
    expect(await trouble()).toMatchObject([{ check: 'salts', result: 'warning' }]);
  });

  it('finds that everybody is believed, and that the proxy in front is not', async () => {
    expect(await trouble({ PASSERBY_TRUSTED_PROXIES: '10.0.0.0/8, ::/0' })).toMatchObject([{ check: 'proxies', result: 'failed', detail: expect.stringContaining('::/0') }]);
    expect(await trouble({ PASSERBY_PUBLIC_URL: 'https://stats.example.com' })).toMatchObject([{ check: 'proxies', result: 'warning' }]);
    expect(await trouble({ PASSERBY_PUBLIC_URL: 'https://stats.example.com', PASSERBY_TRUSTED_PROXIES: '10.0.0.1' })).toEqual([]);
  });

  it('finds a data folder that cannot be one, one that is not there yet, and a disk with less room than the spool may take', async () => {
    const file = path.join(dataDir, 'file');
    await fs.writeFile(file, '');
    expect(await trouble({ PASSERBY_DATA: file })).toMatchObject([{ check: 'disk', result: 'failed', detail: expect.stringContaining('ENOTDIR') }]);
    expect(await trouble({ PASSERBY_DATA: path.join(dataDir, 'not-yet') })).toMatchObject([{ check: 'disk', result: 'warning' }]);
    expect(await trouble({ PASSERBY_SPOOL_BYTES: '9000000000000000' })).toMatchObject([{ check: 'disk', result: 'failed', detail: expect.stringContaining('PASSERBY_SPOOL_BYTES') }]);
  });

  it('finds events that wait on disk, and segments that cannot be read', async () => {
    const folder = path.join(dataDir, 'spool');
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, '1-a.open'), 'line\n');
    expect(await trouble()).toMatchObject([{ check: 'spool', result: 'warning', detail: expect.stringContaining('5 bytes') }]);
    await fs.writeFile(path.join(folder, '1-b.taken.unreadable'), 'line\n');
    expect(await trouble()).toMatchObject([{ check: 'spool', result: 'failed', detail: expect.stringContaining('1-b.taken.unreadable') }]);
    await fs.rm(folder, { recursive: true });
  });
});

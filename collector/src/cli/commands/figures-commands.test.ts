import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.ts';
import { nameToUuid, storeEvents } from '../../../test/support/store-events.ts';
import { run } from '../run.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

const log = path.resolve(import.meta.dirname, '../../../test/fixtures/access-log/access.log.gz');

/** Runs a command line with --json; the lines it prints, read, or its exit code and error. */
async function passerby(...args: string[]): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const signal = new AbortController().signal;
  const code = await run([...args, '--json'], { env: { DATABASE_URL: database.url }, out: (line) => lines.push(line), err: () => {}, signal });
  const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return code === 0 ? answers : answers.map((answer) => ({ code, ...answer }));
}

async function newSite(): Promise<{ key: string; siteId: number }> {
  const [site] = await passerby('site', 'add', '--domain', 'semicomplete.com');
  const key = String(site?.['key']);
  const [row] = await database.sql<[{ site_id: number }]>`select site_id from passerby.sites where public_key = ${key}`;
  return { key, siteId: row.site_id };
}

describe('the commands about figures and what they are made of', () => {
  it('import an access log, and say what was passed over', async () => {
    const { key } = await newSite();
    const [first] = await passerby('import', '--site', key, '--format', 'combined', log);
    expect(first).toMatchObject({ duplicates: 0, rejected: {}, log: { lines: 1657, unreadable: 0 } });
    expect((await passerby('import', '--site', key, '--format', 'combined', log))[0]).toMatchObject({ accepted: 0, duplicates: first?.['accepted'] });
    expect((await passerby('import', '--site', key, '--format', 'excel', log))[0]).toMatchObject({ code: 2, error: { code: 'PASSERBY_USAGE' } });
  });

  it('import a CSV file by the names of its columns', async () => {
    const { key, siteId } = await newSite();
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-csv-'));
    const file = path.join(folder, 'export.csv');
    await fs.writeFile(file, 'Zeit,Seite\r\n2024-03-10T10:00:00Z,/a\r\n2024-03-10T10:01:00Z,/b\r\n');
    const words = ['import', '--site', key, '--format', 'csv', '--map', 'timestamp=Zeit', '--map', 'path=Seite', file];
    expect((await passerby(...words))[0]).toMatchObject({ accepted: 2, rejected: {} });
    expect((await database.sql`select path from passerby.raw_events where site_id = ${siteId} order by ts`).map((row) => row['path'])).toEqual(['/a', '/b']);
    expect((await passerby('import', '--site', key, '--format', 'csv', file))[0]).toMatchObject({ code: 1, error: { code: 'csv_mapping' } });
    expect((await passerby('import', '--site', key, '--format', 'csv', '--map', 'colour=Seite', file))[0]).toMatchObject({ code: 2 });
    await fs.rm(folder, { recursive: true });
  });

  it('end with exit code 1 and say why where a file holds nothing that can be stored', async () => {
    const { key } = await newSite();
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-files-'));
    const load = async (content: string | Buffer, format = 'events'): Promise<Record<string, unknown> | undefined> => {
      const file = path.join(folder, 'file');
      await fs.writeFile(file, content);
      return (await passerby('import', '--site', key, '--format', format, file))[0];
    };
    const packed = zlib.gzipSync(Array.from({ length: 1_000 }, (_, n) => `{"event":"e${n}"}`).join('\n'));
    const wrong = async (content: string | Buffer): Promise<unknown> => (await load(content))?.['error'];
    expect(await wrong('')).toMatchObject({ message: expect.stringContaining('is empty') });
    expect(await wrong(Buffer.from([1, 2, 0, 3]))).toMatchObject({ message: expect.stringContaining('neither text nor gzip') });
    expect(await wrong(packed.subarray(0, 500))).toMatchObject({ message: expect.stringContaining('cannot be unpacked') });
    expect(await wrong(Buffer.concat([packed.subarray(0, 100), Buffer.alloc(400, 0xff)]))).toMatchObject({ message: expect.stringContaining('cannot be unpacked') });
    expect(await load('hello\nworld\n')).toMatchObject({ code: 1, accepted: 0, first_rejections: [{ line: 1, detail: 'is no JSON' }, { line: 2 }] });
    expect(await load('hello\nworld\n', 'combined')).toMatchObject({ code: 1, log: { unreadable: 2 } });
    expect((await passerby('import', '--site', key, folder))[0]).toMatchObject({ code: 2, error: { message: expect.stringContaining('folder') } });
    await fs.rm(folder, { recursive: true });
  });

  it('list and remove what a site defines, and list the sites', async () => {
    const { key } = await newSite();
    const [goal] = await passerby('goal', 'add', '--site', key, '--name', 'Seen', '--event', 'page_view', '--path', '/works/*');
    const [funnel] = await passerby('funnel', 'add', '--site', key, '--name', 'Both', '--step', 'Seen=page_view /', '--step', 'Wrote=contact_submitted');
    const names = async (what: string): Promise<unknown[]> => Object.values((await passerby(what, 'list', '--site', key))[0]!).map((one) => (one as { name: string }).name);
    expect([await names('goal'), await names('funnel')]).toEqual([['Seen'], ['Both']]);
    expect(await passerby('goal', 'remove', '--site', key, '--id', String(goal?.['goal_id']))).toEqual([{ removed: goal?.['goal_id'] }]);
    expect(await passerby('funnel', 'remove', '--site', key, '--id', String(funnel?.['funnel_id']))).toEqual([{ removed: funnel?.['funnel_id'] }]);
    expect([await names('goal'), await names('funnel')]).toEqual([[], []]);
    expect((await passerby('goal', 'remove', '--site', key, '--id', '1'))[0]).toMatchObject({ code: 1, error: { code: 'unknown_goal' } });
    expect(Object.values((await passerby('site', 'list'))[0]!)).toContainEqual(expect.objectContaining({ key, domain: 'semicomplete.com', timezone: 'UTC' }));
  });

  it('compute a site anew after its time zone has changed', async () => {
    const { key, siteId } = await newSite();
    await storeEvents(database.sql, siteId, [{ at: '2026-03-10T23:30:00Z' }]);
    await passerby('aggregate');
    await database.sql`update passerby.sites set timezone = 'Asia/Kathmandu' where site_id = ${siteId}`;
    await passerby('rebuild', '--site', key);
    expect([...await database.sql`select day, page_views from passerby.stats_daily where site_id = ${siteId}`]).toEqual([{ day: '2026-03-11', page_views: 1 }]);
    expect((await passerby('rebuild', '--site', key, '--from', '2026-02-30'))[0]).toMatchObject({ code: 2 });
  });

  it('export and erase a person', async () => {
    const { key, siteId } = await newSite();
    await storeEvents(database.sql, siteId, [
      { at: '2026-03-10T10:00:00Z', visitor: 'gone', path: '/a' }, { at: '2026-03-11T10:00:00Z', visitor: 'gone', path: '/b' }, { at: '2026-03-11T10:00:00Z', visitor: 'ben' },
    ]);
    await passerby('aggregate');
    const person = ['--site', key, '--visitor', nameToUuid('gone')];
    expect((await passerby('person', 'export', ...person)).map((event) => event['path'])).toEqual(['/a', '/b']);
    expect((await passerby('person', 'erase', ...person))[0]).toMatchObject({ events: 2 });
    expect(await passerby('person', 'export', ...person)).toEqual([]);
    expect([...await database.sql`select day, page_views from passerby.stats_daily where site_id = ${siteId}`]).toEqual([{ day: '2026-03-11', page_views: 1 }]);
    const requests = await database.sql`select kind, events from passerby.privacy_requests where site_id = ${siteId} order by requested_at`;
    expect([...requests]).toEqual([{ kind: 'export', events: 2 }, { kind: 'erase', events: 2 }, { kind: 'export', events: 0 }]);
    expect((await passerby('person', 'erase', '--site', key))[0]).toMatchObject({ code: 2 });
  });

  it('set how long a site keeps its events and visits, in an order that makes sense', async () => {
    const { key, siteId } = await newSite();
    expect((await passerby('site', 'keep', '--site', key, '--events', '30', '--visits', '400'))[0]).toMatchObject({ events_days: 30, visits_days: 400 });
    expect((await database.sql`select raw_days, visit_days from passerby.sites where site_id = ${siteId}`)[0]).toEqual({ raw_days: 30, visit_days: 400 });
    for (const wrong of [['--events', '3'], ['--visits', '30'], ['--events', '60', '--visits', '30'], ['--events', 'soon']]) {
      expect((await passerby('site', 'keep', '--site', key, ...wrong))[0]).toMatchObject({ code: 2 });
    }
  });
});

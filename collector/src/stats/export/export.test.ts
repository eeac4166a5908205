import net from 'node:net';
import { promisify } from 'node:util';
import Fastify, { type FastifyInstance } from 'fastify';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.ts';
import { until } from '../../../../test/support/until.ts';
import { statsApp, SECRET, type StatsApp } from '../../../test/support/stats-app.ts';
import { addTestSite, storeEvents, type TestEvent } from '../../../test/support/store-events.ts';
import { tokenVerifier } from '../../auth/token-verifier.ts';
import { mintToken, type Claims } from '../../auth/tokens.ts';
import type { Breakdown, Goals, Problem, Summary, Timeseries } from '../../contract/index.ts';
import { aggregate } from '../../jobs/aggregate.ts';
import { setPlan } from '../../plans/set-plan.ts';
import { addFunnel } from '../../sites/funnels.ts';
import { addGoal } from '../../sites/goals.ts';
import { csvOf } from './exported.ts';
import { openSnapshot } from './snapshot.ts';
import { resolve } from '../question.ts';
import { reports } from '../reports.ts';
import { openSite } from '../../auth/open-site.ts';
import { exportRoute, type Patience } from './route.ts';

const RANGE = 'from=2026-03-10&to=2026-03-12';
const ROWS = 6_123;
/** A filter has pages counted from visits, of which every value is kept. */
const PAGES = `report=breakdown&dimension=page&${RANGE}&filter=event:is:page_view`;
/** What a spreadsheet would run, and what would break a line, a cell or a file. */
const HOSTILE = ['=HYPERLINK("http://evil.example")', '+1+1', '-2+3', '@SUM(A1)', '\tx', '\rx', 'a,b', 'say "hi"', 'line\r\nbreak', 'Ünïcödé 🎨', '<script>alert(1)</script>', '\u001b[31mred'];

let database: FreshDatabase;
let stats: StatsApp;
let site: { siteId: number; key: string };
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date('2026-03-12T12:00:00Z'));
  site = await addTestSite(database.sql, 'Europe/Zurich');
  await database.sql`select passerby.declare_properties(${site.siteId}, ${['work']})`;
  await addGoal(database.sql, site.siteId, { name: '=Contact, "the" goal', event: 'contact_submitted' });
  await addFunnel(database.sql, site.siteId, { name: '../Contact', steps: [{ name: 'Seen', event: 'page_view' }, { name: '-Wrote', event: 'contact_submitted' }] });
  await storeEvents(database.sql, site.siteId, HOSTILE.map((value, index): TestEvent => ({
    at: `2026-03-1${index % 3}T10:0${index % 10}:00Z`, visitor: `v${index}`, path: value, columns: { source: value, title: value, properties: { work: value } },
  })));
  await storeEvents(database.sql, site.siteId, [{ at: '2026-03-11T11:00:00Z', visitor: 'v1', event: 'contact_submitted', path: '/' }]);
  await aggregate(database.sql);
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

async function get(query: string, claims: Claims = { role: 'admin' }, key = site.key) {
  const token = await mintToken({ secret: SECRET, ttlSeconds: 3600, now: new Date('2026-03-12T12:00:00Z'), ...claims });
  return stats.app.inject({ url: `/api/stats/${key}/export?${query}`, headers: { authorization: `Bearer ${token}` } });
}
const ask = async <T>(what: string): Promise<T> => (await stats.ask<T>(`/api/stats/${site.key}/${what}`)).body;

/** Reads RFC 4180, strictly: every line ends in CRLF and has as many cells as the first. */
function readCsv(text: string): Record<string, string>[] {
  expect(text.startsWith('\uFEFF')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (cell.lastIndex = 1; cell.lastIndex < text.length;) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) throw new Error(`no cell at ${at}: ${text.slice(at, at + 40)}`);
    lines.at(-1)!.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    if (found[3] !== ',' && cell.lastIndex < text.length) lines.push([]);
  }
  const [head, ...rows] = lines as [string[], ...string[][]];
  expect(rows.every((row) => row.length === head.length)).toBe(true);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]!])));
}
const numbers = (row: Record<string, string>, like: object): Record<string, number> =>
  Object.fromEntries(Object.entries(like).filter(([, value]) => typeof value === 'number').map(([name]) => [name, Number(row[name])]));

describe('an export', () => {
  it('of a series has the figures of the screen, a date in each row, and a name that says of what and when', async () => {
    const answer = await get(`report=timeseries&format=csv&${RANGE}&interval=day&compare=previous`);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="example.com-timeseries-2026-03-10-2026-03-12.csv"', 'cache-control': 'private, no-store',
    });
    const { points, previous } = await ask<Timeseries>(`timeseries?${RANGE}&interval=day&compare=previous`);
    const rows = readCsv(answer.body);
    expect(rows.map((row) => row['t'])).toEqual(['2026-03-10', '2026-03-11', '2026-03-12']);
    expect(rows.map((row, index) => numbers(row, points[index]!))).toEqual(points.map(({ t: _t, partial: _p, ...figures }) => figures));
    expect(rows.map((row) => row['previous_t'])).toEqual(previous?.points.map((point) => point.t));
  });

  it('of a breakdown has the figures of the screen for every value, with the days that they are of', async () => {
    const { rows: shown } = await ask<Breakdown>(`breakdown?${RANGE}&dimension=source&limit=1000&goal=1`);
    const rows = readCsv((await get(`report=breakdown&dimension=source&goal=1&${RANGE}`)).body);
    expect(rows).toHaveLength(shown.length);
    expect(rows.map((row) => numbers(row, shown[0]!))).toEqual(shown.map(({ value: _value, ...figures }) => figures));
    expect(new Set(rows.map(({ from, to }) => `${from} ${to}`))).toEqual(new Set(['2026-03-10 2026-03-12']));
  });

  it('of what is on screen has as many rows as it', async () => {
    const rows = readCsv((await get(`report=breakdown&dimension=source&limit=5&offset=2&${RANGE}`)).body);
    expect(rows).toHaveLength(5);
    const json = (await get(`report=breakdown&dimension=source&limit=5&offset=2&format=json&${RANGE}`)).json<Breakdown>();
    expect(json.rows).toEqual((await ask<Breakdown>(`breakdown?${RANGE}&dimension=source&limit=5&offset=2`)).rows);
  });

  it('as JSON is what the API answers, of a breakdown with all its rows', async () => {
    expect((await get(`report=summary&format=json&${RANGE}&compare=previous`)).json()).toEqual(await ask<Summary>(`summary?${RANGE}&compare=previous`));
    expect((await get(`report=goals&format=json&${RANGE}`)).json()).toEqual(await ask<Goals>(`goals?${RANGE}`));
    const { total_rows, rows, meta } = (await get(`report=breakdown&dimension=page&format=json&${RANGE}`)).json<Breakdown>();
    expect({ total_rows, rows, meta }).toEqual(await ask<Breakdown>(`breakdown?${RANGE}&dimension=page&limit=1000`).then(({ dimension: _d, ...rest }) => rest));
  });

  it('keeps spreadsheets from running what visitors sent, and gives back every character of it', async () => {
    for (const dimension of ['page', 'source', 'property:work']) {
      const answer = await get(`report=breakdown&dimension=${encodeURIComponent(dimension)}&${RANGE}`);
      const values = readCsv(answer.body).map((row) => row[dimension]!);
      expect(values.filter((value) => /^[=+\-@\t\r]/.test(value))).toEqual([]);
      // The contact came by itself, from the page at /.
      const told = values.map((value) => value.replace(/^'(?=[=+\-@\t\r])/, '')).filter((value) => value !== '' && value !== '/');
      expect(told.toSorted()).toEqual(HOSTILE.toSorted());
    }
    const [goal] = readCsv((await get(`report=goals&${RANGE}`)).body);
    expect(goal?.['name']).toBe('\'=Contact, "the" goal');
  });

  it('names its file so that no header and no folder is left', async () => {
    const { headers } = await get(`report=breakdown&dimension=${encodeURIComponent('property:"; x=../../a\r\nset-cookie: b')}&${RANGE}`);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('of everything is a zip of a file for each report and breakdown, each as if exported alone', async () => {
    const answer = await get(`report=all&format=zip&${RANGE}`);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="example.com-2026-03-10-2026-03-12.zip"' });
    const files = Object.fromEntries(Object.entries(unzipSync(answer.rawPayload)).map(([name, bytes]) => [name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)]));
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['about.json', 'summary.csv', 'by-day.csv', 'contacts.csv', 'goals.csv', 'funnel-.._Contact.csv', 'page.csv', 'country.csv', 'property_work.csv', 'builder.csv', 'plans.csv', 'quality.csv']));
    expect(JSON.parse(files['about.json']!)).toMatchObject({ domain: 'example.com', timezone: 'Europe/Zurich', from: '2026-03-10', to: '2026-03-12' });
    expect(files['page.csv']).toBe((await get(`report=breakdown&dimension=page&${RANGE}`)).body);
    expect(files['summary.csv']).toBe((await get(`report=summary&${RANGE}`)).body);
    const total = readCsv(files['summary.csv']!)[0]!;
    const days = readCsv(files['by-day.csv']!);
    expect(days.reduce((sum, day) => sum + Number(day['page_views']), 0)).toBe(Number(total['page_views']));
  });

  it('of everything leaves out what role, plan and filters leave out', async () => {
    await setPlan(database.sql, 'small', { dimensions: ['page'], funnels: false, intervals: ['week'] });
    const own = await addTestSite(database.sql);
    await database.sql`update passerby.sites set plan = 'small' where site_id = ${own.siteId}`;
    const answer = await get(`report=all&format=zip&${RANGE}`, { role: 'artist', sites: [own.key] }, own.key);
    expect(Object.keys(unzipSync(answer.rawPayload)).toSorted()).toEqual(['about.json', 'by-week.csv', 'contact-sources.csv', 'contacts.csv', 'goals.csv', 'page.csv', 'quality.csv', 'summary.csv']);
    const filtered = await get(`report=all&format=zip&${RANGE}&filter=source:is:Google`);
    expect(Object.keys(unzipSync(filtered.rawPayload))).not.toContain('builder.csv');
  });

  it('of all sites that the token opens is of their sums, and lists them', async () => {
    const owner = 'artist-exports';
    const [one, two] = [await addTestSite(database.sql, 'UTC', owner), await addTestSite(database.sql, 'UTC', owner)];
    for (const { siteId } of [one, two]) await storeEvents(database.sql, siteId, [{ at: '2026-03-12T10:00:00Z', path: '/a' }]);
    await aggregate(database.sql);
    const answer = await get(`report=breakdown&dimension=page&${RANGE}`, { role: 'artist', owner }, 'all');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="all-page-2026-03-10-2026-03-12.csv"');
    expect(readCsv(answer.body).map((row) => [row['page'], row['visitors']])).toEqual([['/a', '2']]);
    expect(readCsv((await get(`report=sites&${RANGE}`, { role: 'artist', owner }, 'all')).body).map((row) => row['site']).toSorted()).toEqual([one.key, two.key].toSorted());
    expect((await get(`report=all&format=zip&${RANGE}`, { role: 'artist', owner }, 'all')).json<Problem>().code).toBe('invalid_query');
  });

  it('is refused by the plan, by the role, and where there is no such report, before anything is sent', async () => {
    await setPlan(database.sql, 'silent', { export: false, history_days: 30, position: 1 });
    await setPlan(database.sql, 'large', { position: 2 });
    const own = await addTestSite(database.sql);
    const artist: Claims = { role: 'artist', sites: [own.key] };
    await database.sql`update passerby.sites set plan = 'silent' where site_id = ${own.siteId}`;
    for (const query of ['report=summary', 'report=all&format=zip']) expect((await get(query, artist, own.key)).json<Problem>()).toMatchObject({ status: 403, code: 'forbidden_by_plan', limit: 'export', allowed_by: expect.arrayContaining(['large']) });
    await setPlan(database.sql, 'silent', { export: true });
    expect((await get('report=summary&period=90d', artist, own.key)).json<Problem>()).toMatchObject({ code: 'forbidden_by_plan', limit: 'history' });
    expect((await get('report=builder', artist, own.key)).json<Problem>()).toMatchObject({ status: 403, code: 'forbidden_by_role' });
    for (const query of ['', 'report=passwords', 'report=constructor', 'report=all', 'report=all&format=csv', 'report=summary&format=zip', 'report=summary&format=xls', 'report=breakdown', `report=summary&from=2026-03-12&to=2026-03-10`, 'report=summary&report=goals']) {
      expect([query, (await get(query)).json<Problem>().code]).toEqual([query, 'invalid_query']);
    }
    expect((await get('report=summary', { role: 'artist', sites: [own.key] })).statusCode).toBe(404);
  });
});

describe('hostile text', () => {
  it.each(['report', 'format', 'dimension', 'filter', 'from', 'interval'])('in %s is a value like any other, or refused as a problem', async (name) => {
    for (const value of [...HOSTILE, '\'; drop table passerby.sites; --', '__proto__', 'toString', '\0', '../..', '%', 'x'.repeat(3_000)]) {
      const answer = await get(`${new URLSearchParams({ report: 'breakdown', dimension: 'page', ...(name === 'interval' && { report: 'timeseries' }), [name]: value })}`);
      expect([value.slice(0, 80), [200, 400].includes(answer.statusCode)]).toEqual([value.slice(0, 80), true]);
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
  });
});

/** An export route of a test's own, at an address. */
async function exporter(patience: Patience): Promise<{ app: FastifyInstance; url: string; token: string }> {
  const at = new Date('2026-03-12T12:00:00Z');
  const app = Fastify();
  exportRoute(app, { sql: database.sql, verify: tokenVerifier({ secret: SECRET }), now: () => at }, patience);
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }), token: await mintToken({ secret: SECRET, ttlSeconds: 3600, role: 'admin', now: at }) };
}

describe('a reader that reads no further', () => {
  it('is let go of, and holds neither a connection nor a place', async () => {
    const own = await addTestSite(database.sql);
    const long = 'x'.repeat(1_900);
    await storeEvents(database.sql, own.siteId, Array.from({ length: 9_000 }, (_, index): TestEvent => ({ at: '2026-03-12T10:00:00Z', visitor: `v${index}`, path: `/${index}/${long}` })));
    await aggregate(database.sql);
    await database.sql`analyze passerby.visits`;
    const { app, url, token } = await exporter({ idleMs: 300, patienceMs: 60_000 });
    const sockets = Array.from({ length: 3 }, () => net.connect(Number(new URL(url).port), '127.0.0.1').pause());
    const ends = sockets.map((socket) => new Promise<void>((resolve) => { socket.on('error', () => {}).once('close', () => resolve()); }));
    for (const socket of sockets) socket.write(`GET /api/stats/${own.key}/export?${PAGES} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`);
    const connections = promisify(app.server.getConnections.bind(app.server));
    const snapshots = async (): Promise<number> => (await database.sql`select from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`).length;
    await until('two are being answered', async () => await snapshots() === 2);
    await until('all were let go of', async () => await connections() === 0);
    await until('no connection is held', async () => await snapshots() === 0);
    expect(sockets.map((socket) => socket.bytesRead)).toEqual([0, 0, 0]);
    for (const socket of sockets) socket.destroy();
    await Promise.all(ends);
    await app.close();
  });
});

describe('a big export', () => {
  it('comes whole, each value once, of one moment although figures change meanwhile', async () => {
    const big = await addTestSite(database.sql);
    const events = Array.from({ length: ROWS }, (_, index): TestEvent => ({ at: '2026-03-12T10:00:00Z', visitor: `v${index}`, path: `/${index}` }));
    await storeEvents(database.sql, big.siteId, events);
    await aggregate(database.sql);
    // As autovacuum does soon: without statistics the planner takes the new rows for few.
    await database.sql`analyze passerby.visits`;
    const { app, url, token } = await exporter({ idleMs: 60_000, patienceMs: 60_000 });
    const snapshot = await openSnapshot(database.sql);
    const at = new Date('2026-03-12T12:00:00Z');
    const opened = await openSite(snapshot.sql, big.key, `Bearer ${token}`, tokenVerifier({ secret: SECRET }), at);
    const report = reports(snapshot.sql)['breakdown']!;
    const query = { dimension: 'page', from: '2026-03-10', to: '2026-03-12', filter: 'event:is:page_view' };
    const lines = csvOf({ ...await resolve(snapshot.sql, opened, 'breakdown', report, query, at), name: 'breakdown', report, asOnScreen: false });
    let text = String((await lines.next()).value) + String((await lines.next()).value);
    await storeEvents(database.sql, big.siteId, events.slice(0, 5_500).map((event) => ({ ...event, visitor: `w${event.visitor}` })));
    await aggregate(database.sql);
    for await (const line of lines) text += line;
    await snapshot.close();
    const rows = readCsv(text);
    expect(new Set(rows.map((row) => row['page'])).size).toBe(ROWS);
    expect(rows).toHaveLength(ROWS);
    expect(rows.every((row) => row['page_views'] === '1')).toBe(true);
    // fetch takes the byte order mark off.
    const after = readCsv(`\uFEFF${await (await fetch(`${url}/api/stats/${big.key}/export?${PAGES}`, { headers: { authorization: `Bearer ${token}` } })).text()}`);
    expect(after.filter((row) => row['page_views'] === '2')).toHaveLength(5_500);

    // Whoever goes away in the middle leaves no connection held.
    for (let i = 0; i < 4; i += 1) {
      const leave = new AbortController();
      const left = await fetch(`${url}/api/stats/${big.key}/export?${PAGES}`, { headers: { authorization: `Bearer ${token}` }, signal: leave.signal });
      expect(left.status).toBe(200);
      leave.abort();
      await until('the connection is back', async () => (await database.sql`select from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`).length === 0);
    }
    // More at once than there are places wait for their turn.
    const four = await Promise.all(Array.from({ length: 4 }, async () => (await fetch(`${url}/api/stats/${big.key}/export?${PAGES}`, { headers: { authorization: `Bearer ${token}` } })).text()));
    expect(four.map((text) => text.split('\r\n').length)).toEqual(Array.from({ length: 4 }, () => ROWS + 2));
    await app.close();
  });
});

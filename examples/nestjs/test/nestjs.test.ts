import { createHmac } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireEvent } from '../../../collector/src/contract/index.ts';
import { importEvents } from '../../../collector/src/ingest/import.ts';
import { aggregate } from '../../../collector/src/jobs/aggregate.ts';
import { addSite, type AddedSite } from '../../../collector/src/sites/add-site.ts';
import { findSite } from '../../../collector/src/sites/find-site.ts';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { makeDeclarations } from '../../../test/support/declarations.ts';
import { freePort } from '../../../test/support/passerby.ts';
import { runCommand, startCommand, type RunningCommand } from '../../../test/support/run-command.ts';
import { wireEvent } from '../../../test/support/wire.ts';

const cwd = path.resolve(import.meta.dirname, '..');
const SECRET = 'the platform\'s own';
/** A day of which the figures are known. */
const RANGE = 'from=2026-03-02&to=2026-03-02';

/** As the platform's sign-in hands them out. */
function session(user: { id: string; role: 'artist' | 'admin' }): string {
  const payload = Buffer.from(JSON.stringify(user)).toString('base64url');
  return `${payload}.${createHmac('sha256', SECRET).update(payload).digest('base64url')}`;
}
const [ada, bob, admin] = [session({ id: 'ada', role: 'artist' }), session({ id: 'bob', role: 'artist' }), session({ id: 'root', role: 'admin' })];

const at = (time: string, visitor: string, event: string, url: string): WireEvent =>
  wireEvent({ event, timestamp: `2026-03-02T${time}Z`, actor: { type: 'visitor', id: visitor }, context: { url: `https://ada.example${url}`, referrer: visitor === 'one' ? 'https://duckduckgo.com/' : undefined } });
const did = (time: string, user: string, event: string): WireEvent =>
  wireEvent({ event, timestamp: `2026-03-02T${time}Z`, actor: { type: 'user', id: `browser of ${user}`, user_id: user }, context: {} });

describe('the NestJS example, built and started', () => {
  let database: FreshDatabase;
  let nest: RunningCommand;
  let url: string;
  let portfolio: AddedSite;
  let builder: AddedSite;

  beforeAll(async () => {
    database = await freshDatabase();
    const { sql } = database;
    await sql`insert into passerby.plans (plan, name, position, history_days) values ('free', 'Free', 1, 30), ('pro', 'Pro', 2, null)`;
    portfolio = await addSite(sql, { domain: 'ada.example', owner: 'ada', plan: 'pro' });
    builder = await addSite(sql, { domain: 'builder.example', owner: 'platform' });
    await sql`insert into passerby.goals (site_id, name, event) values (${portfolio.site_id}, 'Enquiry', 'work_enquiry')`;
    await take(portfolio, [
      at('10:00:00', 'one', 'page_view', '/'), at('10:05:00', 'one', 'page_view', '/works'), at('10:06:00', 'one', 'work_enquiry', '/works'),
      at('12:00:00', 'two', 'page_view', '/'),
    ]);
    await take(builder, [did('09:00:00', 'ada', 'builder.page_edited'), did('09:10:00', 'ada', 'builder.site_published'), did('11:00:00', 'bob', 'builder.page_edited')]);
    await makeDeclarations();
    await runCommand(['npm', 'run', 'build'], { cwd });
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    nest = await startCommand([process.execPath, 'dist/main.js'], url, { cwd, env: { DATABASE_URL: database.url, PORT: port, EXAMPLE_SESSION_SECRET: SECRET } });
  });
  afterAll(async () => {
    await nest?.stop();
    await database?.drop();
  });

  async function take(site: AddedSite, events: WireEvent[]): Promise<void> {
    await importEvents({ sql: database.sql, site: await findSite(database.sql, site.key), lines: lines(events) });
    await aggregate(database.sql);
  }

  const get = async (site: AddedSite, report: string, who: string | undefined, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/stats/${site.key}/${report}`, { headers: { ...(who !== undefined && { authorization: `Bearer ${who}` }), ...headers } });
    const text = await response.text();
    return { status: response.status, etag: response.headers.get('etag') ?? '', body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };

  it('answers the traffic of an artist\'s own site', async () => {
    const { status, body } = await get(portfolio, `traffic?${RANGE}&interval=day`, ada);
    expect(status).toBe(200);
    expect(body['summary']).toMatchObject({ metrics: { visitors: 2, visits: 2, page_views: 3, bounce_rate: 0.5, visit_duration: 180 } });
    expect(body['timeseries']).toMatchObject({ points: [{ t: '2026-03-02', visitors: 2, page_views: 3 }] });
    expect(body['sources']).toMatchObject({ total_rows: 2, rows: [{ value: 'DuckDuckGo', visitors: 1, page_views: 2 }, { value: '', visitors: 1, page_views: 1 }] });
    expect(body['pages']).toMatchObject({ rows: [{ value: '/', page_views: 2 }, { value: '/works', page_views: 1 }] });
  });

  it('answers conversions: goals, and who wrote to the artist', async () => {
    const { body } = await get(portfolio, `conversions?${RANGE}`, ada);
    expect(body['goals']).toMatchObject({ visitors: 2, goals: [{ name: 'Enquiry', conversions: 1, visitors: 1, conversion_rate: 0.5 }] });
    expect(body['contacts']).toMatchObject({ submissions: 1, visitors: 1, contact_rate: 0.5 });
  });

  it('answers what is done in the builder to who runs the platform, and to nobody else', async () => {
    const { body } = await get(builder, `builder-activity?${RANGE}`, admin);
    expect(body['builder']).toMatchObject({ active_builders: 2, actions: 3, publishers: 1, publish_rate: 0.5 });
    expect(await get(portfolio, `builder-activity?${RANGE}`, ada)).toMatchObject({ status: 403, body: { code: 'forbidden_by_role' } });
  });

  it('lets in nobody who is not signed in, and shows no site to another artist', async () => {
    expect((await get(portfolio, `traffic?${RANGE}`, undefined)).status).toBe(401);
    expect((await get(portfolio, `traffic?${RANGE}`, `${ada}x`)).status).toBe(401);
    expect(await get(portfolio, `traffic?${RANGE}`, bob)).toMatchObject({ status: 404, body: { code: 'unknown_site' } });
    expect((await get(portfolio, `traffic?${RANGE}`, admin)).status).toBe(200);
  });

  it('says which parameter is wrong', async () => {
    expect(await get(portfolio, 'traffic?period=ever', ada)).toMatchObject({ status: 400, body: { code: 'invalid_query', detail: expect.stringContaining('period') as string } });
  });

  it('answers only as far back as the site\'s plan reaches, and names the plan that reaches further', async () => {
    const small = await addSite(database.sql, { domain: 'small.example', owner: 'ada', plan: 'free' });
    expect((await get(small, 'traffic?period=30d', ada)).status).toBe(200);
    expect(await get(small, 'traffic?period=90d', ada)).toMatchObject({ status: 403, body: { code: 'forbidden_by_plan', limit: 'history', allowed_by: ['pro'] } });
    await database.sql`update passerby.sites set plan = 'pro' where site_id = ${small.site_id}`;
    expect((await get(small, 'traffic?period=90d', ada)).status).toBe(200);
  });

  it('computes an answer once, says when it is the one that the asker has, and computes it anew when there are new figures', async () => {
    const site = await addSite(database.sql, { domain: 'ada.example', owner: 'ada' });
    const views = async (headers = {}) => {
      const { status, etag, body } = await get(site, `traffic?${RANGE}`, ada, headers);
      return { status, etag, views: (body['summary'] as { metrics: { page_views: number } } | undefined)?.metrics.page_views };
    };
    await take(site, [at('10:00:00', 'one', 'page_view', '/')]);
    const first = await views();
    expect(first).toMatchObject({ status: 200, views: 1 });
    // What is in the tables is not looked at again.
    await database.sql`update passerby.stats_daily set page_views = 99 where site_id = ${site.site_id}`;
    expect(await views()).toEqual(first);
    expect(await views({ 'if-none-match': first.etag })).toMatchObject({ status: 304, views: undefined });
    await take(site, [at('10:10:00', 'one', 'page_view', '/')]);
    const second = await views({ 'if-none-match': first.etag });
    expect(second).toMatchObject({ status: 200, views: 2 });
    expect(second.etag).not.toBe(first.etag);
  });
});

async function* lines(events: WireEvent[]): AsyncGenerator<string> {
  for (const event of events) yield JSON.stringify(event);
}

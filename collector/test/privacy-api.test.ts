import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../src/contract/index.ts';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import { run } from '../src/cli/run.ts';

let collector: TestCollector;
beforeAll(async () => { collector = await startCollector(); });
afterAll(() => collector.close());

interface Answer { status: number; text: string; body: Record<string, unknown> }

async function ask(site: string, path: string, { method = 'GET', body, role = 'artist', token }: { method?: string; body?: unknown; role?: Role; token?: string | undefined } = {}): Promise<Answer> {
  const response = await fetch(`${collector.url}/api/sites/${site}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token ?? await collector.token(site, role)}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') && !text.includes('}\n{') ? JSON.parse(text) as Record<string, unknown> : {} };
}

/** A site where two people have each seen two pages. */
async function twoPeople(): Promise<{ key: string }> {
  const { key } = await collector.addSite();
  const visit = (user_id: string) => ['/', '/work'].map((path) => wireEvent({ actor: { type: 'user', id: randomUUID(), user_id }, context: { url: `http://localhost${path}` } }));
  await track(collector.url, { site: key, events: [...visit('ada'), ...visit('mara')] });
  await collector.aggregate();
  return { key };
}

async function pageViews(key: string): Promise<number> {
  const response = await fetch(`${collector.url}/api/stats/${key}/summary?period=7d`, { headers: { authorization: `Bearer ${await collector.token(key)}` } });
  return (await response.json() as { metrics: { page_views: number } }).metrics.page_views;
}

describe('the API for what people may ask', () => {
  it('exports a person’s events, a line each, and nobody else’s', async () => {
    const { key } = await twoPeople();
    const { status, text } = await ask(key, 'people/export', { method: 'POST', body: { user_id: 'ada' } });
    const events = text.trim().split('\n').map((line) => JSON.parse(line) as { user_id: string; path: string });
    expect(status).toBe(200);
    expect(events.map(({ user_id, path }) => [user_id, path])).toEqual([['ada', '/'], ['ada', '/work']]);
  });

  it('erases a person, so that figures are without them at once, and says that it was done but not to whom', async () => {
    const { key } = await twoPeople();
    expect(await pageViews(key)).toBe(4);
    const erased = await ask(key, 'people/erase', { method: 'POST', body: { user_id: 'ada' } });
    expect(erased).toMatchObject({ status: 200, body: { events: 2 } });
    expect(await pageViews(key)).toBe(2);
    const log = await ask(key, 'privacy-requests');
    expect(log.body['requests']).toEqual([expect.objectContaining({ request_id: erased.body['request_id'], kind: 'erase', events: 2, completed_at: expect.any(String) })]);
    expect(log.text).not.toContain('ada');
  });

  it('refuses a body that names nobody, or a person in two ways', async () => {
    const { key } = await collector.addSite();
    for (const body of [{}, { user_id: '' }, { user_id: 'a', visitor_id: 'b' }, [], 'ada']) {
      for (const path of ['people/erase', 'people/export']) {
        expect(await ask(key, path, { method: 'POST', body })).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
      }
    }
  });

  it('lists the decisions of the banner in a range of days', async () => {
    const { key } = await collector.addSite();
    const record = { id: randomUUID(), version: '2', choice: { analytics: true }, time: new Date().toISOString() };
    await fetch(`${collector.url}/api/consent`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ site: key, record }) });
    const today = new Date().toISOString().slice(0, 10);
    const { body } = await ask(key, `consents?from=${today}`);
    expect(body).toMatchObject({ record_id: record.id, version: '2', choice: { analytics: true }, chosen_at: record.time });
    expect(await ask(key, 'consents?to=2020-01-01')).toMatchObject({ status: 200, text: '' });
    expect(await ask(key, 'consents?from=yesterday')).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  });

  it('sets how long things are kept, and refuses what cannot be', async () => {
    const { key } = await collector.addSite();
    expect((await ask(key, 'retention')).body).toEqual({ events_days: null, visits_days: null });
    const wanted = { events_days: 30, visits_days: 90 };
    expect((await ask(key, 'retention', { method: 'PUT', body: wanted })).body).toEqual(wanted);
    expect((await ask(key, 'retention')).body).toEqual(wanted);
    for (const body of [{ events_days: 3, visits_days: 90 }, { events_days: 90, visits_days: 30 }, { events_days: null, visits_days: 30 }, { events_days: 30 }, { events_days: 30.5, visits_days: null }]) {
      expect(await ask(key, 'retention', { method: 'PUT', body })).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
    }
    expect((await ask(key, 'retention')).body).toEqual(wanted);
  });

  it('is for the artist and the platform’s people, and not for marketers, for links or for other tenants', async () => {
    const { key } = await twoPeople();
    const other = await collector.addSite();
    const calls = [
      ['people/export', 'POST', { user_id: 'ada' }], ['people/erase', 'POST', { user_id: 'ada' }], ['privacy-requests', 'GET', undefined],
      ['consents', 'GET', undefined], ['retention', 'GET', undefined], ['retention', 'PUT', { events_days: 30, visits_days: null }],
    ] as const;
    const { body: share } = await ask(key, 'shares', { method: 'POST', body: { name: 'for a friend' } });
    for (const [path, method, body] of calls) {
      expect(await ask(key, path, { method, body, role: 'marketer' })).toMatchObject({ status: 403, body: { code: 'forbidden_by_role' } });
      expect(await ask(key, path, { method, body, token: String(share['token']) })).toMatchObject({ status: 403, body: { code: 'forbidden_by_role' } });
      expect(await ask(key, path, { method, body, token: await collector.token(other.key, 'admin') })).toMatchObject({ status: 404, body: { code: 'unknown_site' } });
      expect(await ask(key, path, { method, body, token: 'x' })).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    }
    expect(await pageViews(key)).toBe(4);
  });

  it('has the same as commands', async () => {
    const { key } = await twoPeople();
    const passerby = async (...args: string[]) => {
      const out: string[] = [];
      await run([...args, '--json'], { env: { DATABASE_URL: collector.databaseUrl }, out: (line) => out.push(line), err: () => {}, signal: new AbortController().signal });
      return out.map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    await passerby('person', 'erase', '--site', key, '--user', 'mara');
    expect(await passerby('person', 'requests', '--site', key)).toEqual([{ requests: [expect.objectContaining({ kind: 'erase', events: 2 })] }]);
    await fetch(`${collector.url}/api/consent`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ site: key, record: { id: randomUUID(), version: '1', choice: { analytics: false }, time: new Date().toISOString() } }) });
    expect(await passerby('consent', 'export', '--site', key)).toEqual([expect.objectContaining({ choice: { analytics: false } })]);
  });
});

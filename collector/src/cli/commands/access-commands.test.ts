import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.ts';
import { statsApp, SECRET, type StatsApp } from '../../../test/support/stats-app.ts';
import { addTestSite } from '../../../test/support/store-events.ts';
import type { Problem } from '../../contract/index.ts';
import { run } from '../run.ts';

let database: FreshDatabase;
let stats: StatsApp;
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date());
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

/** Runs a command line with --json; the line it prints, read, with its exit code where that is not 0. */
async function passerby(...args: string[]): Promise<Record<string, unknown>> {
  const lines: string[] = [];
  const signal = new AbortController().signal;
  const code = await run([...args, '--json'], { env: { DATABASE_URL: database.url, PASSERBY_TOKEN_SECRET: SECRET }, out: (line) => lines.push(line), err: () => {}, signal });
  return { ...JSON.parse(lines[0]!) as object, ...(code !== 0 && { code }) };
}
const summary = async (key: string, token: unknown): Promise<[number, string | undefined]> => {
  const answer = await stats.app.inject({ url: `/api/stats/${key}/summary?period=90d`, headers: { authorization: `Bearer ${String(token)}` } });
  return [answer.statusCode, answer.json<Partial<Problem>>().code];
};

describe('the commands about digests', () => {
  it('add, list and end them', async () => {
    const { key } = await addTestSite(database.sql);
    const added = await passerby('digest', 'add', '--site', key, '--every', 'week', '--email', 'mara@artist.example');
    expect(await passerby('digest', 'add', '--site', key, '--every', 'week', '--email', 'mara@artist.example')).toEqual(added);
    expect(Object.values(await passerby('digest', 'list', '--site', key))).toEqual([{ digest_id: added['digest_id'], period: 'week', channel: 'email', address: 'mara@artist.example' }]);
    expect(await passerby('digest', 'remove', '--id', String(added['digest_id']))).toEqual({ removed: true });
    expect(Object.values(await passerby('digest', 'list', '--site', key))).toEqual([]);
  });

  it.each([
    ['--every', 'week'], ['--every', 'day', '--email', 'a@b.example'], ['--every', 'week', '--email', 'nobody'], ['--every', 'week', '--webhook', 'ftp://a.example'],
    ['--every', 'week', '--email', 'a@b.example', '--webhook', 'https://a.example'],
  ])('do not take %s %s %s %s', async (...args) => {
    expect(await passerby('digest', 'add', '--site', 'pk_a', ...args)).toMatchObject({ code: 2, error: { code: 'PASSERBY_USAGE' } });
  });
});

describe('the commands about access', () => {
  it('say what a plan includes, change what is said and leave the rest', async () => {
    expect(await passerby('plan', 'set', '--plan', 'free', '--name', 'Free', '--history', '30', '--export', 'no', '--intervals', 'day, week', '--goals', '2')).toEqual({
      plan: 'free', name: 'Free', history_days: 30, intervals: ['day', 'week'], dimensions: 'all', export: false, funnels: true, goals: 2, share_links: true,
    });
    expect(await passerby('plan', 'set', '--plan', 'free', '--history', 'all', '--dimensions', 'page,source', '--share-links', 'no')).toMatchObject({
      name: 'Free', history_days: null, dimensions: ['page', 'source'], export: false, goals: 2, share_links: false,
    });
    expect(await passerby('plan', 'set', '--plan', 'pro', '--position', '2')).toMatchObject({ plan: 'pro', name: 'pro', export: true });
    expect(Object.values(await passerby('plan', 'list')).map((plan) => (plan as { plan: string }).plan)).toEqual(['free', 'pro']);
  });

  it.each([
    ['plan', 'set'], ['plan', 'set', '--plan', 'a', '--history', '0'], ['plan', 'set', '--plan', 'a', '--intervals', 'minute'], ['plan', 'set', '--plan', 'a', '--export', 'maybe'],
    ['plan', 'set', '--plan', 'a', '--dimensions', 'password'], ['site', 'set', '--site', 'pk_a'], ['site', 'set', '--site', 'pk_a', '--marketing', 'often'],
    ['token', '--role', 'artist'], ['token', '--role', 'artist', '--all-sites'], ['token', '--role', 'admin', '--all-sites', '--owner', 'a'], ['token', '--role', 'admin', '--all-sites', '--ttl', '2d'],
    ['token', 'revoke'], ['token', 'revoke', '--all', '--owner', 'a'], ['token', 'revoke', '--owner', 'a', '--before', 'noon'], ['token', 'revoke', '--token', 'nonsense'],
  ])('do not take %s %s %s %s %s', async (...args) => {
    expect(await passerby(...args)).toMatchObject({ code: 2, error: { code: 'PASSERBY_USAGE' } });
  });

  it('change the plan and the owner of a site, and it holds from the next request on', async () => {
    const { key } = await addTestSite(database.sql, 'UTC', 'artist-1');
    await passerby('plan', 'set', '--plan', 'small', '--history', '7');
    const { token } = await passerby('token', '--owner', 'artist-1', '--role', 'artist');
    expect(await summary(key, token)).toEqual([200, undefined]);
    await passerby('site', 'set', '--site', key, '--plan', 'small');
    expect(await summary(key, token)).toEqual([403, 'forbidden_by_plan']);
    await passerby('site', 'set', '--site', key, '--plan', 'none');
    expect(await summary(key, token)).toEqual([200, undefined]);
    await passerby('site', 'set', '--site', key, '--owner', 'artist-2');
    expect(await summary(key, token)).toEqual([404, 'unknown_site']);
  });

  it('let a marketer see a site that is marked as a marketing site', async () => {
    const { key } = await addTestSite(database.sql);
    const { token } = await passerby('token', '--all-sites', '--role', 'marketer');
    expect(await summary(key, token)).toEqual([404, 'unknown_site']);
    await passerby('site', 'set', '--site', key, '--marketing', 'yes');
    expect(await summary(key, token)).toEqual([200, undefined]);
  });

  it('call back one token, and the tokens of an owner', async () => {
    const { key } = await addTestSite(database.sql, 'UTC', 'artist-3');
    const [one, two] = [await passerby('token', '--owner', 'artist-3', '--role', 'artist'), await passerby('token', '--owner', 'artist-3', '--role', 'artist')];
    await passerby('token', 'revoke', '--token', String(one['token']));
    expect(await summary(key, one['token'])).toEqual([401, 'invalid_token']);
    expect(await summary(key, two['token'])).toEqual([200, undefined]);
    await passerby('token', 'revoke', '--owner', 'artist-3');
    expect(await summary(key, two['token'])).toEqual([401, 'invalid_token']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { tokenSecret } from '../src/auth/secret.ts';
import { revoke } from '../src/auth/revocations.ts';
import { MAY_ASK } from '../src/auth/roles.ts';
import { mintToken, type Claims } from '../src/auth/tokens.ts';
import { ROLES, type Access, type CreatedShareLink, type Problem, type ShareLinks } from '../src/contract/index.ts';
import { addFunnel } from '../src/sites/funnels.ts';
import { reports } from '../src/stats/reports.ts';

let collector: TestCollector;
let secret: string;
let site: { site_id: number; key: string };
let other: { key: string };
let funnelId: number;
beforeAll(async () => {
  collector = await startCollector();
  secret = await tokenSecret(collector.sql, undefined);
  site = await collector.addSite({ domain: 'mara.example', owner: 'artist-7', timezone: 'Europe/Zurich' });
  other = await collector.addSite({ domain: 'other.example', owner: 'artist-8' });
  ({ funnel_id: funnelId } = await addFunnel(collector.sql, site.site_id, { name: 'Contact', steps: [{ name: 'Seen', event: 'page_view' }, { name: 'Wrote', event: 'contact_submitted' }] }));
});
afterAll(() => collector.close());

interface Endpoint { name: string; method: 'GET' | 'POST' | 'DELETE'; path: (key: string) => string; body?: object; asks: string }

/** What a report needs beside its name. */
const NEEDED = (): Record<string, string> => ({ breakdown: '?dimension=page', funnel: `?id=${funnelId}`, export: '?report=summary&format=json' });
const NAMES = [...Object.keys(reports(undefined as never)), 'access', 'export'];
const ENDPOINTS: Endpoint[] = [
  ...NAMES.map((name): Endpoint => ({ name, method: 'GET', path: (key) => `/api/stats/${key}/${name}${NEEDED()[name] ?? ''}`, asks: name })),
  { name: 'usage', method: 'POST', path: (key) => `/api/stats/${key}/usage`, body: { event: 'analytics.dashboard_view', properties: { view: 'portfolio' } }, asks: 'usage' },
  { name: 'GET shares', method: 'GET', path: (key) => `/api/sites/${key}/shares`, asks: 'manage' },
  { name: 'POST shares', method: 'POST', path: (key) => `/api/sites/${key}/shares`, body: { name: 'For the gallery' }, asks: 'manage' },
  { name: 'DELETE shares', method: 'DELETE', path: (key) => `/api/sites/${key}/shares/0190a5c8-0000-7000-8000-000000000000`, asks: 'manage' },
];

const mint = (claims: Claims, more: { ttlSeconds?: number; now?: Date } = {}): Promise<string> => mintToken({ secret, ttlSeconds: 3_600, ...claims, ...more });

async function ask({ method, path, body }: Pick<Endpoint, 'method' | 'path' | 'body'>, key: string, token?: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Problem }> {
  const response = await fetch(collector.url + path(key), {
    method,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Problem };
}
const get = async <T>(path: string, token: string, headers: Record<string, string> = {}): Promise<{ status: number; body: T & Problem; headers: Headers }> => {
  const response = await fetch(collector.url + path, { headers: { authorization: `Bearer ${token}`, ...headers } });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T & Problem, headers: response.headers };
};

async function share(key: string, body: object = { name: 'A link' }): Promise<CreatedShareLink> {
  const made = await ask({ method: 'POST', path: (k) => `/api/sites/${k}/shares`, body }, key, await mint({ role: 'artist', sites: [key] }));
  expect(made.status).toBe(201);
  return made.body as unknown as CreatedShareLink;
}

describe('every endpoint', () => {
  it.each(ENDPOINTS)('$name answers each role what it may know, and refuses the others by role', async (endpoint) => {
    const link = await share(site.key);
    const tokens = { ...Object.fromEntries(await Promise.all(ROLES.map(async (role) => [role, await mint({ role, sites: [site.key] })]))) as Record<(typeof ROLES)[number], string>, share: link.token };
    for (const [role, token] of Object.entries(tokens)) {
      const { status, body } = await ask(endpoint, site.key, token);
      const may = MAY_ASK[endpoint.asks]?.some((one) => one === role) ?? false;
      // There is no link of that id to delete.
      const answered = status < 300 || (endpoint.method === 'DELETE' && body.code === 'not_found');
      expect([role, answered || `${status} ${body.code}`]).toEqual([role, may || '403 forbidden_by_role']);
    }
  });

  it.each(ENDPOINTS)('$name answers a foreign tenant\'s token, by key, by owner or by link, as if the site did not exist', async (endpoint) => {
    const missing = await ask(endpoint, 'pk_nosuchsite00000000000', await mint({ role: 'admin' }));
    expect([missing.status, missing.body.code]).toEqual([404, 'unknown_site']);
    const foreign = [await mint({ role: 'artist', sites: [other.key] }), await mint({ role: 'artist', owner: 'artist-8' }), await mint({ role: 'admin', sites: [other.key] }), await mint({ role: 'marketer' }), await mint({ role: 'artist' }), (await share(other.key)).token];
    for (const token of foreign) expect(await ask(endpoint, site.key, token)).toEqual(missing);
  });

  it.each(ENDPOINTS)('$name answers 401 without a token, with an expired, a not yet valid, a revoked or a made up one', async (endpoint) => {
    const claims: Claims = { role: 'admin', owner: 'artist-7' };
    const revoked = await mint(claims);
    await revoke(collector.sql, { tokenId: (JSON.parse(Buffer.from(revoked.split('.')[1]!, 'base64url').toString()) as { jti: string }).jti });
    const tokens = [undefined, '', 'nonsense', `sh_${'x'.repeat(40)}`, revoked, await mint(claims, { now: new Date(Date.now() - 3_601_000) }), await mint(claims, { now: new Date(Date.now() + 600_000) })];
    for (const token of tokens) {
      const { status, body } = await ask(endpoint, site.key, token);
      expect([token, status, body.code]).toEqual([token, 401, 'invalid_token']);
    }
    expect((await ask(endpoint, site.key, await mint(claims))).status).not.toBe(401);
  });

  it.each(ENDPOINTS)('$name takes SQL and other metacharacters in the key of the site for a key that is not there', async (endpoint) => {
    const token = await mint({ role: 'admin' });
    for (const key of ['\' or 1=1 --', 'pk_%', '%00', '..%2f..', 'pk_a;drop table', '%F0%9F%92%A9', 'x'.repeat(300)]) {
      const { status, body } = await ask(endpoint, encodeURIComponent(key).replaceAll('%25', '%'), token);
      expect([key, status]).toEqual([key, 404]);
      expect(['unknown_site', 'not_found']).toContain(body.code);
    }
  });
});

describe('personas', () => {
  it('an artist sees the sites that are theirs, by key or as their owner, and no other', async () => {
    expect((await get(`/api/stats/${site.key}/summary`, await mint({ role: 'artist', owner: 'artist-7' }))).status).toBe(200);
    expect((await get(`/api/stats/${site.key}/summary`, await mint({ role: 'artist', sites: [site.key] }))).status).toBe(200);
    expect((await get(`/api/stats/${other.key}/summary`, await mint({ role: 'artist', owner: 'artist-7' }))).status).toBe(404);
  });

  it('a marketer sees the platform\'s marketing sites and their campaigns, and no artist\'s', async () => {
    const landing = await collector.addSite({ domain: 'landing.example', marketing: true });
    const token = await mint({ role: 'marketer' });
    expect((await get(`/api/stats/${landing.key}/breakdown?dimension=utm_campaign`, token)).status).toBe(200);
    expect((await get(`/api/stats/${site.key}/summary`, token)).status).toBe(404);
  });

  it('an admin sees every site, and alone how the builder is used and which plans accounts are on', async () => {
    for (const { key } of [site, other]) {
      expect((await get(`/api/stats/${key}/plans`, await mint({ role: 'admin' }))).status).toBe(200);
      expect((await get(`/api/stats/${key}/plans`, await mint({ role: 'artist', sites: [key] }))).body.code).toBe('forbidden_by_role');
    }
  });
});

describe('revocation', () => {
  it('of an owner refuses what was issued before, from the next request on, and lets new tokens in', async () => {
    const own = await collector.addSite({ domain: 'revoked.example', owner: 'artist-9' });
    const before = await mint({ role: 'artist', owner: 'artist-9' }, { now: new Date(Date.now() - 60_000) });
    const another = await mint({ role: 'artist', sites: [site.key] }, { now: new Date(Date.now() - 60_000) });
    const { headers } = await get(`/api/stats/${own.key}/summary`, before);
    await revoke(collector.sql, { owner: 'artist-9', before: new Date(Date.now() - 30_000) });
    expect((await get(`/api/stats/${own.key}/summary`, before)).status).toBe(401);
    // Not even whoever has the answer already is told that it still holds.
    expect((await get(`/api/stats/${own.key}/summary`, before, { 'if-none-match': headers.get('etag')! })).status).toBe(401);
    expect((await get(`/api/stats/${own.key}/summary`, await mint({ role: 'artist', owner: 'artist-9' }))).status).toBe(200);
    expect((await get(`/api/stats/${site.key}/summary`, another)).status).toBe(200);
  });

  it('of all tokens refuses everybody\'s', async () => {
    const token = await mint({ role: 'admin' }, { now: new Date(Date.now() - 60_000) });
    expect((await get(`/api/stats/${site.key}/summary`, token)).status).toBe(200);
    await revoke(collector.sql, { all: true, before: new Date(Date.now() - 30_000) });
    expect((await get(`/api/stats/${site.key}/summary`, token)).status).toBe(401);
    expect((await get(`/api/stats/${site.key}/summary`, await mint({ role: 'admin' }))).status).toBe(200);
  });
});

describe('share links', () => {
  it('open one site to whoever holds them, are listed without their token, and end when they are deleted', async () => {
    const own = await collector.addSite({ domain: 'shared.example' });
    const artist = await mint({ role: 'artist', sites: [own.key] });
    const link = await share(own.key, { name: 'For the gallery' });
    expect(link).toMatchObject({ name: 'For the gallery', token: expect.stringMatching(/^sh_\w{40}$/), expires_at: null });
    expect(link.url).toBe(`${collector.url}/share?site=${own.key}#${link.token}`);
    expect((await get<Access>(`/api/stats/${own.key}/access`, link.token)).body).toMatchObject({ role: 'share', may: { manage: false } });
    const { body } = await get<ShareLinks>(`/api/sites/${own.key}/shares`, artist);
    expect(body.shares).toEqual([{ share_id: link.share_id, name: link.name, created_at: link.created_at, expires_at: null }]);
    const [{ kept }] = await collector.sql<[{ kept: string }]>`select string_agg(l::text, '') as kept from passerby.share_links l`;
    expect(kept).not.toContain(link.token);

    const removal = { method: 'DELETE' as const, path: (key: string) => `/api/sites/${key}/shares/${link.share_id}` };
    expect((await ask(removal, other.key, await mint({ role: 'artist', sites: [other.key] }))).body.code).toBe('not_found');
    expect((await get(`/api/stats/${own.key}/summary`, link.token)).status).toBe(200);
    expect((await ask(removal, own.key, artist)).status).toBe(204);
    expect((await get(`/api/stats/${own.key}/summary`, link.token)).status).toBe(401);
    expect((await ask(removal, own.key, artist)).status).toBe(404);
  });

  it('end when they say', async () => {
    const link = await share(site.key, { name: 'For a week', expires_at: new Date(Date.now() + 604_800_000).toISOString() });
    expect((await get(`/api/stats/${site.key}/summary`, link.token)).status).toBe(200);
    await collector.sql`update passerby.share_links set expires_at = now() - interval '1 second' where share_id = ${link.share_id}`;
    expect((await get(`/api/stats/${site.key}/summary`, link.token)).status).toBe(401);
  });

  it.each([
    [{}, 'name'], [{ name: '' }, 'name'], [{ name: 'x'.repeat(101) }, 'name'], [{ name: 'a\0b' }, 'NUL'], [{ name: 'A', expires_at: '2020-01-01T00:00:00Z' }, 'expires_at: is in the past'],
    [{ name: 'A', expires_at: 'soon' }, 'expires_at'], [{ name: 'A', site: 'pk_other' }, 'The body'], [[], 'The body'],
  ])('are not made of %j, and it says what is wrong', async (body, detail) => {
    const refused = await ask({ method: 'POST', path: (key) => `/api/sites/${key}/shares`, body }, site.key, await mint({ role: 'artist', sites: [site.key] }));
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_body']);
    expect(refused.body.detail).toContain(detail);
  });

  it('are not made of what is no JSON, of too much of it, or of JSON that reaches for prototypes', async () => {
    const token = await mint({ role: 'artist', sites: [site.key] });
    const send = async (body: string): Promise<string> => ((await (await fetch(`${collector.url}/api/sites/${site.key}/shares`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body })).json()) as Problem).code;
    expect(await send('{"name": ')).toBe('malformed_json');
    expect(await send('{"name": "a", "__proto__": {"x": 1}}')).toBe('malformed_json');
    expect(await send(JSON.stringify({ name: 'x'.repeat(70_000) }))).toBe('body_too_large');
  });
});

describe('all sites', () => {
  it('can be asked who may ask what, and told how their panel is used, but not managed', async () => {
    const token = await mint({ role: 'artist', owner: 'artist-7' });
    expect((await get<Access>('/api/stats/all/access', token)).body).toMatchObject({ role: 'artist', may: { manage: false } });
    expect((await get<Access>('/api/stats/all/access', await mint({ role: 'artist', owner: 'nobody' }))).status).toBe(404);
    expect((await ask({ method: 'POST', path: (key) => `/api/stats/${key}/usage`, body: { event: 'analytics.dashboard_view' } }, 'all', token)).status).toBe(202);
    expect((await ask({ method: 'POST', path: (key) => `/api/sites/${key}/shares`, body: { name: 'All' } }, 'all', token)).status).toBe(404);
  });
});

describe('usage', () => {
  it('arrives as an event of the platform\'s own site, with whose panel it was as the token says', async () => {
    const token = await mint({ role: 'artist', owner: 'artist-7' });
    const body = { event: 'analytics.filter_change', properties: { filter: 'country', site: 'pk_forged', role: 'admin' } };
    expect((await ask({ method: 'POST', path: (key) => `/api/stats/${key}/usage`, body }, site.key, token)).status).toBe(202);
    const stored = await collector.sql`
      select e.event, e.actor_type, e.user_id, e.properties from passerby.raw_events e join passerby.sites s using (site_id)
       where s.domain = 'platform.invalid' and e.event = 'analytics.filter_change'`;
    expect([...stored]).toEqual([{ event: 'analytics.filter_change', actor_type: 'user', user_id: 'artist-7', properties: { filter: 'country', site: site.key, role: 'artist' } }]);
    await collector.aggregate();
    const [{ key }] = await collector.sql<[{ key: string }]>`select public_key as key from passerby.sites where domain = 'platform.invalid'`;
    const { body: report } = await get<{ rows: { value: string }[] }>(`/api/stats/${key}/breakdown?dimension=event&period=today`, await mint({ role: 'admin' }));
    expect(report.rows.map((row) => row.value)).toContain('analytics.filter_change');
  });

  it.each([[{ event: 'page_view' }], [{ event: 'analytics.export', properties: { a: { b: 1 } } }], [{}], [{ event: 'analytics.export', properties: { text: 'x'.repeat(300) } }]])('refuses %j', async (body) => {
    const refused = await ask({ method: 'POST', path: (key) => `/api/stats/${key}/usage`, body }, site.key, await mint({ role: 'artist', sites: [site.key] }));
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid_body']);
  });
});

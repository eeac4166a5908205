import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { addSite } from './add-site.ts';
import { findSite } from './find-site.ts';
import { allowsOrigin } from './origin.ts';
import { platformSite } from './platform-site.ts';
import { SiteRegistry } from './registry.ts';
import { isSecretKey } from './secret-key.ts';
import type { Site } from './site.ts';
import { snippet } from './snippet.ts';

describe('sites', () => {
  let database: FreshDatabase;
  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.drop());

  it('are added with keys of their own, of which only the hash of the secret one is kept', async () => {
    const added = await addSite(database.sql, { domain: 'Atelier.Example', timezone: 'Europe/Zurich', owner: 'a1', plan: 'pro', consent: 'anonymous', origins: ['https://*.atelier.example'] });
    const site = await findSite(database.sql, added.key);
    expect(site).toMatchObject({
      siteId: added.site_id, key: added.key, domain: 'atelier.example', timezone: 'Europe/Zurich', owner: 'a1', plan: 'pro', consent: 'anonymous', origins: ['https://*.atelier.example'],
    });
    expect([added.key, added.secretKey]).toEqual([expect.stringMatching(/^pk_\w{20}$/), expect.stringMatching(/^sk_\w{40}$/)]);
    expect([isSecretKey(site.secretHash, added.secretKey), isSecretKey(site.secretHash, `${added.secretKey}x`), isSecretKey(null, added.secretKey)]).toEqual([true, false, false]);
  });

  it('have an ASCII domain, whatever alphabet it was written in', async () => {
    const { key } = await addSite(database.sql, { domain: 'münchen.example' });
    expect((await findSite(database.sql, key)).domain).toBe('xn--mnchen-3ya.example');
  });

  it.each([
    [{ domain: 'https://a.example' }, 'invalid_domain'], [{ domain: 'a.example:80' }, 'invalid_domain'], [{ domain: '' }, 'invalid_domain'], [{ domain: '-a.example' }, 'invalid_domain'],
    [{ domain: 'a.example', timezone: 'Mars/Olympus' }, 'invalid_timezone'], [{ domain: 'a.example', timezone: '' }, 'invalid_timezone'], [{ domain: 'a.example', timezone: '+02:00' }, 'invalid_timezone'],
    [{ domain: 'a.example', origins: ['a.example'] }, 'invalid_origin'], [{ domain: 'a.example', origins: ['https://a.example/path'] }, 'invalid_origin'], [{ domain: 'a.example', origins: ['https://a.*.example'] }, 'invalid_origin'],
  ])('are refused as %o with the code %s', async (site, code) => {
    await expect(addSite(database.sql, site)).rejects.toMatchObject({ code });
  });

  it('are not found by a key that nobody has', async () => {
    await expect(findSite(database.sql, 'pk_nobody')).rejects.toMatchObject({ code: 'unknown_site' });
  });

  it('are read again after ten seconds, so that a revoked key stops working, and are known on while the database is away', async () => {
    const { key } = await addSite(database.sql, { domain: 'a.example' });
    let clock = 0;
    let away = false;
    const sql = new Proxy(database.sql, { apply: (target, self, args: never[]) => away ? Promise.reject(new Error('away')) : Reflect.apply(target, self, args) as unknown });
    const registry = new SiteRegistry(sql, () => clock);
    expect(await registry.find(key)).toMatchObject({ domain: 'a.example' });
    await database.sql`update passerby.sites set domain = 'b.example' where public_key = ${key}`;
    expect(registry.peek(key)).toMatchObject({ domain: 'a.example' });
    clock = 10_000;
    expect(registry.peek(key)).toBeUndefined();
    expect(await registry.find(key)).toMatchObject({ domain: 'b.example' });
    away = true;
    clock = 60_000;
    expect(await registry.find(key)).toMatchObject({ domain: 'b.example' });
    await expect(registry.find('pk_unknown')).rejects.toThrow('away');
  });

  it('have one among them for the platform itself, however many ask for it at once', async () => {
    const sites = await Promise.all(Array.from({ length: 5 }, () => platformSite(database.sql)));
    expect(new Set(sites.map((site) => site.key)).size).toBe(1);
  });
});

describe('the origins of a site', () => {
  const site = (domain: string, origins: string[] = []): Site =>
    ({ siteId: 1, key: 'pk_x', domain, origins, timezone: 'UTC', consent: 'required', owner: null, plan: null, secretHash: null });

  it.each([
    ['its domain, with and without www, on any port and scheme', site('a.example'), ['https://a.example', 'http://a.example', 'https://www.a.example', 'https://a.example:8443']],
    ['its domain without www where it was written with', site('www.a.example'), ['https://a.example', 'https://www.a.example']],
    ['what it lists, wildcards included', site('a.example', ['https://b.example', 'https://*.c.example', 'http://d.example:3000']), ['https://b.example', 'https://x.c.example', 'https://x.y.c.example', 'http://d.example:3000']],
    ['any loopback where it is one', site('localhost'), ['http://localhost', 'http://localhost:5173', 'http://127.0.0.1:8788', 'http://[::1]:80']],
  ])('are %s', (_, own, origins) => {
    for (const origin of origins) expect(allowsOrigin(own, origin), origin).toBe(true);
  });

  it.each([
    ['another domain', site('a.example'), ['https://b.example', 'https://a.example.b.example', 'https://ba.example', 'https://x.a.example', 'null', '', 'file://', 'chrome-extension://abc', 'http://localhost']],
    ['what is only like what it lists', site('a.example', ['https://*.c.example', 'http://d.example:3000']), ['https://c.example', 'http://x.c.example', 'https://xc.example', 'http://d.example', 'https://d.example:3000']],
    ['something endless', site('a.example'), [`https://${'a'.repeat(1_000)}.example`]],
  ])('are not %s', (_, own, origins) => {
    for (const origin of origins) expect(allowsOrigin(own, origin), origin).toBe(false);
  });
});

describe('the snippet', () => {
  it('is the banner, which asks first, and the tracker, with what differs from the default and nothing else', () => {
    expect(snippet({ key: 'pk_1' }, 'https://stats.example')).toBe(
      '<script defer src="https://stats.example/banner.js" data-site="pk_1"></script>\n<script defer src="https://stats.example/passerby.js" data-site="pk_1"></script>');
  });

  it('is the tracker alone where nothing is asked', () => {
    expect(snippet({ key: 'pk_1', consent: 'anonymous' }, 'https://stats.example')).toBe('<script defer src="https://stats.example/passerby.js" data-site="pk_1" data-consent="anonymous"></script>');
  });

  it('pins each script by its own hash, where it is told to', () => {
    expect(snippet({ key: 'pk_1' }, 'https://stats.example', (file) => `sha384-${file}`).split('\n')).toEqual([
      '<script defer src="https://stats.example/banner.js" data-site="pk_1" integrity="sha384-banner.js" crossorigin="anonymous"></script>',
      '<script defer src="https://stats.example/passerby.js" data-site="pk_1" integrity="sha384-passerby.js" crossorigin="anonymous"></script>',
    ]);
  });

  it('cannot be left by what is put into it', () => {
    expect(snippet({ key: '"><script>' }, 'https://x"y&z')).not.toContain('"><script>');
  });
});

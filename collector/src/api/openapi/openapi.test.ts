import { Validator } from '@seriousme/openapi-schema-validator';
import Fastify from 'fastify';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../../../test/support/collector.ts';
import { tokenSecret } from '../../auth/secret.ts';
import { mintToken } from '../../auth/tokens.ts';
import { addFunnel } from '../../sites/funnels.ts';
import { addGoal } from '../../sites/goals.ts';
import { ingestRoutes } from '../../ingest/routes.ts';
import { statsRoutes } from '../../stats/routes.ts';
import { apiRoutes } from '../routes.ts';
import { openApiDocument, type OpenApi } from './document.ts';
import { SCHEMAS } from './schemas.ts';

let collector: TestCollector;
let site: { site_id: number; key: string };
let token: string;
let funnelId: number;
beforeAll(async () => {
  collector = await startCollector();
  site = await collector.addSite({ domain: 'mara.example', owner: 'artist-7' });
  await addGoal(collector.sql, site.site_id, { name: 'Contact', event: 'contact_submitted', path: '/*', properties: { form: 'a' } });
  ({ funnel_id: funnelId } = await addFunnel(collector.sql, site.site_id, { name: 'Contact', steps: [{ name: 'Seen', event: 'page_view' }, { name: 'Wrote', event: 'contact_submitted' }] }));
  token = await mintToken({ secret: await tokenSecret(collector.sql, undefined), role: 'admin', ttlSeconds: 600 });
});
afterAll(() => collector.close());

const document = openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('has an operation for each route under /api, and no other', async () => {
    const routes = new Set<string>();
    const app = Fastify();
    app.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD' && one !== 'OPTIONS') routes.add(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    });
    await app.register(apiRoutes({} as never));
    await app.register(statsRoutes({} as never));
    await app.register(ingestRoutes({ rateLimit: 1 } as never));
    // A picture for pages without scripts.
    routes.delete('GET /api/track.gif');
    // The overview is of all sites, and so told under one address.
    routes.delete('GET /api/stats/{site}/sites');
    expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual([...routes].toSorted());
  });

  it('names each operation once, declares every parameter of its path, and says what each parameter means', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const declared = operation.parameters.filter((one) => one.in === 'path').map((one) => `{${one.name}}`);
      expect(path.match(/\{\w+\}/g) ?? []).toEqual(declared);
      for (const { name, description } of operation.parameters) expect([operation.operationId, name, description]).toEqual([operation.operationId, name, expect.stringMatching(/\S/)]);
      expect(operation.summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('has every schema that it refers to', () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) expect(document.components.schemas[name!], name).toBeDefined();
    for (const name of Object.keys(document.components.schemas)) expect(text.includes(`#/components/schemas/${name}"`), name).toBe(true);
  });

  it('is served, to any origin, with a page for people under a strict policy and without scripts', async () => {
    const json = await fetch(`${collector.url}/api/openapi.json`);
    expect(json.headers.get('access-control-allow-origin')).toBe('*');
    expect((await json.json()) as OpenApi).toEqual(JSON.parse(JSON.stringify(document)));
    const page = await fetch(`${collector.url}/api/docs`);
    expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    const html = await page.text();
    expect(html).not.toMatch(/<script|style=|https?:\/\//);
    for (const { operation } of operations) expect(html).toContain(`id="${operation.operationId}"`);
    expect((await fetch(new URL('docs.css', page.url))).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
});

describe('every answer', () => {
  const figures = operations.filter(({ method, operation }) => method === 'get' && operation.responses['200']?.content?.['application/json']);

  it.each(figures)('of $path is exactly as described', async ({ path, operation }) => {
    const described = operation.responses['200']?.content?.['application/json']?.schema as { $ref: string } | undefined;
    const name = /\w+$/.exec(described?.$ref ?? '')![0] as keyof typeof SCHEMAS;
    const query = { breakdown: '&dimension=page&goal=1', funnel: `&id=${funnelId}` }[path.split('/').at(-1)!] ?? '';
    const compare = operation.parameters.some((one) => one.name === 'compare') ? '&compare=previous' : '';
    const response = await fetch(`${collector.url}${path.replace('{site}', site.key)}?period=7d${query}${compare}`, { headers: { authorization: `Bearer ${token}` } });
    const answer: unknown = await response.json();
    expect([response.status, answer]).toEqual([200, answer]);
    expect(strict(SCHEMAS[name]).parse(answer)).toEqual(answer);
    expect(strict(SCHEMAS[name]).safeParse({ ...answer as object, more: 1 }).success).toBe(false);
    expect('previous' in (answer as object)).toBe(compare !== '');
  });

  /** Refuses what is not described, at every depth. */
  function strict(schema: z.ZodType): z.ZodType {
    return z.fromJSONSchema(z.toJSONSchema(schema));
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { tokenSecret } from '../src/auth/secret.ts';
import { mintToken, type Claims } from '../src/auth/tokens.ts';
import type { CreatedShareLink, FunnelDefinition, FunnelList, Goal, GoalList, Goals, NewFunnel, NewGoal, Problem } from '../src/contract/index.ts';
import { aggregate } from '../src/jobs/aggregate.ts';
import { storeEvents } from './support/store-events.ts';

let collector: TestCollector;
let secret: string;
beforeAll(async () => {
  collector = await startCollector();
  secret = await tokenSecret(collector.sql, undefined);
});
afterAll(() => collector.close());

const CONTACT: NewGoal = { name: 'Contact', event: 'contact_submitted', path: '/works/*', properties: { form: 'enquiry', urgent: true, guests: 2 } };
const TO_CONTACT: NewFunnel = { name: 'To contact', window_s: 3_600, steps: [{ name: 'Work', event: 'page_view', path: '/works/*' }, { name: 'Contact', event: 'contact_submitted' }] };

interface Reply<T> { status: number; body: T & Problem; type: string | null }

async function ask<T>(method: string, path: string, { claims = { role: 'admin' }, body, token }: { claims?: Claims | undefined; body?: unknown; token?: string } = {}): Promise<Reply<T>> {
  const bearer = token ?? await mintToken({ secret, ttlSeconds: 60, ...claims });
  const response = await fetch(collector.url + path, {
    method,
    headers: { ...(bearer !== '' && { authorization: `Bearer ${bearer}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T & Problem, type: response.headers.get('content-type') };
}

const newSite = () => collector.addSite({ domain: 'mara.example', owner: 'artist-7' });

describe('goals', () => {
  it('are added, listed, changed and removed, and counted by the next run', async () => {
    const { site_id: siteId, key } = await newSite();
    const path = `/api/sites/${key}/goals`;
    expect((await ask<GoalList>('GET', path)).body).toEqual({ goals: [] });
    const at = new Date(Date.now() - 3_600_000).toISOString();
    await storeEvents(collector.sql, siteId, [{ at, event: 'contact_submitted', path: '/works/7', columns: { properties: { form: 'enquiry', urgent: true, guests: 2 } } }]);

    const { status, body: { goal_id: id } } = await ask<Goal>('POST', path, { body: CONTACT });
    expect(status).toBe(201);
    const plain = await ask<Goal>('POST', path, { body: { name: 'Seen', event: 'page_view' } });
    expect((await ask<GoalList>('GET', path)).body.goals).toEqual([{ goal_id: id, ...CONTACT }, { goal_id: plain.body.goal_id, name: 'Seen', event: 'page_view' }]);
    await aggregate(collector.sql);
    const met = async () => (await ask<Goals>('GET', `/api/stats/${key}/goals?period=7d`)).body.goals.map((goal) => [goal.name, goal.conversions]);
    expect(await met()).toEqual([['Contact', 1], ['Seen', 0]]);

    expect((await ask<Goal>('PUT', `${path}/${id}`, { body: { name: 'About', event: 'contact_submitted', path: '/about' } })).body).toEqual({ goal_id: id, name: 'About', event: 'contact_submitted', path: '/about' });
    await aggregate(collector.sql);
    expect(await met()).toEqual([['About', 0], ['Seen', 0]]);

    expect(await ask('DELETE', `${path}/${id}`)).toMatchObject({ status: 204 });
    expect(await met()).toEqual([['Seen', 0]]);
    expect(await ask('DELETE', `${path}/${id}`)).toMatchObject({ status: 404, body: { code: 'unknown_goal' } });
  });

  it('keep their conversions when only the name changes', async () => {
    const { key, site_id: siteId } = await newSite();
    const { body: { goal_id: id } } = await ask<Goal>('POST', `/api/sites/${key}/goals`, { body: CONTACT });
    await aggregate(collector.sql);
    await ask('PUT', `/api/sites/${key}/goals/${id}`, { body: { ...CONTACT, name: 'Enquiry' } });
    expect(await collector.sql`select from passerby.aggregation_queue where site_id = ${siteId}`).toHaveLength(0);
  });

  it('are as many as the plan includes, however many ask at once', async () => {
    await collector.sql`insert into passerby.plans (plan, name, goals) values ('small', 'Small', 2), ('large', 'Large', null)`;
    const { key } = await collector.addSite({ domain: 'mara.example', owner: 'artist-7', plan: 'small' });
    const claims: Claims = { role: 'artist', sites: [key] };
    const replies = await Promise.all(Array.from({ length: 6 }, (_, n) => ask<Goal>('POST', `/api/sites/${key}/goals`, { claims, body: { name: `Goal ${n}`, event: 'page_view' } })));
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([201, 201, 403, 403, 403, 403]);
    expect(replies.find((reply) => reply.status === 403)?.body).toMatchObject({ code: 'forbidden_by_plan', limit: 'goals', allowed_by: ['large'] });
  });
});

describe('funnels', () => {
  it('are added, listed, changed and removed', async () => {
    const { key } = await newSite();
    const path = `/api/sites/${key}/funnels`;
    const { status, body } = await ask<FunnelDefinition>('POST', path, { body: TO_CONTACT });
    expect([status, body]).toEqual([201, { funnel_id: body.funnel_id, ...TO_CONTACT }]);
    const { window_s: _, ...changed } = { ...TO_CONTACT, name: 'Renamed' };
    expect((await ask<FunnelDefinition>('PUT', `${path}/${body.funnel_id}`, { body: changed })).body).toEqual({ funnel_id: body.funnel_id, ...changed, window_s: 86_400 });
    expect((await ask<FunnelList>('GET', path)).body.funnels).toEqual([{ funnel_id: body.funnel_id, ...changed, window_s: 86_400 }]);
    expect((await ask('GET', `/api/stats/${key}/funnel?id=${body.funnel_id}`)).status).toBe(200);
    expect(await ask('DELETE', `${path}/${body.funnel_id}`)).toMatchObject({ status: 204 });
    expect(await ask('GET', `/api/stats/${key}/funnel?id=${body.funnel_id}`)).toMatchObject({ status: 400, body: { code: 'invalid_query' } });
  });
});

describe.each([['goals', CONTACT, 'unknown_goal'], ['funnels', TO_CONTACT, 'unknown_funnel']] as const)('%s', (kind, valid, unknown) => {
  it('are managed by the roles that may, of their own sites', async () => {
    const { key } = await newSite();
    const path = `/api/sites/${key}/${kind}`;
    const allowed: Claims[] = [{ role: 'artist', sites: [key] }, { role: 'artist', owner: 'artist-7' }, { role: 'marketer', sites: [key] }, { role: 'admin' }];
    for (const [n, claims] of allowed.entries()) {
      const { status, body } = await ask<{ goal_id: number; funnel_id: number }>('POST', path, { claims, body: { ...valid, name: `By ${n}` } });
      expect(status).toBe(201);
      expect((await ask('PUT', `${path}/${body.goal_id ?? body.funnel_id}`, { claims, body: { ...valid, name: `Of ${n}` } })).status).toBe(200);
      expect((await ask('GET', path, { claims })).status).toBe(200);
      expect((await ask('DELETE', `${path}/${body.goal_id ?? body.funnel_id}`, { claims })).status).toBe(204);
    }
  });

  it('are nobody else\'s: not a foreign tenant\'s, a link\'s, an expired token\'s, nor anyone\'s without one', async () => {
    const { key } = await newSite();
    const added = await ask<{ goal_id: number; funnel_id: number }>('POST', `/api/sites/${key}/${kind}`, { body: valid });
    const id = added.body.goal_id ?? added.body.funnel_id;
    const link = await ask<CreatedShareLink>('POST', `/api/sites/${key}/shares`, { body: { name: 'A link' } });
    const expired = await mintToken({ secret, role: 'admin', ttlSeconds: 60, now: new Date(Date.now() - 61_000) });
    const before = (await ask('GET', `/api/sites/${key}/${kind}`)).body;
    for (const [method, path, body] of [['GET', kind, undefined], ['POST', kind, { ...valid, name: 'More' }], ['PUT', `${kind}/${id}`, { ...valid, name: 'Other' }], ['DELETE', `${kind}/${id}`, undefined]] as const) {
      const missing = await ask(method, `/api/sites/pk_nosuchsite00000000000/${path}`, { body });
      expect([missing.status, missing.body.code]).toEqual([404, 'unknown_site']);
      for (const claims of [{ role: 'artist', sites: ['pk_other00000000000000'] }, { role: 'artist', owner: 'artist-8' }, { role: 'marketer' }] as Claims[]) {
        expect(await ask(method, `/api/sites/${key}/${path}`, { claims, body })).toEqual(missing);
      }
      expect((await ask(method, `/api/sites/${key}/${path}`, { token: link.body.token, body })).body.code).toBe('forbidden_by_role');
      for (const token of ['', 'nonsense', expired]) expect(await ask(method, `/api/sites/${key}/${path}`, { token, body })).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
    }
    // Of another site of one's own neither.
    const own = await newSite();
    for (const method of ['PUT', 'DELETE']) expect(await ask(method, `/api/sites/${own.key}/${kind}/${id}`, { body: method === 'PUT' ? valid : undefined })).toMatchObject({ status: 404, body: { code: unknown } });
    expect((await ask('GET', `/api/sites/${key}/${kind}`)).body).toEqual(before);
  });

  it('have names of their own, and a bound', async () => {
    const { key, site_id: siteId } = await newSite();
    const path = `/api/sites/${key}/${kind}`;
    await ask('POST', path, { body: valid });
    expect(await ask('POST', path, { body: valid })).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    const second = await ask<{ goal_id: number; funnel_id: number }>('POST', path, { body: { ...valid, name: 'Second' } });
    expect(await ask('PUT', `${path}/${second.body.goal_id ?? second.body.funnel_id}`, { body: valid })).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    if (kind === 'goals') await collector.sql`insert into passerby.goals (site_id, name, event) select ${siteId}, 'n' || n, 'page_view' from generate_series(1, 98) n`;
    else await collector.sql`insert into passerby.funnels (site_id, name, steps) select ${siteId}, 'n' || n, '[{}, {}]' from generate_series(1, 98) n`;
    expect(await ask('POST', path, { body: { ...valid, name: 'One more' } })).toMatchObject({ status: 409, body: { code: 'too_many_definitions' } });
  });

  it('that cannot be understood are refused as a problem, and say where', async () => {
    const { key } = await newSite();
    const path = `/api/sites/${key}/${kind}`;
    const bodies: [unknown, number, string, string][] = [
      [undefined, 400, 'invalid_body', 'The body'], ['{', 400, 'malformed_json', ''], ['[]', 400, 'invalid_body', 'The body'], ['null', 400, 'invalid_body', 'The body'], ['{"__proto__": {"name": 1}}', 400, 'malformed_json', ''],
      [{ ...valid, name: '' }, 400, 'invalid_body', 'name'], [{ ...valid, name: 'x'.repeat(101) }, 400, 'invalid_body', 'name'], [{ ...valid, name: 'a\0b' }, 400, 'invalid_body', 'name'],
      [{ ...valid, name: 'half \ud800' }, 400, 'invalid_body', 'name'], [{ ...valid, site_id: 1 }, 400, 'invalid_body', 'site_id'], [{}, 400, 'invalid_body', 'name'], [`{"name":"${'x'.repeat(70_000)}"}`, 413, 'body_too_large', ''],
    ];
    for (const [body, status, code, where] of bodies) {
      const reply = await ask('POST', path, { body });
      const what = body === undefined ? 'nothing' : JSON.stringify(body).slice(0, 60);
      expect([what, reply.status, reply.body.code]).toEqual([what, status, code]);
      expect(reply.body.detail).toContain(where);
      expect(reply.type).toContain('application/problem+json');
    }
    for (const id of ['0', '-1', 'x', '1e3', '99999999999', '%00', '\'%3B--']) expect(await ask('DELETE', `${path}/${id}`)).toMatchObject({ status: 404, body: { code: unknown } });
  });
});

it('rules are refused where an event could never meet them', async () => {
  const { key } = await newSite();
  const wrong: [object, string][] = [
    [{ ...CONTACT, event: 'Contact submitted' }, 'event'], [{ ...CONTACT, event: undefined }, 'event'], [{ ...CONTACT, path: '' }, 'path'], [{ ...CONTACT, path: '/\0' }, 'path'], [{ ...CONTACT, properties: { form: null } }, 'properties'],
    [{ ...CONTACT, properties: { form: { nested: 1 } } }, 'properties'], [{ ...CONTACT, properties: { '': 1 } }, 'properties'], [{ ...CONTACT, properties: { form: '\ud800' } }, 'properties'],
    [{ ...CONTACT, properties: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`p${n}`, n])) }, 'properties'],
  ];
  for (const [body, where] of wrong) {
    const reply = await ask('POST', `/api/sites/${key}/goals`, { body });
    expect([reply.status, reply.body.code]).toEqual([400, 'invalid_body']);
    expect(reply.body.detail).toContain(where);
  }
  for (const body of [{ ...TO_CONTACT, steps: TO_CONTACT.steps.slice(0, 1) }, { ...TO_CONTACT, window_s: 0 }, { ...TO_CONTACT, window_s: 8e6 }, { ...TO_CONTACT, steps: [{ name: 'Odd', event: 'a b' }, TO_CONTACT.steps[0]] }]) {
    expect(await ask('POST', `/api/sites/${key}/funnels`, { body })).toMatchObject({ status: 400, body: { code: 'invalid_body' } });
  }
});

it('names, paths and properties of any kind are kept as they are and run nothing', async () => {
  const { key } = await newSite();
  for (const text of ['\'; drop table passerby.goals; --', '100%_\\', '<img src=x onerror=alert(1)>', '=cmd()', 'ü€𝄞', '$1', '*']) {
    const goal: NewGoal = { name: text, event: 'page_view', path: text, properties: { [text]: text } };
    const { body } = await ask<Goal>('POST', `/api/sites/${key}/goals`, { body: goal });
    expect(body).toEqual({ goal_id: body.goal_id, ...goal });
    expect((await ask<GoalList>('GET', `/api/sites/${key}/goals`)).body.goals.at(-1)).toEqual(body);
  }
});

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCollector } from '../../../test/support/collector.ts';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { until } from '../../../test/support/until.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { setPlan } from '../plans/set-plan.ts';
import { addGoal } from '../sites/goals.ts';
import { deliverDigests, type DeliveryDeps } from './deliver.ts';
import { mailer } from './mailer.ts';
import { addDigest, digestsOf } from './manage.ts';
import { unsubscribeRoutes, unsubscribeUrl } from './unsubscribe.ts';

const secret = 'a secret of thirty-two characters';
/** What the mail server took: envelope and message. */
const inbox: { from: string; to: string[]; raw: string }[] = [];
let refusing = false;
const smtp = new SMTPServer({
  authMethods: ['PLAIN', 'LOGIN'], allowInsecureAuth: true, disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _session, done) => done(username === 'passerby' && password === 'p@ss' ? null : new Error('wrong password'), { user: username }),
  onRcptTo: (_address, _session, done) => done(refusing ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null),
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      inbox.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map((to) => to.address), raw: Buffer.concat(chunks).toString() });
      done();
    });
  },
});
const hooks: { key: string | undefined; body: Record<string, unknown> }[] = [];
let hookStatus = 200;
const receiver = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += String(chunk); }).on('end', () => {
    hooks.push({ key: request.headers['idempotency-key'] as string, body: JSON.parse(body) as Record<string, unknown> });
    response.writeHead(hookStatus).end('thanks');
  });
});

let database: FreshDatabase;
let deps: DeliveryDeps;
let webhook: string;
const logged: string[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  smtp.listen(0, '127.0.0.1');
  receiver.listen(0, '127.0.0.1');
  await Promise.all([once(smtp.server, 'listening'), once(receiver, 'listening')]);
  webhook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const log = (details: object, message: string): void => { logged.push(JSON.stringify(details) + message); };
  deps = {
    sql: database.sql, secret, publicUrl: () => 'https://stats.example', log: { info: log, error: log },
    sendMail: mailer({ smtpUrl: `smtp://passerby:p%40ss@127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, from: 'Statistics <stats@platform.example>' }),
  };
});
afterAll(async () => {
  await new Promise<void>((resolve) => { smtp.close(() => resolve()); });
  receiver.close();
  await database.drop();
});
beforeEach(async () => {
  inbox.length = hooks.length = logged.length = 0;
  refusing = false;
  hookStatus = 200;
  await database.sql`delete from passerby.digests`;
});

/** A site with visits in the week from Monday, 2 March 2026, and one in the week before. */
async function siteWithVisits(timezone = 'Europe/Zurich'): Promise<{ siteId: number; key: string }> {
  const site = await addTestSite(database.sql, timezone);
  await storeEvents(database.sql, site.siteId, [
    { at: '2026-02-25T10:00:00Z', visitor: 'before', path: '/' },
    { at: '2026-03-02T10:00:00Z', path: '/works', columns: { source: '<img src=x onerror=alert(1)>' } },
    { at: '2026-03-08T22:30:00Z', visitor: 'ben', path: '/works' },
    { at: '2026-03-08T22:31:00Z', visitor: 'ben', event: 'contact_submitted', path: '/works' },
    { at: '2026-03-08T23:30:00Z', visitor: 'cleo', path: '/next-week' },
  ]);
  await addGoal(database.sql, site.siteId, { name: 'Contact', event: 'contact_submitted' });
  await aggregate(database.sql);
  return site;
}
/** Asked for long ago. */
async function digest(siteId: number, over: Partial<Parameters<typeof addDigest>[2]> = {}): Promise<string> {
  const id = await addDigest(database.sql, siteId, { period: 'week', channel: 'email', address: 'mara@artist.example', ...over });
  await database.sql`update passerby.digests set created_at = '2026-01-01' where digest_id = ${id}`;
  return id;
}
const deliver = (at: string): Promise<number> => deliverDigests(deps, new Date(at));
const MONDAY = '2026-03-09T07:00:00Z';

describe('a digest by e-mail', () => {
  it('tells the week as the site\'s days have it, in words and with what came before, as text and as HTML', async () => {
    const { siteId } = await siteWithVisits();
    const id = await digest(siteId);
    expect(await deliver(MONDAY)).toBe(1);
    expect(inbox.map(({ from, to }) => [from, to])).toEqual([['stats@platform.example', ['mara@artist.example']]]);
    const mail = await PostalMime.parse(inbox[0]!.raw);
    expect(mail.subject).toBe('example.com: 2 visitors, March 2, 2026 to March 8, 2026');
    expect(mail.from).toMatchObject({ name: 'Statistics', address: 'stats@platform.example' });
    expect(mail.messageId).toBe(`<${id}-2026-03-02@platform.example>`);
    for (const line of ['Visitors: 2 (+100%, before: 1)', 'Page views: 2 (+100%, before: 1)', '/works: 2 visitors', 'Direct: 1 visitor', 'Contact: 1 conversion, 50% of visitors', unsubscribeUrl('https://stats.example', secret, id)]) expect(mail.text).toContain(line);
    expect(mail.text).not.toContain('/next-week');
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(mail.html).not.toContain('<img');
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'list-unsubscribe': `<${unsubscribeUrl('https://stats.example', secret, id)}>`, 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' });
  });

  it('is sent once, however many instances look at once and however often', async () => {
    const { siteId } = await siteWithVisits();
    for (const address of ['a@artist.example', 'b@artist.example', 'c@artist.example']) await digest(siteId, { address });
    const sent = await Promise.all(Array.from({ length: 6 }, () => deliver(MONDAY)));
    expect(sent.reduce((sum, one) => sum + one, 0)).toBe(3);
    expect(await deliver('2026-03-09T09:00:00Z')).toBe(0);
    expect(inbox.flatMap((mail) => mail.to).toSorted()).toEqual(['a@artist.example', 'b@artist.example', 'c@artist.example']);
  });

  it.each([
    ['Europe/Zurich', '2026-03-09T04:59:00Z', 0], ['Europe/Zurich', '2026-03-09T05:00:00Z', 1], ['America/Los_Angeles', '2026-03-09T12:59:00Z', 0], ['America/Los_Angeles', '2026-03-09T13:00:00Z', 1],
    ['Asia/Kathmandu', '2026-03-09T00:15:00Z', 1], ['Europe/Zurich', '2026-03-11T22:59:00Z', 1], ['Europe/Zurich', '2026-03-11T23:00:00Z', 0],
  ])('in %s is due from Monday at six for three days: at %s %i', async (timezone, at, count) => {
    const { siteId } = await siteWithVisits(timezone);
    await digest(siteId);
    expect(await deliver(at)).toBe(count);
  });

  it('of a month comes on the first, about the month before', async () => {
    const { siteId } = await siteWithVisits();
    await digest(siteId, { period: 'month' });
    expect(await deliver('2026-03-31T21:00:00Z')).toBe(0);
    expect(await deliver('2026-04-01T05:00:00Z')).toBe(1);
    const mail = await PostalMime.parse(inbox[0]!.raw);
    expect(mail.subject).toBe('example.com: 3 visitors, March 1, 2026 to March 31, 2026');
    expect(mail.text).toContain('Visitors: 3 (+200%, before: 1)');
  });

  it('begins with the first whole period that ends after it was asked for', async () => {
    const { siteId } = await siteWithVisits();
    const id = await digest(siteId);
    await database.sql`update passerby.digests set created_at = '2026-03-09T03:00:00Z' where digest_id = ${id}`;
    expect(await deliver(MONDAY)).toBe(0);
    await database.sql`update passerby.digests set created_at = '2026-03-08T12:00:00Z' where digest_id = ${id}`;
    expect(await deliver(MONDAY)).toBe(1);
  });

  it('waits for events of its days to be counted, for a day', async () => {
    const { siteId } = await siteWithVisits();
    await digest(siteId);
    await storeEvents(database.sql, siteId, [{ at: '2026-03-08T12:00:00Z', visitor: 'late' }]);
    expect(await deliver(MONDAY)).toBe(0);
    await aggregate(database.sql);
    expect(await deliver(MONDAY)).toBe(1);
    expect((await PostalMime.parse(inbox[0]!.raw)).text).toContain('Visitors: 3');
  });

  it('that the server refuses is tried again later, holds up no other, and leaves no address in the log', async () => {
    const { siteId } = await siteWithVisits();
    const id = await digest(siteId);
    await digest(siteId, { channel: 'webhook', address: webhook });
    refusing = true;
    expect(await deliver(MONDAY)).toBe(1);
    expect(hooks).toHaveLength(1);
    expect(await deliver(MONDAY)).toBe(0);
    const [row] = await database.sql`select attempts, error, sent_at, claimed_until > now() + interval '15 minutes' as waits from passerby.digest_deliveries where digest_id = ${id}`;
    expect(row).toEqual({ attempts: 1, error: 'EENVELOPE', sent_at: null, waits: true });
    expect(logged.join('')).toContain('could not be sent');
    expect(logged.join('')).not.toContain('artist.example');
    refusing = false;
    await database.sql`update passerby.digest_deliveries set claimed_until = now() - interval '1 second' where digest_id = ${id}`;
    expect(await deliver(MONDAY)).toBe(1);
    expect(inbox).toHaveLength(1);
  });

  it('that its sender died with is sent by another, under the same id', async () => {
    const { siteId } = await siteWithVisits();
    const id = await digest(siteId);
    await database.sql`select passerby.claim_digest(${siteId}, ${id}, '2026-03-02', interval '-1 second')`;
    expect(await deliver(MONDAY)).toBe(1);
  });

  it('tells apart what the plan of the site tells apart', async () => {
    await setPlan(database.sql, 'pages-only', { dimensions: ['page'] });
    const { siteId } = await siteWithVisits();
    await database.sql`update passerby.sites set plan = 'pages-only' where site_id = ${siteId}`;
    await digest(siteId);
    await deliver(MONDAY);
    const { text } = await PostalMime.parse(inbox[0]!.raw);
    expect(text).toContain('Pages most seen');
    expect(text).not.toContain('Strongest sources');
  });

  it('is not sent, nor marked as sent, where there is no mail server', async () => {
    const { siteId } = await siteWithVisits();
    await digest(siteId);
    expect(await deliverDigests({ ...deps, sendMail: undefined }, new Date(MONDAY))).toBe(0);
    expect(await deliver(MONDAY)).toBe(1);
  });
});

describe('a collector', () => {
  it('sends what is due when it starts', async () => {
    const { port } = smtp.server.address() as AddressInfo;
    const collector = await startCollector({ now: () => Date.parse(MONDAY), config: { smtpUrl: `smtp://passerby:p%40ss@127.0.0.1:${port}`, mailFrom: 'stats@platform.example', publicUrl: 'https://stats.example' } });
    try {
      const { site_id } = await collector.addSite({ domain: 'mara.example' });
      const id = await addDigest(collector.sql, site_id, { period: 'week', channel: 'email', address: 'mara@artist.example' });
      await collector.sql`update passerby.digests set created_at = '2026-01-01'`;
      await collector.stop();
      await collector.start();
      await until('the mail is there', () => inbox.length > 0);
      const mail = await PostalMime.parse(inbox[0]!.raw);
      expect(mail.subject).toBe('mara.example: 0 visitors, March 2, 2026 to March 8, 2026');
      const link = new URL(/https:\S+unsubscribe\S+/.exec(mail.text ?? '')![0]);
      expect((await fetch(`${collector.url}${link.pathname}${link.search}`, { method: 'POST' })).status).toBe(200);
      expect(await digestsOf(collector.sql, site_id)).toEqual([]);
      expect(link.search).toContain(id);
    } finally {
      await collector.close();
    }
  });
});

describe('a digest by webhook', () => {
  it('posts the figures as JSON, with a key by which a second one is known', async () => {
    const { siteId } = await siteWithVisits();
    const id = await digest(siteId, { channel: 'webhook', address: webhook });
    hookStatus = 500;
    expect(await deliver(MONDAY)).toBe(0);
    hookStatus = 204;
    await database.sql`update passerby.digest_deliveries set claimed_until = now() - interval '1 second' where digest_id = ${id}`;
    expect(await deliver(MONDAY)).toBe(1);
    expect(hooks.map(({ key }) => key)).toEqual([`${id}-2026-03-02`, `${id}-2026-03-02`]);
    expect(hooks[1]?.body).toMatchObject({
      text: 'example.com, 2026-03-02 to 2026-03-08: 2 visitors, 2 visits, 2 page views.', domain: 'example.com', from: '2026-03-02', to: '2026-03-08',
      metrics: { visitors: 2, events: 3 }, previous: { from: '2026-02-23', to: '2026-03-01', metrics: { visitors: 1 } }, goals: [{ name: 'Contact', conversions: 1 }],
    });
  });
});

describe('the unsubscribe link', () => {
  it('asks first, and ends the digest when it is told to, without logging in', async () => {
    const app = Fastify();
    await app.register(unsubscribeRoutes({ sql: database.sql, secret }));
    const { siteId } = await addTestSite(database.sql);
    const [id, kept] = [await digest(siteId), await digest(siteId, { address: 'other@artist.example' })];
    const url = unsubscribeUrl('', secret, id);
    const asked = await app.inject({ url });
    expect([asked.statusCode, asked.body]).toEqual([200, expect.stringContaining('<form method="post">')]);
    expect(asked.headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(await digestsOf(database.sql, siteId)).toHaveLength(2);
    for (const forged of [`${url}x`, url.replace(id, kept), '/digest/unsubscribe', `/digest/unsubscribe?id=${id}`, `/digest/unsubscribe?id=x&key=y`]) {
      expect((await app.inject({ method: 'POST', url: forged })).statusCode).toBe(404);
    }
    const ended = await app.inject({ method: 'POST', url, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'List-Unsubscribe=One-Click' });
    expect([ended.statusCode, ended.body]).toEqual([200, expect.stringContaining('They have ended.')]);
    expect((await digestsOf(database.sql, siteId)).map((one) => one.digest_id)).toEqual([kept]);
    await app.close();
  });
});

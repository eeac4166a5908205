import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { until } from '../../test/support/until.ts';
import { post, track, wireEvent } from '../../test/support/wire.ts';

const ADDRESS = '203.0.113.77';
const ADDRESS6 = '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff';
const EMAIL = 'ada@lovelace.example';

let collector: TestCollector;
const log: string[] = [];
beforeAll(async () => {
  collector = await startCollector({ proxied: true, config: { logLevel: 'trace', trustedProxies: ['127.0.0.1'] }, logTo: { write: (line) => { log.push(line); } } });
});
afterAll(() => collector.close());

it('A14 after good, bad and failing requests no address, key, token or e-mail address is in logs, answers, figures, files or tables', async () => {
  const site = await collector.addSite();
  const token = await collector.token(site.key);
  const authorization = `Bearer ${token}`;
  const share = await (await fetch(`${collector.url}/api/sites/${site.key}/shares`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{"name":"A link"}' })).json() as { token: string };
  const secrets = [share.token, ADDRESS, ADDRESS6, 'aaaa:bbbb:cccc', EMAIL, encodeURIComponent(EMAIL), site.secretKey, token, token.slice(-30)];
  const context = { url: `http://localhost/work?email=${encodeURIComponent(EMAIL)}`, referrer: `https://mail.example/read?to=${EMAIL}`, title: `Thank you, ${EMAIL}` };
  const event = () => wireEvent({ context, properties: { typed: EMAIL, of: `name=Ada&mail=${encodeURIComponent(EMAIL)}` } });
  const answers: unknown[] = [];
  const send = async (headers: Record<string, string>) => { answers.push((await track(collector.url, { site: site.key, events: [event(), { email: EMAIL }, { ...event(), actor: { type: 'user', user_id: EMAIL } }] }, headers)).body); };

  for (const address of [ADDRESS, ADDRESS6]) await send({ 'x-forwarded-for': address });
  await send({ authorization: `Bearer ${site.secretKey}`, 'x-passerby-client-address': ADDRESS });
  await send({ authorization: `Bearer ${site.secretKey}x` });
  await send({ 'x-forwarded-for': ADDRESS, origin: `https://evil.example` });
  answers.push((await post(collector.url, `{"site": "${EMAIL}`, { 'x-forwarded-for': ADDRESS })).body);
  for (const query of [`?email=${EMAIL}`, `?token=${token}`]) answers.push(await (await fetch(`${collector.url}/api/stats/${site.key}/summary${query}`)).text());
  await fetch(`${collector.url}/api/stats/${site.key}/summary?filter=${EMAIL}`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': ADDRESS } });
  for (const bearer of [share.token, `${share.token.slice(0, -1)}x`, `${token}x`]) {
    for (const what of ['summary', 'access', 'export?report=summary', 'usage']) answers.push(await (await fetch(`${collector.url}/api/stats/${site.key}/${what}`, { headers: { authorization: `Bearer ${bearer}` } })).text());
  }
  await fetch(`${collector.url}/api/stats/${site.key}/usage`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ event: 'analytics.filter_change', properties: { filter: EMAIL } }) });
  await collector.sql`alter table passerby.raw_events add constraint no_poison check (event <> 'poison')`;
  await track(collector.url, { site: site.key, events: [{ ...event(), event: 'poison' }, event()] }, { 'x-forwarded-for': ADDRESS });
  collector.proxy.refuse();
  await send({ 'x-forwarded-for': ADDRESS });
  const spool = path.join(collector.dataDir, 'spool');
  const files = await Promise.all((await fs.readdir(spool)).map((name) => fs.readFile(path.join(spool, name), 'utf8')));
  expect(files.join('')).toContain('/work');
  collector.proxy.pass();
  await until('the spool is empty', async () => (await fs.readdir(spool)).length === 0);
  await collector.aggregate();

  const tables = await collector.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'passerby'`;
  const dump = [];
  for (const { name } of tables) dump.push(JSON.stringify(await collector.sql`select t::text from passerby.${collector.sql(name)} t`));
  const metrics = await (await fetch(`${collector.url}/metrics`)).text();
  expect(metrics).toContain('passerby_events_total');
  expect(dump.join('')).toContain('/work');
  expect(dump.join('')).toContain('Thank you, (email)');
  expect(JSON.stringify(answers)).toContain('invalid_actor');
  expect(log.join('')).toContain('the database is away');
  for (const secret of secrets) {
    for (const [where, text] of Object.entries({ answers: JSON.stringify(answers), log: log.join(''), files: files.join(''), metrics, dump: dump.join('') })) {
      expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
    }
  }
});

it('A14 what is asked for, and by which token, is in no log and no answer either, also where the question breaks', async () => {
  const own: string[] = [];
  const broken = await startCollector({ config: { logLevel: 'trace' }, logTo: { write: (line) => { own.push(line); } } });
  try {
    const site = await broken.addSite();
    const token = await broken.token(site.key);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const ask = async (path: string, body?: string) => (await fetch(`${broken.url}${path}`, { headers, ...(body !== undefined && { method: 'POST', body }) })).text();
    const questions = [`summary?filter=page:is:/${EMAIL}`, `breakdown?dimension=page&search=${EMAIL}`, `contacts?filter=property:mail:is:${EMAIL}`];
    const answers = await Promise.all(questions.map((question) => ask(`/api/stats/${site.key}/${question}`)));
    await broken.sql`alter table passerby.visits rename to elsewhere`;
    for (const question of questions) answers.push(await ask(`/api/stats/${site.key}/${question}&period=7d`));
    answers.push(await ask(`/api/sites/${site.key}/goals`, `{"name":"${EMAIL}`));
    expect(own.join('')).toContain('a request failed');
    expect(answers.filter((answer) => answer.includes('"internal"'))).toHaveLength(3);
    for (const secret of [EMAIL, encodeURIComponent(EMAIL), token, token.slice(-30), 'select ', 'elsewhere']) {
      expect(answers.join('').includes(secret), `${secret} in answers`).toBe(false);
    }
    for (const secret of [EMAIL, encodeURIComponent(EMAIL), token, token.slice(-30)]) expect(own.join('').includes(secret), `${secret} in the log`).toBe(false);
  } finally {
    await broken.close();
  }
});

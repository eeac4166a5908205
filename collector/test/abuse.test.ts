import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { CHROME, post, track, wireEvent } from '../../test/support/wire.ts';
import { LIMITS } from '../src/contract/index.ts';
import type { AddedSite } from '../src/sites/add-site.ts';

describe('abuse of the way in', () => {
  let collector: TestCollector;
  let site: AddedSite;
  const row = async (id: string): Promise<Record<string, unknown>> => (await collector.sql`select * from passerby.raw_events where event_id = ${id}`)[0] ?? {};
  const envelope = (events: string) => `{"site":"${site.key}","sent_at":"${new Date().toISOString()}","events":[${events}]}`;

  beforeAll(async () => {
    collector = await startCollector({ timeouts: { headersMs: 300, requestMs: 600 } });
    site = await collector.addSite();
  });
  afterAll(() => collector.close());

  it('A1 a body one byte too large is refused as 413, and one of exactly the limit is read', async () => {
    const padded = (bytes: number): string => envelope('').padEnd(bytes, ' ');
    expect((await post(collector.url, padded(LIMITS.bodyBytes))).status).toBe(202);
    expect(await post(collector.url, padded(LIMITS.bodyBytes + 1))).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });

  it('A1 a chunked body without a length is cut off at the limit, not read to its end', async () => {
    const request = http.request(`${collector.url}/api/track`, { method: 'POST', headers: { 'content-type': 'text/plain' } });
    request.on('error', () => { /* the collector closed it while we were writing */ });
    let written = 0;
    const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
    const chunk = Buffer.alloc(65_536, 0x20);
    const writing = setInterval(() => { if (!request.destroyed && request.write(chunk)) written += chunk.length; }, 1);
    const [response] = await answered;
    clearInterval(writing);
    request.destroy();
    expect(response.statusCode).toBe(413);
    expect(written).toBeLessThan(LIMITS.bodyBytes * 4);
  });

  it('A1 a compressed body is refused as 415 without being unfolded', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(20 * 1_048_576));
    expect(await post(collector.url, bomb, { 'content-encoding': 'gzip' })).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    expect(await post(collector.url, 'x', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({ status: 415 });
  });

  it('A2 invalid UTF-8 is refused rather than changed', async () => {
    const body = Buffer.from(envelope(JSON.stringify(wireEvent({ context: { title: '#' } }))));
    body[body.indexOf('#')] = 0xff;
    expect(await post(collector.url, body)).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
  });

  it('A2 NUL and lone surrogates, in values and keys, are stored as U+FFFD and harm no neighbour', async () => {
    const bad = wireEvent({ context: { title: 'a\u0000b\ud800c', url: 'http://localhost/\u0000' }, properties: { 'k\u0000': 'v\udfff', literal: '\\u0000', emoji: '🐦' } });
    const good = wireEvent();
    const answer = await track(collector.url, { site: site.key, events: [good, bad] });
    expect(answer.body).toMatchObject({ accepted: 2, rejected: [] });
    expect(await row(bad.id)).toMatchObject({ title: 'a\ufffdb\ufffdc', properties: { 'k\ufffd': 'v\ufffd', literal: '\\u0000', emoji: '🐦' } });
  });

  it.each([
    ['a number that JSON can write and nobody can hold', '"properties":{"x":1e400}', 'invalid_properties'],
    ['100,000 keys', `"properties":{${Array.from({ length: 100_000 }, (_, i) => `"${i.toString(36)}":0`).join()}}`, 'invalid_properties'],
    ['200,000 levels', `"properties":{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'invalid_properties'],
    ['a date out of every calendar', '"timestamp":"9999-99-99T99:99:99Z"', 'invalid_timestamp'],
    ['a screen larger than an integer', '"context":{"screen":{"width":1e300,"height":3000000000}}', 'invalid_context'],
    ['an id that is an object', '"id":{"toString":"x"}', 'invalid_id'],
  ])('A2 %s is refused with its reason, and its neighbour stored', async (_, field, reason) => {
    const { id, timestamp, event, actor, context, properties } = wireEvent();
    const text = JSON.stringify({ id, event, actor, timestamp, context, properties }).replace(/\}$/, `,${field}}`);
    const answer = await post(collector.url, envelope(`${text},${JSON.stringify(wireEvent())}`));
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, rejected: [{ index: 0, reason }] } });
  });

  it('A2 bodies of every odd form get a defined answer, never a 500', async () => {
    const odd = [
      '', ' ', 'null', 'true', '0', '-0', '1e1000', '"', '"a', '[', ']', '{', '}', '[]', '{}', '[,]', '{,}', '{"a"}', '{"a":}', '{a:1}', '{\'a\':1}', '[1,]', '// x', '/**/{}',
      '\ufeff{}', '{}{}', '{"a":1,"a":2}', 'NaN', 'Infinity', '[1 2]', '01', '.5', '5.', '+1', '0x10', '"\\x41"', '"\\u12"', '"\\ud800"', '"\t"', '\u0000', '[[[[', '{"":""}', '{"site":1}',
      '{"site":"x","sent_at":"x","events":[]}', '{"site":null,"sent_at":null,"events":null}', '{"site":"x","sent_at":"2026-01-01T00:00:00Z","events":{}}',
      '{"site":"x","sent_at":"2026-01-01T00:00:00Z","events":[],"dropped":{"x":1}}', '['.repeat(100_000), '{"a":'.repeat(100_000), '"'.repeat(10_000), '\\'.repeat(10_000),
      envelope('null'), envelope('[]'), envelope('{}'), envelope('"x"'), envelope('1,2,3'), envelope('[[[]]]'), envelope('{"id":null}'), envelope(Array(1_001).fill('0').join()),
    ];
    for (const body of odd) {
      for (const type of ['text/plain', 'application/json']) {
        const { status } = await post(collector.url, body, { 'content-type': type });
        expect([202, 400, 404], JSON.stringify(body.slice(0, 60))).toContain(status);
      }
    }
  });

  it('A3 slow headers and slow bodies are cut off, and others are served meanwhile', async () => {
    const { hostname, port } = new URL(collector.url);
    const slow = ['POST /api/track HTTP/1.1\r\nhost: x\r\n', 'POST /api/track HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\n{']
      .flatMap((start) => Array.from({ length: 20 }, () => {
        const socket = net.connect(Number(port), hostname);
        socket.on('error', () => { /* cut off is what we want */ });
        socket.resume();
        socket.write(start);
        return once(socket, 'close');
      }));
    expect((await track(collector.url, { site: site.key, events: [wireEvent()] })).status).toBe(202);
    await Promise.all(slow);
  });

  it.each(['text/plain', 'application/json'])('A6 __proto__ and constructor in %s reach no prototype and refuse nothing else', async (type) => {
    const event = wireEvent({ properties: { kept: 1 } });
    const text = JSON.stringify(event).replace('"kept":1', '"kept":1,"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}');
    const answer = await post(collector.url, envelope(text).replace('{"site"', '{"__proto__":{"polluted":1},"site"'), { 'content-type': type });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect((await row(event.id))['properties']).toEqual({ kept: 1 });
  });

  it('A7 hostile strings are stored as they are, in every field that holds text', async () => {
    const hostile = [
      `'; drop table passerby.raw_events; --`, `\\'; select pg_sleep(9); --`, '$$; rollback; $$', '{"a":1}', '${jndi:ldap://x}', '{{7*7}}', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>',
      'javascript:alert(1)', '=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'a\r\nSet-Cookie: x=1', '\u001b[31mred\u001b[0m', '\u202etxt.exe', 'Ω≈ç√∫', 'ﷺ', '👩‍👩‍👧‍👦', 'Z̡̖̜͖̰̣͉̜a͖̰͙̬͡l̲̫̳͍̩g̡̟̼̱͚̞̬ͅo̗͜', '\u200b', '\ufeff', 'null', 'NaN',
      '../../etc/passwd', '%00', '%s%n', '\\u0000', 'İ', 'ı', 'ß', 'ÅÅ', ' ', '\\', '"', `'`, '`', '--', '/*', ';', '\u2028\u2029',
    ];
    const events = hostile.map((text) => wireEvent({
      actor: { type: 'user', id: text, user_id: text },
      context: { title: text, language: text, utm: { source: text, medium: text, campaign: text, term: text, content: text }, click_id: text, referrer: text, url: text },
      properties: { [text]: text },
    }));
    expect((await track(collector.url, { site: site.key, events })).body).toMatchObject({ accepted: hostile.length, rejected: [] });
    for (const [i, text] of hostile.entries()) {
      expect(await row(events[i]?.id ?? '')).toMatchObject({
        user_id: text, title: text, language: text, utm_source: text, utm_medium: text, utm_campaign: text, utm_term: text, utm_content: text, click_id: text, properties: { [text]: text },
      });
    }
  });

  it('A7 an address that is no web page\'s is not kept as one', async () => {
    const events = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'about:srcdoc', 'http://'].map((url) => wireEvent({ context: { url, referrer: url } }));
    await track(collector.url, { site: site.key, events });
    for (const { id } of events) expect(await row(id)).toMatchObject({ hostname: null, path: null, referrer: null });
  });

  it('A12 a plan, a site id, a time of arrival and an address that a browser claims are ignored', async () => {
    const event = { ...wireEvent(), actor: { type: 'user', plan: 'enterprise' }, site_id: 99, received_at: '2020-01-01T00:00:00Z', ip: '203.0.113.1', context: { client_address: '203.0.113.1', site_id: 99 } };
    const plain = wireEvent();
    const before = Date.now();
    await track(collector.url, { site: site.key, events: [event, plain], ip: '203.0.113.1' } as never);
    const stored = await row(event.id);
    expect(stored).toMatchObject({ site_id: site.site_id, plan: null, visitor: (await row(plain.id))['visitor'] });
    expect((stored['received_at'] as Date).getTime()).toBeGreaterThanOrEqual(before);
  });

  it('A7 a header of many kilobytes, a strange method and a strange path get an answer and no stack', async () => {
    for (const [path, init] of [['/api/track', { method: 'PUT' }], ['/api/track/../x', {}], ['/%00', {}], ['/%', {}], ['/passerby.js/../../package.json', {}], ['/..%2f..%2fpackage.json', {}], ['//evil.example', {}]] as const) {
      const response = await fetch(collector.url + path, init);
      expect([400, 404, 405], path).toContain(response.status);
      expect(await response.text()).not.toMatch(/node_modules|\.ts:/);
    }
    const answer = await post(collector.url, envelope(JSON.stringify(wireEvent())), { 'user-agent': CHROME + 'x'.repeat(8_000) });
    expect(answer.status).toBe(202);
  });
});

import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { track, wireEvent } from '../../test/support/wire.ts';
import { loadConfig } from '../src/config.ts';
import { startServer, type Server } from '../src/server.ts';
import type { AddedSite } from '../src/sites/add-site.ts';

const DAY = 86_400_000;

describe('events that come more than once, or at odd times', () => {
  let collector: TestCollector;
  let other: Server;
  let site: AddedSite;
  let now = Date.now;
  const send = (events: unknown[], url = collector.url, sentAt = now()) =>
    track(url, { site: site.key, sent_at: new Date(sentAt).toISOString(), events }).then((answer) => answer.body);
  const timeOf = async (id: string) => (await collector.sql<{ ts: Date }[]>`select ts from passerby.raw_events where event_id = ${id}`)[0]?.ts.getTime();

  beforeAll(async () => {
    collector = await startCollector({ now: () => now() });
    site = await collector.addSite();
    const config = loadConfig({ PASSERBY_LOG_LEVEL: 'silent', PASSERBY_RATE_LIMIT: '1000000', PASSERBY_DATA: `${collector.dataDir}/other` });
    other = await startServer({ ...config, databaseUrl: collector.databaseUrl, port: 0 }, { now: () => now() });
  });
  afterAll(async () => {
    await other.close();
    await collector.close();
  });

  it('C8 duplicates inside a batch, across batches, across instances and a day later: one row', async () => {
    const event = wireEvent();
    expect(await send([event, event])).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await send([event])).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await send([event], other.url)).toMatchObject({ accepted: 0, duplicates: 1 });
    try {
      now = () => Date.now() + DAY;
      expect(await send([event])).toMatchObject({ accepted: 0, duplicates: 1 });
    } finally {
      now = Date.now;
    }
  });

  it('C8 the same new events sent to two instances at once in opposite order: one row each, and no deadlock', async () => {
    for (let round = 0; round < 10; round += 1) {
      const events = Array.from({ length: 50 }, () => wireEvent());
      const answers = await Promise.all([send(events), send(events.toReversed(), other.url), send(events, other.url), send(events.toReversed())]);
      expect(answers.reduce((sum, answer) => sum + answer.accepted, 0)).toBe(50);
      expect(answers.reduce((sum, answer) => sum + answer.duplicates, 0)).toBe(150);
    }
  });

  it('C8 an id whose time crosses the border of what is believable between two sendings: one row', async () => {
    const sent = [-31, -30, -29.9, 13.9, 14.1, 16].map((days) => wireEvent({ id: uuidv7({ msecs: Date.now() + days * DAY }) }));
    expect(await send(sent)).toMatchObject({ accepted: sent.length });
    try {
      for (const later of [1, 3, 7]) {
        now = () => Date.now() + later * DAY;
        expect(await send(sent)).toMatchObject({ accepted: 0, duplicates: sent.length });
      }
    } finally {
      now = Date.now;
    }
  });

  it('C8 one site cannot take another\'s ids', async () => {
    const event = wireEvent();
    const second = await collector.addSite();
    await send([event]);
    expect((await track(collector.url, { site: second.key, events: [event] })).body).toMatchObject({ accepted: 1 });
  });

  it('C9 one poison event among 100: 99 are stored, and one is refused with its index and reason', async () => {
    await collector.sql`alter table passerby.raw_events add constraint no_poison check (title <> 'poison')`;
    const events = Array.from({ length: 100 }, (_, i) => wireEvent({ context: { title: i === 41 ? 'poison' : 'bread' } }));
    const answer = await send([{}, ...events]);
    expect(answer).toMatchObject({ accepted: 99, duplicates: 0 });
    expect(answer.rejected).toEqual([{ index: 0, id: null, reason: 'invalid_id' }, { index: 42, id: events[41]?.id, reason: 'unstorable' }]);
    const noted = await collector.sql`select event_id, reason, detail from passerby.rejected_events where site_id = ${site.site_id}`;
    expect(noted).toEqual([{ event_id: events[41]?.id, reason: 'unstorable', detail: 'SQLSTATE 23514' }]);
    const batches = await collector.sql`select reasons from passerby.event_batches where site_id = ${site.site_id} and reasons is not null`;
    expect(batches).toEqual([{ reasons: { invalid_id: 1, unstorable: 1 } }]);
    await collector.sql`alter table passerby.raw_events drop constraint no_poison`;
  });

  it('C10 a clock that is grossly wrong is corrected by what it says when it sends', async () => {
    for (const wrong of [Date.UTC(1970, 0, 2), Date.UTC(2099, 0)]) {
      const event = wireEvent({ id: uuidv7({ msecs: wrong }), timestamp: new Date(wrong - 60_000).toISOString() });
      const before = Date.now();
      expect(await send([event], collector.url, wrong)).toMatchObject({ accepted: 1 });
      const [row] = await collector.sql<{ ts: Date }[]>`select ts from passerby.raw_events where site_id = ${site.site_id} order by received_at desc limit 1`;
      expect(row?.ts.getTime()).toBeGreaterThanOrEqual(before - 60_000);
      expect(row?.ts.getTime()).toBeLessThanOrEqual(Date.now() - 60_000);
    }
  });

  it('C10 a clock that is a little wrong is left alone, so that events keep their order', async () => {
    const event = wireEvent({ timestamp: new Date(Date.now() - 4 * 60_000).toISOString() });
    await send([event], collector.url, Date.now() - 4 * 60_000);
    expect(await timeOf(event.id)).toBe(Date.parse(event.timestamp));
  });

  it('C10 an event older than the accepted window is refused with its reason', async () => {
    const [old, recent] = [9, 7].map((days) => wireEvent({ timestamp: new Date(Date.now() - days * DAY).toISOString() }));
    expect(await send([old, recent])).toMatchObject({ accepted: 1, rejected: [{ index: 0, id: old?.id, reason: 'too_old' }] });
  });

  it('C10 an event more than a day ahead of a right clock is stored at its arrival', async () => {
    const event = wireEvent({ timestamp: new Date(Date.now() + 3 * DAY).toISOString() });
    await send([event]);
    expect(Math.abs((await timeOf(event.id) ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it.each(['NaN', '', 'yesterday', '2026-02-30T00:00:00Z', '2026-01-01T00:00:00', '+275760-09-13T00:00:00.001Z'])('C10 a timestamp of %o is refused with its reason', async (timestamp) => {
    expect(await send([{ ...wireEvent(), timestamp }])).toMatchObject({ accepted: 0, rejected: [{ index: 0, reason: 'invalid_timestamp' }] });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { track, wireEvent } from '../../../test/support/wire.ts';
import { findSite } from '../sites/find-site.ts';
import type { Site } from '../sites/site.ts';
import type { AddedSite } from '../sites/add-site.ts';
import { importEvents } from './import.ts';

const DAY = 86_400_000;

describe('importEvents', () => {
  let collector: TestCollector;
  let added: AddedSite;
  let site: Site;
  const load = (lines: string[]) => importEvents({ sql: collector.sql, site, lines });
  const at = (ms: number) => wireEvent({ id: uuidv7({ msecs: ms }), timestamp: new Date(ms).toISOString() });

  beforeAll(async () => {
    collector = await startCollector();
    added = await collector.addSite();
    site = await findSite(collector.sql, added.key);
  });
  afterAll(() => collector.close());

  it('stores events of any age, making their partitions, and once however often the file is loaded', async () => {
    const lines = [at(Date.UTC(2015, 4, 17)), at(Date.UTC(2015, 4, 20)), at(Date.UTC(2021, 0, 1)), at(Date.now())].map((event) => JSON.stringify(event));
    expect(await load([...lines, ''])).toMatchObject({ accepted: 4, duplicates: 0 });
    expect(await load(lines)).toMatchObject({ accepted: 0, duplicates: 4 });
  });

  it('names the line, the reason and the fault of what it refuses, and stores the rest', async () => {
    const result = await load([JSON.stringify(at(Date.now())), '{not json', JSON.stringify({ ...at(Date.now()), event: 'No' }), JSON.stringify(at(Date.UTC(1980, 0)))]);
    expect(result.accepted).toBe(1);
    expect([...result.rejected]).toEqual([['invalid_event', 1], ['invalid_name', 1], ['invalid_timestamp', 1]]);
    expect(result.firstRejections.map(({ line, reason }) => [line, reason])).toEqual([[2, 'invalid_event'], [3, 'invalid_name'], [4, 'invalid_timestamp']]);
  });

  it('finds what came in live, and live finds what was imported, wherever their ids lie', async () => {
    const now = Date.now();
    const ids = [now, now - 5 * DAY, now - 29 * DAY, now - 31 * DAY, now - 400 * DAY, now + 2 * DAY, now + 13 * DAY, now + 15 * DAY, now + 44 * DAY, Date.UTC(1970, 1), Date.UTC(2099, 1)];
    const first = ids.map((msecs) => wireEvent({ id: uuidv7({ msecs }) }));
    const second = ids.map((msecs) => wireEvent({ id: uuidv7({ msecs }) }));
    const send = (events: unknown[]) => track(collector.url, { site: added.key, events }).then((answer) => answer.body);
    expect(await send(first)).toMatchObject({ accepted: ids.length });
    expect(await load(first.map((event) => JSON.stringify(event)))).toMatchObject({ accepted: 0, duplicates: ids.length });
    expect(await load(second.map((event) => JSON.stringify(event)))).toMatchObject({ accepted: ids.length });
    expect(await send(second)).toMatchObject({ accepted: 0, duplicates: ids.length });
  });

  it('believes the plan and the device that a line tells, as from a secret key', async () => {
    const event = { ...at(Date.now()), actor: { type: 'user', user_id: 'u1', plan: 'pro' }, context: { client_address: '203.0.113.9' } };
    await load([JSON.stringify(event)]);
    const [row] = await collector.sql`select plan, user_id, visitor is not null as known from passerby.raw_events where event_id = ${event.id}`;
    expect(row).toEqual({ plan: 'pro', user_id: 'u1', known: true });
  });
});

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventId } from '../../collector/src/contract/schema.ts';

describe('uuid', () => {
  let uuid: () => string;

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.resetModules();
    ({ uuid } = await import('./id.ts'));
  });
  afterEach(() => { vi.useRealTimers(); });

  const time = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

  it('gives UUIDv7s of the present time, by any clock from 1970 to 2038', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2_147_483_647 }), (seconds) => {
      vi.setSystemTime(seconds * 1_000);
      expect(eventId.safeParse(uuid()).success).toBe(true);
    }));
    vi.resetModules();
  });

  it('carries the time of its making', () => {
    vi.setSystemTime('2026-05-04T03:02:01.234Z');
    expect(new Date(time(uuid())).toISOString()).toBe('2026-05-04T03:02:01.234Z');
  });

  it('rises, within a millisecond and over 4,096 ids of one, and when the clock goes back', () => {
    vi.setSystemTime('2026-05-04T03:02:01.234Z');
    const ids = Array.from({ length: 5_000 }, uuid);
    vi.setSystemTime('2020-01-01T00:00:00Z');
    ids.push(uuid(), uuid());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(5_002);
  });

  it('leaves 50 bits to chance', () => {
    vi.setSystemTime('2026-05-04T03:02:01.234Z');
    const tails = Array.from({ length: 2_000 }, () => uuid().slice(-12));
    for (let position = 0; position < 12; position++) expect(new Set(tails.map((tail) => tail[position])).size).toBe(16);
    expect(new Set(tails).size).toBe(2_000);
  });
});

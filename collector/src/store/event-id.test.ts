import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ID_TIME_SLACK_MS, idTime, placeImported, placeLive } from './event-id.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const idAt = (msecs: number): string => uuidv7({ msecs });
const anyTime = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  fc.integer({ min: -60, max: 60 }).chain((days) => fc.integer({ min: -DAY, max: DAY }).map((ms) => NOW + days * DAY + ms)),
);

describe('where an event lies', () => {
  it('keeps a believable id, and gives any other one place in the timeless partition, always the same', () => {
    const near = idAt(NOW);
    expect(placeLive(near, NOW, NOW)).toEqual({ eventId: near, twinId: undefined });
    for (const odd of [idAt(0), idAt(Date.UTC(2099, 0)), idAt(NOW - 31 * DAY)]) {
      const { eventId } = placeLive(odd, NOW, NOW);
      expect(eventId).toMatch(/^00000000-0000-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(placeLive(odd, NOW + 2 * DAY, NOW).eventId).toBe(eventId);
    }
  });

  it('takes an id in capitals for the same id', () => {
    const id = idAt(NOW);
    expect(placeLive(id.toUpperCase(), NOW, NOW)).toEqual(placeLive(id, NOW, NOW));
  });

  it('finds a first copy again within the accepted window, whenever each was sent and by whichever way', () => {
    const way = fc.constantFrom<'live' | 'import'>('live', 'import');
    const ages = fc.record({ sent: fc.integer({ min: 0, max: 8 * DAY }), resent: fc.integer({ min: 0, max: 8 * DAY }) });
    fc.assert(fc.property(anyTime, fc.integer({ min: -30 * DAY, max: 30 * DAY }), ages, way, way, (time, ahead, { sent, resent }, first, second) => {
      // it happens at NOW by our clock, and at NOW + ahead by the device's
      const id = idAt(time);
      const place = (by: 'live' | 'import', age: number) => by === 'live' ? placeLive(id, NOW + age, NOW + ahead) : placeImported(id, NOW + ahead);
      const one = place(first, sent);
      const two = place(second, Math.max(sent, resent));
      return one.eventId === two.eventId || two.twinId === one.eventId;
    }), { numRuns: 20_000 });
  });

  it('never puts a row further from its time than readers look', () => {
    fc.assert(fc.property(anyTime, fc.integer({ min: -8 * DAY, max: DAY }), (time, age) => {
      const live = placeLive(idAt(time), NOW, NOW + age).eventId;
      const imported = placeImported(idAt(time), NOW + age).eventId;
      return [live, imported].every((id) => idTime(id) === 0 || Math.abs(idTime(id) - (NOW + age)) <= ID_TIME_SLACK_MS);
    }), { numRuns: 5_000 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDay } from './local-day.ts';

describe('localDay', () => {
  it.each([
    ['Asia/Tokyo', '2026-11-21T14:59:59.999Z', '2026-11-21'],
    ['Asia/Tokyo', '2026-11-21T15:00:00.000Z', '2026-11-22'],
    ['Asia/Kathmandu', '2026-11-21T18:14:59Z', '2026-11-21'],
    ['Asia/Kathmandu', '2026-11-21T18:15:00Z', '2026-11-22'],
    ['Europe/Zurich', '2026-03-28T22:59:59Z', '2026-03-28'],
    ['Europe/Zurich', '2026-03-29T22:00:00Z', '2026-03-30'],
    ['Pacific/Kiritimati', '2026-11-21T10:00:00Z', '2026-11-22'],
  ] as const)('in %s, at %s, shows %s', (zone, at, day) => {
    expect(localDay(zone, Date.parse(at))).toBe(day);
  });

  it('agrees with Intl at any moment of three years', () => {
    const zones = ['UTC', 'Europe/Zurich', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'Pacific/Chatham'];
    fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2028, 0) }), (zone, ms) =>
      localDay(zone, ms) === new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms)));
  });
});

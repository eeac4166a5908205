import { describe, expect, it } from 'vitest';
import { calendarStep } from './calendar-step.ts';
import { addMonths, monthDays } from './month-days.ts';
import { weekStart } from './week-start.ts';

describe('a month', () => {
  it('is laid out in weeks that begin where the language\'s do', () => {
    const march = monthDays('2026-03-17', 1);
    expect(march.map((week) => week.map((day) => day?.slice(8) ?? '--').join(' '))).toEqual([
      '-- -- -- -- -- -- 01', '02 03 04 05 06 07 08', '09 10 11 12 13 14 15', '16 17 18 19 20 21 22', '23 24 25 26 27 28 29', '30 31 -- -- -- -- --',
    ]);
    expect(monthDays('2026-03-17', 7)[0]).toEqual(['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07']);
    expect(monthDays('2024-02-01', 1).flat().filter(Boolean)).toHaveLength(29);
  });
  it('further on keeps the day, or takes the last one where it is shorter', () => {
    expect([addMonths('2026-01-31', 1), addMonths('2024-01-31', 1), addMonths('2026-03-15', -3), addMonths('2024-02-29', 12)])
      .toEqual(['2026-02-28', '2024-02-29', '2025-12-15', '2025-02-28']);
  });
});

describe('a week', () => {
  it('begins on Sunday in America, on Monday in Germany, on Saturday in Egypt', () => {
    expect([weekStart('en-US'), weekStart('de-DE'), weekStart('ar-EG')]).toEqual([7, 1, 6]);
  });
});

describe('keys in a calendar', () => {
  const lead = (key: string, day = '2026-03-18', { shiftKey = false, first = 1, rtl = false } = {}): string | undefined => calendarStep({ key, shiftKey }, day, first, rtl);
  it('lead by days, weeks, months and years', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].map((key) => lead(key)))
      .toEqual(['2026-03-17', '2026-03-19', '2026-03-11', '2026-03-25', '2026-02-18', '2026-04-18']);
    expect([lead('PageUp', '2024-02-29', { shiftKey: true }), lead('PageDown', '2026-01-31')]).toEqual(['2023-02-28', '2026-02-28']);
    expect(lead('a')).toBeUndefined();
  });
  it('lead to the ends of the week, as it begins where the language is spoken', () => {
    expect([lead('Home'), lead('End')]).toEqual(['2026-03-16', '2026-03-22']);
    expect([lead('Home', '2026-03-18', { first: 7 }), lead('End', '2026-03-18', { first: 7 })]).toEqual(['2026-03-15', '2026-03-21']);
  });
  it('lead in the direction of writing', () => {
    expect(lead('ArrowLeft', '2026-03-18', { rtl: true })).toBe('2026-03-19');
  });
});

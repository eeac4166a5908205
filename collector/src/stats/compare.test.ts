import { describe, expect, it } from 'vitest';
import type { ProblemError } from '../contract/index.ts';
import { comparedRange, type CompareQuery } from './compare.ts';

const compared = (from: string, to: string, query: CompareQuery) => {
  const before = comparedRange({ from, to }, query);
  return before && [before.from, before.to];
};
const weekday = (day: string) => new Date(day).getUTCDay();

describe('comparedRange', () => {
  it('is nothing where no comparison is asked for', () => {
    expect(comparedRange({ from: '2026-03-01', to: '2026-03-31' }, {})).toBeUndefined();
  });

  it.each([
    ['2026-03-11', '2026-03-11', '2026-03-10', '2026-03-10'], ['2026-03-01', '2026-03-31', '2026-01-29', '2026-02-28'], ['2026-03-09', '2026-03-15', '2026-03-02', '2026-03-08'],
  ])('previous to %s..%s is the range of the same length before it', (from, to, ...expected) => {
    expect(compared(from, to, { compare: 'previous' })).toEqual(expected);
  });

  it.each([
    ['2026-03-11', '2026-03-11', '2026-03-04', '2026-03-04'], ['2026-03-01', '2026-03-30', '2026-01-25', '2026-02-23'], ['2026-03-09', '2026-03-15', '2026-03-02', '2026-03-08'],
  ])('previous to %s..%s by weekday goes back by whole weeks, the fewest that keep the two apart', (from, to, ...expected) => {
    const [first, last] = compared(from, to, { compare: 'previous', match_weekday: true }) ?? [];
    expect([first, last]).toEqual(expected);
    expect(weekday(first!)).toBe(weekday(from));
    expect(last! < from).toBe(true);
  });

  it.each([
    ['2026-03-01', '2026-03-31', '2025-03-01', '2025-03-31'], ['2024-02-29', '2024-03-01', '2023-02-28', '2023-03-01'], ['2025-02-01', '2025-02-28', '2024-02-01', '2024-02-28'],
  ])('the year before %s..%s has the same dates', (from, to, ...expected) => {
    expect(compared(from, to, { compare: 'year' })).toEqual(expected);
  });

  it('the year before by weekday lies 52 weeks back', () => {
    expect(compared('2026-03-11', '2026-03-12', { compare: 'year', match_weekday: true })).toEqual(['2025-03-12', '2025-03-13']);
  });

  it('a custom range is the one that was named, of whatever length', () => {
    expect(compared('2026-03-01', '2026-03-31', { compare: 'custom', compare_from: '2025-12-01', compare_to: '2025-12-02' })).toEqual(['2025-12-01', '2025-12-02']);
  });

  it.each<[CompareQuery, string]>([
    [{ compare: 'custom' }, 'needs compare_from and compare_to'], [{ compare: 'custom', compare_from: '2026-01-01' }, 'needs compare_from and compare_to'],
    [{ compare: 'custom', compare_from: '2026-01-02', compare_to: '2026-01-01' }, 'compare_from (2026-01-02) is after compare_to'],
    [{ compare: 'custom', compare_from: '1990-01-01', compare_to: '2026-01-01' }, 'at most'], [{ compare: 'custom', compare_from: '0001-01-01', compare_to: '0001-01-01' }, 'at the earliest'],
    [{ compare: 'custom', compare_from: '2026-01-01', compare_to: '2026-01-01', match_weekday: true }, 'match_weekday goes with'],
    [{ compare: 'previous', compare_from: '2026-01-01' }, 'go with compare=custom'], [{ compare_to: '2026-01-01' }, 'go with compare=custom'], [{ match_weekday: true }, 'match_weekday goes with'],
  ])('%j is refused, and why is said', (query, detail) => {
    let refusal: ProblemError | undefined;
    try { compared('2026-03-01', '2026-03-31', query); } catch (error) { refusal = error as ProblemError; }
    expect(refusal?.code).toBe('invalid_query');
    expect(refusal?.message).toContain(detail);
  });
});

import { ProblemError } from '../contract/index.ts';
import { addDays, countDays, monthStart } from './local-day.ts';

/** Local days of a site, both included, `YYYY-MM-DD`. */
export interface Range {
  from: string;
  to: string;
}

/** Ranges that end today, by name. `12mo` is this calendar month and the eleven before. */
export const PERIODS = ['today', '7d', '30d', '90d', '12mo'] as const;
export type Period = (typeof PERIODS)[number];

/** About ten years. */
const MOST_DAYS = 3_660;
/** Early enough for every import, and late enough for every range before it to be a range of the calendar too. */
const EARLIEST = '1970-01-01';

/**
 * The range that a query names: by `from` and `to`, or by `period`, or the last 30 days.
 * @throws {ProblemError} invalid_query
 */
export function resolveRange(query: { from?: string | undefined; to?: string | undefined; period?: Period | undefined }, today: string): Range {
  const { from, to, period } = query;
  if (from === undefined && to === undefined) return ofPeriod(period ?? '30d', today);
  if (period !== undefined) throw new ProblemError('invalid_query', 'Give either period or from and to, not both.');
  if (from === undefined) throw new ProblemError('invalid_query', 'to needs a from: the first day of the range.');
  return checkRange({ from, to: to ?? today });
}

/**
 * The range, if it is one that can be asked for; `prefix` stands before the names of its parameters.
 * @throws {ProblemError} invalid_query
 */
export function checkRange(range: Range, prefix = ''): Range {
  const { from, to } = range;
  if (from > to) throw new ProblemError('invalid_query', `${prefix}from (${from}) is after ${prefix}to (${to}).`);
  if (from < EARLIEST) throw new ProblemError('invalid_query', `${prefix}from is ${EARLIEST} at the earliest.`);
  if (countDays(from, to) > MOST_DAYS) throw new ProblemError('invalid_query', `A range has at most ${MOST_DAYS} days.`);
  return range;
}

function ofPeriod(period: Period, today: string): Range {
  switch (period) {
    case 'today': return { from: today, to: today };
    case '7d': return { from: addDays(today, -6), to: today };
    case '30d': return { from: addDays(today, -29), to: today };
    case '90d': return { from: addDays(today, -89), to: today };
    case '12mo': return { from: monthStart(today, -11), to: today };
  }
}

import { ProblemError, type Comparison } from '../contract/index.ts';
import { addDays, countDays } from './local-day.ts';
import { checkRange, type Range } from './range.ts';

/** What a query says of a comparison. */
export interface CompareQuery {
  compare?: Comparison | undefined;
  compare_from?: string | undefined;
  compare_to?: string | undefined;
  match_weekday?: boolean | undefined;
}

/**
 * The range that a range is compared with; undefined where the query asks for none. Days are matched by weekday by moving
 * whole weeks back: 52 for the year before, else the fewest after which the two do not overlap.
 * @throws {ProblemError} invalid_query
 */
export function comparedRange(range: Range, { compare, compare_from: from, compare_to: to, match_weekday: matchWeekday = false }: CompareQuery): Range | undefined {
  if (compare !== 'custom') {
    if (from !== undefined || to !== undefined) throw new ProblemError('invalid_query', 'compare_from and compare_to go with compare=custom.');
    if (matchWeekday && compare === undefined) throw new ProblemError('invalid_query', 'match_weekday goes with compare=previous or compare=year.');
  }
  switch (compare) {
    case undefined: return undefined;
    case 'previous': return matchWeekday ? moved(range, Math.ceil(countDays(range.from, range.to) / 7) * 7) : previousRange(range);
    case 'year': return matchWeekday ? moved(range, 364) : { from: yearBefore(range.from), to: yearBefore(range.to) };
    case 'custom': {
      if (matchWeekday) throw new ProblemError('invalid_query', 'match_weekday goes with compare=previous or compare=year.');
      if (from === undefined || to === undefined) throw new ProblemError('invalid_query', 'compare=custom needs compare_from and compare_to: the first and the last day.');
      return checkRange({ from, to }, 'compare_');
    }
  }
}

/** The range of the same length that ends the day before. */
export function previousRange(range: Range): Range {
  return moved(range, countDays(range.from, range.to));
}

function moved({ from, to }: Range, days: number): Range {
  return { from: addDays(from, -days), to: addDays(to, -days) };
}

/** The same day of the calendar; 28 February where the year before has no 29th. */
function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0');
  return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`;
}

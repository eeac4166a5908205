import type { Comparison } from '../../../collector/src/contract/index.ts';

/** What figures are compared with. */
export interface Against {
  by: Comparison;
  /** First and last local day, where `by` is `custom`. */
  from: string;
  to: string;
  /** Moves the other range so that it begins on the same day of the week. */
  weekday: boolean;
}

export const PREVIOUS: Against = { by: 'previous', from: '', to: '', weekday: false };

/** As the page's address and an attribute spell it: `year`, `2025-01-01..2025-01-31`; with `~` in front, weekdays meet weekdays. */
export const againstText = ({ by, from, to, weekday }: Against): string => `${weekday ? '~' : ''}${by === 'custom' ? `${from}..${to}` : by}`;

/** Reads {@link againstText} back; anything else is the previous period. */
export function parseAgainst(text: string): Against {
  const [, tilde, from = '', to = '', year] = /^(~)?(?:(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)|(year)|previous)$/.exec(text) ?? [];
  return { by: from ? 'custom' : year ? 'year' : 'previous', from, to, weekday: Boolean(tilde) };
}

import type { Dimension } from '../../../collector/src/contract/index.ts';

export const OPERATORS = ['is', 'is_not', 'contains', 'matches'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Keeps the visits whose dimension compares so with the value. */
export interface Filter {
  /** `plan` and `owner` tell sites apart, where there are several. */
  dimension: Dimension | 'goal' | 'plan' | 'owner';
  operator: Operator;
  value: string;
}

/** As the stats API and the page's address spell it: `country:is:DE`. */
export const filterText = ({ dimension, operator, value }: Filter): string => `${dimension}:${operator}:${value}`;

/** Reads {@link filterText} back; the value may hold colons. Undefined where it is none. */
export function parseFilter(text: string): Filter | undefined {
  const [, dimension, operator, value] = /^(\w+):(\w+):(.*)$/s.exec(text) ?? [];
  if (!OPERATORS.includes(operator as Operator)) return undefined;
  return { dimension: dimension as Dimension, operator: operator as Operator, value: value ?? '' };
}

/** Adds a filter once; a second click on the same value takes it away again. */
export function toggleFilter(filters: readonly Filter[], filter: Filter): Filter[] {
  const text = filterText(filter);
  const others = filters.filter((known) => filterText(known) !== text);
  return others.length < filters.length ? others : [...others, filter];
}

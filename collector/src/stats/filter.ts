import { DIMENSIONS, ProblemError } from '../contract/index.ts';
import { isDimension, type AnyDimension } from './dimensions.ts';

export const OPERATORS = ['is', 'is_not', 'contains', 'matches'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  dimension: AnyDimension;
  operator: Operator;
  /** Empty: where the dimension has no value. For `matches` a glob, in which `*` stands for any characters. */
  value: string;
}

const MOST_FILTERS = 20;

/**
 * Reads `dimension:operator:value`; the value may hold colons.
 * @throws {ProblemError} invalid_query
 */
export function parseFilters(texts: string[]): Filter[] {
  if (texts.length > MOST_FILTERS) throw new ProblemError('invalid_query', `At most ${MOST_FILTERS} filters.`);
  return texts.map((text) => {
    const [, dimension, operator, value] = /^((?:property:)?[^:]*):([^:]*):(.*)$/s.exec(text) ?? [];
    if (value === undefined) throw new ProblemError('invalid_query', 'A filter reads dimension:operator:value, as in country:is:CH.');
    if (!isDimension(dimension)) {
      throw new ProblemError('invalid_query', `A filter's dimension is one of ${DIMENSIONS.join(', ')}, goal, or property: and a name.`);
    }
    if (!OPERATORS.some((known) => known === operator)) {
      throw new ProblemError('invalid_query', `A filter's operator is one of ${OPERATORS.join(', ')}.`);
    }
    return { dimension, operator: operator as Operator, value };
  });
}

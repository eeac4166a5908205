import { ProblemError } from '../contract/index.ts';
import { FILTER_DIMENSIONS, type AnyDimension } from './dimensions.ts';

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
    const [dimension, operator, ...rest] = text.split(':');
    if (rest.length === 0) throw new ProblemError('invalid_query', 'A filter reads dimension:operator:value, as in country:is:CH.');
    if (!FILTER_DIMENSIONS.some((known) => known === dimension)) {
      throw new ProblemError('invalid_query', `A filter's dimension is one of ${FILTER_DIMENSIONS.join(', ')}.`);
    }
    if (!OPERATORS.some((known) => known === operator)) {
      throw new ProblemError('invalid_query', `A filter's operator is one of ${OPERATORS.join(', ')}.`);
    }
    return { dimension: dimension as AnyDimension, operator: operator as Operator, value: rest.join(':') };
  });
}

import type { Figure } from './figures.ts';
import type { Filter } from './filter.ts';
import type { Query } from './query.ts';

/**
 * The query with only the visits that have one of the events or, where it aims at none of its own, meet one of the site's
 * goals. Undefined where the reader filters by the same already: the collector takes filters of one dimension as alternatives,
 * and the figure would be another one.
 */
export function narrow(query: Query, events: Figure['events']): Query | undefined {
  const aim = events === 'goal';
  const names = aim ? query.goal : events;
  const dimension = aim && !names?.length ? 'goal' : 'event';
  const values = dimension === 'goal' ? ['*'] : names;
  if (!values?.length) return query;
  if (query.filters.some((filter) => filter.dimension === dimension && filter.operator !== 'is_not')) return undefined;
  return { ...query, filters: [...query.filters, ...values.map((value): Filter => ({ dimension, operator: 'matches', value }))] };
}

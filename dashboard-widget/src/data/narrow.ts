import type { Figure } from './figures.ts';
import type { Query } from './query.ts';

/**
 * The query with only the visits that have one of the events. Undefined where the reader filters by event already: the
 * collector takes filters of one dimension as alternatives, and the figure would be another one.
 */
export function narrow(query: Query, events: Figure['events']): Query | undefined {
  const names = events === 'goal' ? query.goal : events;
  if (!names?.length) return query;
  if (query.filters.some(({ dimension, operator }) => dimension === 'event' && operator !== 'is_not')) return undefined;
  return { ...query, filters: [...query.filters, ...names.map((value) => ({ dimension: 'event', operator: 'matches', value }) as const)] };
}

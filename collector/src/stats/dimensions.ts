import { DIMENSIONS, type Dimension } from '../contract/index.ts';

/** What a visit has any number of: pages viewed, events by name, goals met (by id). */
export type ItemDimension = 'page' | 'event' | 'goal';

/** Dimensions of which a visit has one value, and the column of passerby.visits that holds it. */
export type VisitDimension = Exclude<Dimension, ItemDimension>;

/** Everything figures can be told apart by. Goals have an endpoint of their own. */
export type AnyDimension = VisitDimension | ItemDimension;

export const FILTER_DIMENSIONS: readonly AnyDimension[] = [...DIMENSIONS, 'goal'];

export const VISIT_COLUMNS = {
  entry_page: 'entry_page', exit_page: 'exit_page', source: 'source', channel: 'channel', referrer: 'referrer',
  utm_source: 'utm_source', utm_medium: 'utm_medium', utm_campaign: 'utm_campaign', utm_term: 'utm_term', utm_content: 'utm_content',
  country: 'country', region: 'region', city: 'city', device: 'device', browser: 'browser', os: 'os', language: 'language',
} as const satisfies Record<VisitDimension, string>;

export function isItem(dimension: AnyDimension): dimension is ItemDimension {
  return dimension === 'page' || dimension === 'event' || dimension === 'goal';
}

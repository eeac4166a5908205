import { DIMENSIONS, type Dimension, type PropertyDimension } from '../contract/index.ts';

/** What a visit has any number of: pages viewed, events by name, goals met (by id), values of a declared property. */
export type ItemDimension = 'page' | 'event' | 'goal' | PropertyDimension;

/** Dimensions of which a visit has one value, and the column of passerby.visits that holds it. */
export type VisitDimension = Exclude<Dimension, ItemDimension>;

/** Everything figures can be told apart by. Goals have an endpoint of their own. */
export type AnyDimension = VisitDimension | ItemDimension;

const FILTER_DIMENSIONS: readonly string[] = [...DIMENSIONS, 'goal'];

/** Whether figures can be filtered by this. */
export function isDimension(text: string | undefined): text is AnyDimension {
  return text !== undefined && (FILTER_DIMENSIONS.includes(text) || isProperty(text));
}

export function isProperty(text: string): text is PropertyDimension {
  return text.startsWith('property:');
}

export const VISIT_COLUMNS = {
  entry_page: 'entry_page', exit_page: 'exit_page', source: 'source', channel: 'channel', referrer: 'referrer',
  utm_source: 'utm_source', utm_medium: 'utm_medium', utm_campaign: 'utm_campaign', utm_term: 'utm_term', utm_content: 'utm_content',
  country: 'country', region: 'region', city: 'city', device: 'device', browser: 'browser', os: 'os', language: 'language',
} as const satisfies Record<VisitDimension, string>;

export function isItem(dimension: AnyDimension): dimension is ItemDimension {
  return dimension === 'page' || dimension === 'event' || dimension === 'goal' || isProperty(dimension);
}

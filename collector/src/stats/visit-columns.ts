import type { Dimension } from '../contract/index.ts';

/** Dimensions of which a visit has one value, and the column of passerby.visits that holds it. */
export type VisitDimension = Exclude<Dimension, 'page' | 'event'>;

export const VISIT_COLUMNS = {
  entry_page: 'entry_page', exit_page: 'exit_page', source: 'source', channel: 'channel', referrer: 'referrer',
  utm_source: 'utm_source', utm_medium: 'utm_medium', utm_campaign: 'utm_campaign', utm_term: 'utm_term', utm_content: 'utm_content',
  country: 'country', region: 'region', city: 'city', device: 'device', browser: 'browser', os: 'os', language: 'language',
} as const satisfies Record<VisitDimension, string>;

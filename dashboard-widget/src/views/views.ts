import type { Dimension } from '../../../collector/src/contract/index.ts';
import type { FigureName } from '../data/figures.ts';

/** What one kind of reader sees first. */
export interface View {
  /** Cards, in order; the first is the chart's figure and the finding's. */
  figures: readonly FigureName[];
  /** Tables, each with its dimensions as tabs; an even number, so that no row is half filled. */
  tables: readonly string[];
  /** Dimensions whose leaders the finding names; each is the first tab of a table. */
  leaders: readonly Dimension[];
}

const PAGES = 'page,entry_page,exit_page,event';
const SOURCES = 'source,channel,referrer';
const CAMPAIGNS = 'utm_campaign,utm_source,utm_medium,utm_term,utm_content';
const PLACES = 'country,region,city,language';
const DEVICES = 'device,browser,os';

export const VIEWS = {
  /** Everything at a glance. */
  '': {
    figures: ['visitors', 'visits', 'page_views', 'views_per_visit', 'bounce_rate', 'visit_duration'],
    tables: [PAGES, `${SOURCES},${CAMPAIGNS}`, PLACES, DEVICES],
    leaders: ['source'],
  },
  /** An artist: who sees my work, and who writes to me. */
  portfolio: {
    figures: ['visitors', 'page_views', 'visit_duration', 'contacts'],
    tables: [PAGES, `${SOURCES},${CAMPAIGNS}`, PLACES, DEVICES],
    leaders: ['page', 'source'],
  },
  /** A growth marketer: what brings people, and what they then do. */
  marketing: {
    figures: ['visitors', 'conversions', 'conversion_rate', 'bounce_rate'],
    tables: [SOURCES, CAMPAIGNS, 'entry_page,page,exit_page,event', `${PLACES},${DEVICES}`],
    leaders: ['source', 'utm_campaign'],
  },
  /** A product manager: who builds, and what becomes of it. */
  builder: {
    figures: ['builders', 'publishers', 'publish_rate', 'upgrades'],
    tables: ['event', 'page,entry_page,exit_page', PLACES, DEVICES],
    leaders: ['event'],
  },
} as const satisfies Record<string, View>;

export type ViewName = keyof typeof VIEWS;

/** The view of that name, or the one without a name. */
export const viewNamed = (name: string): View => VIEWS[name as ViewName] ?? VIEWS[''];

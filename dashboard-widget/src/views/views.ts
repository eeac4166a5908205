import type { Dimension } from '../../../collector/src/contract/index.ts';
import type { FigureName } from '../data/figures.ts';

/** What one kind of reader sees first. */
export interface View {
  /** Cards, in order: figures, and `lead_` with the dimension of which it shows the leader. */
  cards: readonly (FigureName | `lead_${Dimension}`)[];
  /** Below the chart, in order: a report by its name, or dimensions that are the tabs of a table. An even number, so that no row is half filled. */
  tables: readonly string[];
  /** The figure of the finding and of the chart at first. */
  lead: FigureName;
  /** Dimensions whose leaders the finding names; each is the first tab of a table. */
  leaders: readonly Dimension[];
}

const PAGES = 'page,entry_page,exit_page,event';
const SOURCES = 'source,channel,referrer';
const CAMPAIGNS = 'utm_campaign,utm_source,utm_medium,utm_term,utm_content';
const PLACES = 'country,region,city,language';
const DEVICES = 'device,browser,os';

/** Reports in a view; everything else there is dimensions. */
export const REPORTS: readonly string[] = ['funnel', 'goals', 'plans', 'features', 'sites'];

export const VIEWS = {
  /** Everything at a glance. */
  '': {
    cards: ['visitors', 'visits', 'page_views', 'views_per_visit', 'bounce_rate', 'visit_duration'],
    tables: [PAGES, `${SOURCES},${CAMPAIGNS}`, PLACES, DEVICES],
    lead: 'visitors',
    leaders: ['source'],
  },
  /** An artist: who sees my work, and who writes to me. */
  portfolio: {
    cards: ['page_views', 'visitors', 'lead_page', 'contacts'],
    tables: [PAGES, `${SOURCES},${CAMPAIGNS}`, PLACES, DEVICES],
    lead: 'visitors',
    leaders: ['page', 'source'],
  },
  /** A growth marketer: what brings people, and what they then do. */
  marketing: {
    cards: ['visitors', 'conversions', 'conversion_rate', 'lead_utm_campaign'],
    tables: [SOURCES, CAMPAIGNS, 'funnel', 'goals', 'entry_page,page,exit_page,event', `${PLACES},${DEVICES}`],
    lead: 'visitors',
    leaders: ['source', 'utm_campaign'],
  },
  /** A product manager: who builds, and what becomes of it. */
  builder: {
    cards: ['builders', 'activation_rate', 'publish_rate', 'plan_share'],
    tables: ['features', 'funnel', 'plans', `${DEVICES},${PLACES}`],
    lead: 'builders',
    leaders: ['event'],
  },
  /** Several sites, one below the other and in sum. */
  all: {
    cards: ['visitors', 'visits', 'page_views', 'views_per_visit', 'bounce_rate', 'visit_duration'],
    tables: ['sites', SOURCES, CAMPAIGNS, PLACES, DEVICES],
    lead: 'visitors',
    leaders: ['source'],
  },
} as const satisfies Record<string, View>;

export type ViewName = keyof typeof VIEWS;

/** The view of that name, or the one without a name. */
export const viewNamed = (name: string): View => VIEWS[name as ViewName] ?? VIEWS[''];

import type { Meta } from './stats.ts';

/** One site of those that a token opens. */
export interface SiteRow {
  /** Public key. */
  site: string;
  domain: string;
  owner: string | null;
  plan: string | null;
  visitors: number;
  visits: number;
  page_views: number;
  /** Events by which visitors turned to the artist. */
  contacts: number;
}

export const SITE_SORTS = ['visitors', 'visits', 'page_views', 'contacts', 'domain'] as const;
export type SiteSort = (typeof SITE_SORTS)[number];

/** Answer of `GET /api/stats/sites`. */
export interface SitesOverview {
  /** Largest first, or by domain from A. */
  rows: SiteRow[];
  /** Sites that `plan`, `owner` and `search` leave, so that a reader knows what `limit` cut. */
  total_rows: number;
  /** Every plan and owner of the sites that the token opens, to choose from: at most 1,000 of each. */
  plans: string[];
  owners: string[];
  meta: Meta;
}

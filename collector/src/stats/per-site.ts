import type { Queryable } from '../db/connect.ts';
import type { Fragment } from './fragment.ts';

/** Whose figures are asked for: those of a site by its id, or sums over several. */
export type Sites = number | readonly number[];

/** A site's id in a query: known, or a column of the relation that {@link perSite} goes through. */
export type SiteId = number | Fragment;

/**
 * The rows of a query for each of the sites, one after the other. A single one is named in the query itself, so that the
 * planner sees how large it is.
 */
export function perSite(sql: Queryable, sites: Sites, query: (siteId: SiteId) => Fragment): Fragment {
  if (typeof sites === 'number') return query(sites);
  return sql`select answer.* from unnest(${[...sites]}::integer[]) as tenant (id) cross join lateral (${query(sql`tenant.id`)}) answer`;
}

import type { Queryable } from '../db/connect.ts';
import { SiteError } from './errors.ts';
import type { Site } from './site.ts';

/**
 * Looks a site up by its public key.
 * @throws {SiteError} unknown_site
 */
export async function findSite(sql: Queryable, key: string): Promise<Site> {
  const site = await lookUpSite(sql, key);
  if (!site) throw new SiteError('unknown_site', key);
  return site;
}

/** As {@link findSite}, but undefined where there is none. */
export async function lookUpSite(sql: Queryable, key: string): Promise<Site | undefined> {
  const [site] = await sql<Site[]>`
    select site_id as "siteId", public_key as key, domain, origins, timezone, consent, owner, plan, secret_hash as "secretHash"
    from passerby.sites where public_key = ${key}`;
  return site;
}

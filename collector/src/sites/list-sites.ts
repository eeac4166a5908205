import type { Queryable } from '../db/connect.ts';

/** A site as commands list it. */
export interface ListedSite {
  /** Public key. */
  key: string;
  domain: string;
  /** IANA zone. */
  timezone: string;
  consent: 'required' | 'anonymous';
  owner: string | null;
  plan: string | null;
  marketing: boolean;
}

/** The sites in the order of their making: all, or those of a domain. */
export async function listSites(sql: Queryable, { domain }: { domain?: string } = {}): Promise<ListedSite[]> {
  return [...await sql<ListedSite[]>`
    select public_key as key, domain, timezone, consent, owner, plan, marketing from passerby.sites
    where ${domain ?? null}::text is null or domain = ${domain ?? null} order by site_id`];
}

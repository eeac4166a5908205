import { domainToASCII } from 'node:url';
import type { Queryable } from '../db/connect.ts';
import { SiteError } from './errors.ts';
import { parseOriginPattern } from './origin.ts';
import { randomKey } from './random-key.ts';
import { hashSecretKey } from './secret-key.ts';

export interface NewSite {
  /** Host of the site, without scheme or port: `portfolio.example`, `localhost`. */
  domain: string;
  /** IANA zone in which days and hours are cut. Default UTC. */
  timezone?: string | undefined;
  /** The platform's id of whoever owns the site. */
  owner?: string | undefined;
  plan?: string | undefined;
  /** `required` (default): nothing before opt-in. `anonymous`: counted without id and storage until then. */
  consent?: 'required' | 'anonymous' | undefined;
  /** Further origins that may send: `https://*.example.com`. */
  origins?: string[] | undefined;
  /** One of the platform's own, which its marketers see. */
  marketing?: boolean | undefined;
}

export interface AddedSite {
  site_id: number;
  /** As it is kept: in lower case and ASCII. */
  domain: string;
  /** Public key, for the script tag. */
  key: string;
  /** For server-side sources; only its hash is kept, so this is the one time it is seen. */
  secretKey: string;
}

/**
 * Adds a site.
 * @throws {SiteError} invalid_domain, invalid_timezone, invalid_origin
 */
export async function addSite(sql: Queryable, site: NewSite): Promise<AddedSite> {
  const domain = normalizeDomain(site.domain);
  const timezone = site.timezone ?? 'UTC';
  const origins = site.origins ?? [];
  for (const origin of origins) {
    if (!parseOriginPattern(origin)) throw new SiteError('invalid_origin', origin);
  }
  if (!await knowsTimezone(sql, timezone)) throw new SiteError('invalid_timezone', timezone);
  const key = `pk_${randomKey(20)}`;
  const secretKey = `sk_${randomKey(40)}`;
  const [added] = await sql<[{ site_id: number }]>`
    insert into passerby.sites (public_key, secret_hash, domain, origins, timezone, owner, plan, consent, marketing)
    values (${key}, ${hashSecretKey(secretKey)}, ${domain}, ${origins}::text[], ${timezone}, ${site.owner ?? null}, ${site.plan ?? null},
            ${site.consent ?? 'required'}, ${site.marketing ?? false})
    returning site_id`;
  return { site_id: added.site_id, domain, key, secretKey };
}

function normalizeDomain(text: string): string {
  const domain = domainToASCII(text.trim());
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
  if (domain.length > 253 || !new RegExp(`^(${label}\\.)*${label}$`).test(domain)) throw new SiteError('invalid_domain', text);
  return domain;
}

/** Known to both: Postgres cuts the days, the collector finds the salt of a day. */
async function knowsTimezone(sql: Queryable, zone: string): Promise<boolean> {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  const [row] = await sql<[{ known: boolean }]>`
    select exists (select from pg_catalog.pg_timezone_names where lower(name) = lower(${zone})) as known`;
  return row.known;
}

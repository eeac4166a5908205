import { ProblemError } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { toPlan, type PlanRow } from '../plans/plan.ts';
import { strictest } from '../plans/strictest.ts';
import type { Site } from '../sites/site.ts';
import { readBearer } from './bearer.ts';
import { openSite } from './open-site.ts';
import { opens } from './opens.ts';
import type { Opened, Reader } from './reader.ts';
import { isRevoked } from './revocations.ts';
import type { VerifyToken } from './token-verifier.ts';

/** What stands in the place of a site's key for all that a token opens. */
export const ALL_SITES = 'all';

export type OpenedSite = Pick<Site, 'siteId' | 'key' | 'domain' | 'timezone' | 'owner' | 'plan'>;

/** Every site that a token opens, and who asks. */
export interface OpenedSites {
  sites: OpenedSite[];
  reader: Reader;
}

/**
 * What a request is about: one site, or with `all` every site that its token opens. A share link opens its one site by name.
 * @throws {ProblemError} invalid_token, issuer_unavailable, unknown_site, forbidden_by_plan
 */
export function openScope(sql: Queryable, key: string, authorization: string | undefined, verify: VerifyToken, now: Date): Promise<Opened | OpenedSites> {
  return key === ALL_SITES ? openSites(sql, authorization, verify, now) : openSite(sql, key, authorization, verify, now);
}

async function openSites(sql: Queryable, authorization: string | undefined, verify: VerifyToken, now: Date): Promise<OpenedSites> {
  const bearer = await readBearer(authorization, verify, now);
  if ('shareHash' in bearer) {
    const [link] = await sql`select from passerby.share_links where token_hash = ${bearer.shareHash} and (expires_at is null or expires_at > ${now})`;
    throw new ProblemError(link ? 'unknown_site' : 'invalid_token');
  }
  const { claims } = bearer;
  const [[token], sites, plans] = await Promise.all([
    sql<[{ revoked: boolean }]>`select ${isRevoked(sql, claims)} as revoked`,
    sql<OpenedSite[]>`
      select s.site_id as "siteId", s.public_key as key, s.domain, s.timezone, s.owner, s.plan from passerby.sites s where ${opens(sql, claims)} order by s.site_id`,
    // Only an artist is bound by plans: see open-site.ts.
    claims.role !== 'artist' ? [] : sql<{ plan_row: PlanRow }[]>`
      select to_jsonb(p) as plan_row from passerby.plans p
       where p.plan in (select coalesce(s.plan, ${claims.plan ?? null}) from passerby.sites s where ${opens(sql, claims)}) order by p.position, p.plan`,
  ]);
  if (token.revoked) throw new ProblemError('invalid_token');
  if (sites.length === 0) throw new ProblemError('unknown_site');
  return { sites: [...sites], reader: { role: claims.role, owner: claims.owner, plan: strictest(plans.map(({ plan_row }) => toPlan(plan_row))) } };
}

import { LRUCache } from 'lru-cache';
import { ProblemError } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { toPlan, type PlanRow } from '../plans/plan.ts';
import { strictest } from '../plans/strictest.ts';
import type { Site } from '../sites/site.ts';
import type { Fragment } from '../stats/fragment.ts';
import { readBearer } from './bearer.ts';
import type { VerifiedClaims } from './claims.ts';
import { openSite } from './open-site.ts';
import { opens } from './opens.ts';
import type { Opened, Reader } from './reader.ts';
import { isRevoked } from './revocations.ts';
import type { VerifyToken } from './token-verifier.ts';

/** What stands in the place of a site's key for all that a token opens. */
export const ALL_SITES = 'all';

/** Lists of sites kept in memory. */
const MOST_LISTS = 50;

export type OpenedSite = Pick<Site, 'siteId' | 'key' | 'domain' | 'timezone' | 'owner' | 'plan'>;

/** Every site that a token opens, and who asks. */
export interface OpenedSites {
  sites: readonly OpenedSite[];
  /** Another one for every other list. */
  digest: string;
  reader: Reader;
}

/** By their digest. A list is only sent for where the database says that it is none of these. */
const lists = new LRUCache<string, readonly OpenedSite[]>({ max: MOST_LISTS });

/**
 * What a request is about: one site, or with `all` every site that its token opens. A share link opens its one site by name.
 * @throws {ProblemError} invalid_token, issuer_unavailable, unknown_site, forbidden_by_plan
 */
export async function openScope(sql: Queryable, key: string, authorization: string | undefined, verify: VerifyToken, now: Date): Promise<Opened | OpenedSites> {
  if (key !== ALL_SITES) return openSite(sql, key, authorization, verify, now);
  const bearer = await readBearer(authorization, verify, now);
  if ('claims' in bearer) return openSites(sql, bearer.claims);
  const [link] = await sql`select from passerby.share_links where token_hash = ${bearer.shareHash} and (expires_at is null or expires_at > ${now})`;
  throw new ProblemError(link ? 'unknown_site' : 'invalid_token');
}

async function openSites(sql: Queryable, claims: VerifiedClaims): Promise<OpenedSites> {
  const digestOf = sql`encode(sha256(convert_to(string_agg((s.site_id, s.public_key, s.domain, s.timezone, s.owner, s.plan)::text, ',' order by s.site_id), 'UTF8')), 'hex')`;
  const [[found], plans] = await Promise.all([
    sql<[{ revoked: boolean; digest: string | null }]>`
      select ${isRevoked(sql, claims)} as revoked, (select ${digestOf} from passerby.sites s where ${opens(sql, claims)}) as digest`,
    // Only an artist is bound by plans: see open-site.ts.
    claims.role !== 'artist' ? [] : sql<{ plan_row: PlanRow }[]>`
      select to_jsonb(p) as plan_row from passerby.plans p
       where p.plan in (select coalesce(s.plan, ${claims.plan ?? null}) from passerby.sites s where ${opens(sql, claims)}) order by p.position, p.plan`,
  ]);
  if (found.revoked) throw new ProblemError('invalid_token');
  const known = found.digest === null ? undefined : lists.get(found.digest);
  const { sites, digest } = known ? { sites: known, digest: found.digest ?? '' } : await listOf(sql, claims, digestOf);
  lists.set(digest, sites);
  return { sites, digest, reader: { role: claims.role, owner: claims.owner, plan: strictest(plans.map(({ plan_row }) => toPlan(plan_row))) } };
}

/** A list and its digest, of one moment. */
async function listOf(sql: Queryable, claims: VerifiedClaims, digestOf: Fragment): Promise<Pick<OpenedSites, 'sites' | 'digest'>> {
  const [{ sites, digest }] = await sql<[{ sites: OpenedSite[] | null; digest: string | null }]>`
    select ${digestOf} as digest,
           json_agg(json_build_object('siteId', s.site_id, 'key', s.public_key, 'domain', s.domain, 'timezone', s.timezone, 'owner', s.owner, 'plan', s.plan) order by s.site_id) as sites
      from passerby.sites s where ${opens(sql, claims)}`;
  if (sites === null || digest === null) throw new ProblemError('unknown_site');
  return { sites, digest };
}

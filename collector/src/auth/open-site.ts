import { ProblemError } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { permit } from '../plans/permit.ts';
import { toPlan, type PlanRow } from '../plans/plan.ts';
import { shareLinks } from '../plans/wishes.ts';
import type { Site } from '../sites/site.ts';
import { readBearer, type Bearer } from './bearer.ts';
import type { VerifiedClaims } from './claims.ts';
import { opens } from './opens.ts';
import type { Opened } from './reader.ts';
import { isRevoked } from './revocations.ts';
import type { VerifyToken } from './token-verifier.ts';

type Row = Omit<Site, 'siteId'> & { siteId: number | null; plan_row: PlanRow | null; revoked: boolean };

/**
 * The site of a request, if what it brings opens it, and who asks. A site that is not there and one that is somebody else's
 * look alike. One look at the database, so that whatever changes there (the plan, the owner, a token called back) holds
 * from the next request on, on every instance.
 * @throws {ProblemError} invalid_token, issuer_unavailable, unknown_site, forbidden_by_plan
 */
export async function openSite(sql: Queryable, key: string, authorization: string | undefined, verify: VerifyToken, now: Date): Promise<Opened> {
  const bearer = await readBearer(authorization, verify, now);
  // Postgres takes no NUL, and no key is longer.
  const wanted = /^pk_\w{1,60}$/.test(key) ? key : '';
  return 'claims' in bearer ? openByToken(sql, wanted, bearer.claims) : openByShare(sql, wanted, bearer, now);
}

async function openByToken(sql: Queryable, key: string, claims: VerifiedClaims): Promise<Opened> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)}, to_jsonb(p) as plan_row, ${isRevoked(sql, claims)} as revoked
      from (values (1)) one
      left join passerby.sites s on s.public_key = ${key} and ${opens(sql, claims)}
      left join passerby.plans p on p.plan = coalesce(s.plan, ${claims.plan ?? null})`;
  if (!row || row.revoked) throw new ProblemError('invalid_token');
  const site = siteOf(row);
  // What an artist pays for binds the artist, not the people who run the platform.
  const plan = claims.role === 'artist' && row.plan_row ? toPlan(row.plan_row) : undefined;
  return { site, reader: { role: claims.role, owner: claims.owner, plan } };
}

/** A link that ran out or was deleted is no token any more; one that opens another site opens none here. */
async function openByShare(sql: Queryable, key: string, { shareHash }: Extract<Bearer, { shareHash: Buffer }>, now: Date): Promise<Opened> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)}, to_jsonb(p) as plan_row, false as revoked
      from passerby.share_links l
      left join passerby.sites s on s.site_id = l.site_id and s.public_key = ${key}
      left join passerby.plans p on p.plan = s.plan
     where l.token_hash = ${shareHash} and (l.expires_at is null or l.expires_at > ${now})`;
  if (!row) throw new ProblemError('invalid_token');
  const site = siteOf(row);
  const plan = row.plan_row ? toPlan(row.plan_row) : undefined;
  await permit(sql, plan, [shareLinks]);
  return { site, reader: { role: 'share', owner: undefined, plan } };
}

function columns(sql: Queryable) {
  return sql`
    s.site_id as "siteId", s.public_key as key, s.domain, s.origins, s.timezone, s.consent, s.owner, s.plan, s.secret_hash as "secretHash"`;
}

function siteOf({ plan_row: _plan, revoked: _revoked, siteId, ...rest }: Row): Site {
  if (siteId === null) throw new ProblemError('unknown_site');
  return { siteId, ...rest };
}

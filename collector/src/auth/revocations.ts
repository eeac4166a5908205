import type { Queryable } from '../db/connect.ts';
import type { Fragment } from '../stats/fragment.ts';
import type { VerifiedClaims } from './claims.ts';
import { MAX_AGE_SECONDS } from './token-verifier.ts';

/** What is called back: one token by its id, those of an owner or holder (`sub`), or all; of the last two what was issued up to `before`. */
export type Revocation = { tokenId: string } | { owner: string; before: Date } | { all: true; before: Date };

/** Calls tokens back, from the next request on, on every instance. Forgets what is older than a token can be. */
export async function revoke(sql: Queryable, revocation: Revocation): Promise<void> {
  const [kind, value, at]: [string, string, Date] = 'tokenId' in revocation ? ['token', revocation.tokenId, new Date()]
    : 'owner' in revocation ? ['owner', revocation.owner, revocation.before] : ['all', '', revocation.before];
  await sql`
    insert into passerby.revocations as r (kind, value, revoked_at) values (${kind}, ${value}, ${at})
    on conflict (kind, value) do update set revoked_at = greatest(r.revoked_at, excluded.revoked_at)`;
  await sql`delete from passerby.revocations where revoked_at < now() - make_interval(secs => ${2 * MAX_AGE_SECONDS}::int)`;
}

/** A condition: whether a token was called back. */
export function isRevoked(sql: Queryable, { tokenId, owner, subject, issuedAt }: VerifiedClaims): Fragment {
  return sql`
    exists (select from passerby.revocations r
             where r.kind = 'token' and r.value = ${tokenId ?? null}
                or r.revoked_at >= to_timestamp(${issuedAt}::float8) and (r.kind = 'all' or r.kind = 'owner' and r.value in (${owner ?? null}, ${subject ?? null})))`;
}

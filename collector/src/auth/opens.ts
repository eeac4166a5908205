import type { Queryable } from '../db/connect.ts';
import type { Fragment } from '../stats/fragment.ts';
import type { Claims } from './claims.ts';

/**
 * A condition on passerby.sites s: whether a token opens it. It opens the sites that it names and those of its owner. One that
 * names neither opens all to an admin, the platform's marketing sites to a marketer, and nothing to an artist.
 */
export function opens(sql: Queryable, { role, sites, owner }: Claims): Fragment {
  if (sites === undefined && owner === undefined) {
    if (role === 'admin') return sql`true`;
    return role === 'marketer' ? sql`s.marketing` : sql`false`;
  }
  return sql`(s.public_key = any (${sites ?? []}::text[]) or s.owner = ${owner ?? null})`;
}

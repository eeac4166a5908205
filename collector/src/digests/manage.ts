import type { Queryable } from '../db/connect.ts';
import type { Digest } from './digest.ts';

/** The digests of a site, the oldest first. */
export async function digestsOf(sql: Queryable, siteId: number): Promise<Digest[]> {
  return sql<Digest[]>`select digest_id, period, channel, address from passerby.digests where site_id = ${siteId} order by created_at, digest_id`;
}

/** Adds a digest; of one that is there already, its id. */
export async function addDigest(sql: Queryable, siteId: number, { period, channel, address }: Omit<Digest, 'digest_id'>): Promise<string> {
  const [row] = await sql<[{ digest_id: string }]>`
    insert into passerby.digests as d (site_id, period, channel, address) values (${siteId}, ${period}, ${channel}, ${address})
    on conflict (site_id, period, channel, address) do update set address = d.address
    returning digest_id`;
  return row.digest_id;
}

/** Ends a digest; false where there is none of that id. */
export async function removeDigest(sql: Queryable, digestId: string): Promise<boolean> {
  const removed = await sql`delete from passerby.digests where digest_id = ${digestId}`;
  await sql`delete from passerby.digest_deliveries where digest_id = ${digestId}`;
  return removed.count > 0;
}

import { z } from 'zod';
import type { CreatedShareLink, ShareLink } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { hashShareToken, newShareToken } from './share-token.ts';

/** Links that a site may have at once. */
const MOST_LINKS = 100;

interface Row extends Omit<ShareLink, 'created_at' | 'expires_at'> {
  created_at: Date;
  expires_at: Date | null;
}

export const newShareLink = z.strictObject({
  name: z.string().min(1).max(100).refine((name) => !name.includes('\0'), 'holds a NUL character.'),
  expires_at: z.iso.datetime({ offset: true }).optional(),
});

/** The links of a site that have not run out, the newest first. */
export async function shareLinksOf(sql: Queryable, siteId: number, now: Date): Promise<ShareLink[]> {
  const rows = await sql<Row[]>`
    select share_id, name, created_at, expires_at from passerby.share_links
     where site_id = ${siteId} and (expires_at is null or expires_at > ${now}) order by created_at desc, share_id`;
  return rows.map(toShareLink);
}

/** Makes a link; undefined where the site has as many as it may. */
export async function addShareLink(sql: Queryable, site: { siteId: number; key: string }, { name, expires_at }: z.output<typeof newShareLink>, baseUrl: string): Promise<CreatedShareLink | undefined> {
  const token = newShareToken();
  await sql`delete from passerby.share_links where site_id = ${site.siteId} and expires_at < now() - interval '1 day'`;
  const [row] = await sql<Row[]>`
    insert into passerby.share_links (site_id, name, token_hash, expires_at)
    select ${site.siteId}, ${name}, ${hashShareToken(token)}, ${expires_at ?? null}
     where (select count(*) from passerby.share_links where site_id = ${site.siteId}) < ${MOST_LINKS}
    returning share_id, name, created_at, expires_at`;
  return row && { ...toShareLink(row), token, url: `${baseUrl}/share?site=${site.key}#${token}` };
}

/** Takes a link back, from the next request on; false where the site has no such link. */
export async function removeShareLink(sql: Queryable, siteId: number, shareId: string): Promise<boolean> {
  const removed = await sql`delete from passerby.share_links where site_id = ${siteId} and share_id = ${shareId}`;
  return removed.count > 0;
}

function toShareLink({ created_at, expires_at, ...link }: Row): ShareLink {
  return { ...link, created_at: created_at.toISOString(), expires_at: expires_at?.toISOString() ?? null };
}

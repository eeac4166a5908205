import { mayRead } from '../auth/may-read.ts';
import { verifyToken } from '../auth/tokens.ts';
import { ProblemError } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { lookUpSite } from '../sites/find-site.ts';
import type { Site } from '../sites/site.ts';

/**
 * The site of a request, if its token opens it. A site that is not there and one that is somebody else's look alike.
 * @throws {ProblemError} invalid_token, unknown_site
 */
export async function openSite(sql: Queryable, key: string, authorization: string | undefined, secret: string, now: Date): Promise<Site> {
  const [, token] = /^Bearer +([\w.-]+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw new ProblemError('invalid_token');
  const claims = await verifyToken(token, secret, now);
  const site = /^pk_\w{1,60}$/.test(key) ? await lookUpSite(sql, key) : undefined;
  if (!site || !mayRead(claims, site)) throw new ProblemError('unknown_site');
  return site;
}

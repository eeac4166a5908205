import { ProblemError } from '../contract/index.ts';
import type { VerifiedClaims } from './claims.ts';
import { hashShareToken, isShareToken } from './share-token.ts';
import type { VerifyToken } from './token-verifier.ts';

/** What somebody brings: a token that is verified, or what may be the token of a share link, which only the database can tell. */
export type Bearer = { claims: VerifiedClaims } | { shareHash: Buffer };

/**
 * Reads an `Authorization` header.
 * @throws {ProblemError} invalid_token, issuer_unavailable
 */
export async function readBearer(authorization: string | undefined, verify: VerifyToken, now: Date): Promise<Bearer> {
  const [, token] = /^Bearer +([\w.-]+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw new ProblemError('invalid_token');
  return isShareToken(token) ? { shareHash: hashShareToken(token) } : { claims: await verify(token, now) };
}

import { createSecretKey } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ProblemError, ROLES, type Role } from '../contract/index.ts';

const ISSUER = 'passerby';
const AUDIENCE = 'passerby:stats';
/** Pinned: what a token says of its own algorithm is never believed. */
const ALGORITHM = 'HS256';

const claims = z.object({
  role: z.enum(ROLES),
  sites: z.array(z.string()).optional(),
  owner: z.string().min(1).optional(),
  plan: z.string().optional(),
});

/** What a verified token says. */
export interface Claims {
  role: Role;
  /** Public keys of the sites that it opens. */
  sites?: string[] | undefined;
  /** Opens every site of this owner. */
  owner?: string | undefined;
  /** The plan by which questions are answered, where it is not the site's own. */
  plan?: string | undefined;
}

export interface TokenRequest extends Claims {
  secret: string;
  /** Seconds from now until it expires. */
  ttlSeconds: number;
  /** Default: the clock of the machine. */
  now?: Date;
}

/** Makes a token for the panel or the API. Keep it short-lived: it cannot be called back. */
export function mintToken({ secret, ttlSeconds, now = new Date(), ...said }: TokenRequest): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ ...claims.parse(said) })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .sign(createSecretKey(Buffer.from(secret)));
}

/**
 * The claims of a token that is ours, in time and whole.
 * @throws {ProblemError} invalid_token, and never why: that would help whoever forges one
 */
export async function verifyToken(token: string, secret: string, now: Date = new Date()): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, createSecretKey(Buffer.from(secret)), {
      algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE, requiredClaims: ['exp', 'role'], currentDate: now,
    });
    return claims.parse(payload);
  } catch {
    throw new ProblemError('invalid_token');
  }
}

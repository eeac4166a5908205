import { createSecretKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Claims } from './claims.ts';
import { ALGORITHM, AUDIENCE, ISSUER, ownClaims } from './own-tokens.ts';

export interface TokenRequest extends Claims {
  secret: string;
  /** Seconds from now until it expires. */
  ttlSeconds: number;
  /** Default: the clock of the machine. */
  now?: Date;
}

/** Makes a token for the panel or the API, with an id by which it can be called back. */
export function mintToken({ secret, ttlSeconds, now = new Date(), ...said }: TokenRequest): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ ...ownClaims.parse(said) })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ttlSeconds)
    .sign(createSecretKey(Buffer.from(secret)));
}

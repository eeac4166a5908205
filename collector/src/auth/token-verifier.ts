import { createSecretKey, type KeyObject } from 'node:crypto';
import { decodeJwt, jwtVerify, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { ProblemError } from '../contract/index.ts';
import type { Claims, VerifiedClaims } from './claims.ts';
import type { ForeignIssuer } from './foreign-issuer.ts';
import { FAILED_MS, issuerKeys, KeysUnavailable } from './issuer-keys.ts';
import { mapClaims } from './map-claims.ts';
import { ALGORITHM, AUDIENCE, ISSUER, ownClaims } from './own-tokens.ts';

/** @throws {ProblemError} invalid_token, and never why: that would help whoever forges one; issuer_unavailable */
export type VerifyToken = (token: string, now?: Date) => Promise<VerifiedClaims>;

export interface VerifierOptions {
  /** Signs our own tokens. */
  secret: string;
  /** Seconds after its making when a token is refused, whatever it says of its end. Default one day. */
  maxAgeSeconds?: number | undefined;
  foreign?: ForeignIssuer | undefined;
}

export const MAX_AGE_SECONDS = 86_400;
/** Only such as have a public key: a list with symmetric ones in it would let a public key pass for a secret. */
const PUBLIC_KEY_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
/** Seconds by which a token may be of the future, and by which another issuer's may be over or not have begun: clocks differ. */
const SKEW_SECONDS = 30;
const FOREIGN_SKEW_SECONDS = 5;

interface Trust {
  key: KeyObject | JWTVerifyGetKey;
  options: JWTVerifyOptions;
  read(payload: JWTPayload): Claims;
}

/** Verifies our own tokens and those of the issuer that the configuration names. */
export function tokenVerifier({ secret, maxAgeSeconds = MAX_AGE_SECONDS, foreign }: VerifierOptions): VerifyToken {
  const own: Trust = {
    key: createSecretKey(Buffer.from(secret)),
    options: { algorithms: [ALGORITHM], issuer: ISSUER, audience: AUDIENCE },
    read: (payload) => ownClaims.parse(payload),
  };
  const other = foreign && trustIn(foreign);
  return async (token, now = new Date()) => {
    try {
      // What the token says of its issuer only chooses the key by which that is then proved.
      const { key, options, read } = other && decodeJwt(token).iss === foreign.issuer ? other : own;
      const { payload } = await jwtVerify(token, key as JWTVerifyGetKey, { ...options, requiredClaims: ['exp', 'iat'], currentDate: now });
      const issuedAt = payload.iat as number;
      const age = now.getTime() / 1000 - issuedAt;
      if (age > maxAgeSeconds || age < -SKEW_SECONDS) throw new Error('too old, or of the future');
      return { ...read(payload), tokenId: payload.jti, subject: payload.sub, issuedAt };
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new ProblemError('issuer_unavailable', undefined, FAILED_MS / 1000);
      throw new ProblemError('invalid_token');
    }
  };
}

function trustIn(foreign: ForeignIssuer): Trust {
  const { issuer, audience, keys } = foreign;
  const remote = 'jwksUrl' in keys;
  return {
    key: remote ? issuerKeys(keys.jwksUrl) : createSecretKey(Buffer.from(keys.secret)),
    options: { algorithms: remote ? PUBLIC_KEY_ALGORITHMS : [ALGORITHM], issuer, audience, clockTolerance: FOREIGN_SKEW_SECONDS },
    read: (payload) => mapClaims(payload, foreign),
  };
}

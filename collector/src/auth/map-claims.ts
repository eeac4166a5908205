import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { ROLES } from '../contract/index.ts';
import type { Claims } from './claims.ts';
import type { ForeignIssuer } from './foreign-issuer.ts';

const roleClaim = z.enum(ROLES).optional();
const ownerClaim = z.union([z.string().min(1), z.number().transform(String)]).optional();
const sitesClaim = z.union([z.array(z.string()), z.string().min(1).transform((one) => [one])]).optional();
const planClaim = z.string().min(1).optional();

/**
 * What the token of another issuer says, in our words. An owner is somebody whose sites these are: for the platform's own
 * people the claim only says who they are, and opens nothing and closes nothing.
 * @throws {Error} where it says nothing that we know
 */
export function mapClaims(payload: JWTPayload, { claims: names, defaultRole }: ForeignIssuer): Claims {
  const role = roleClaim.parse(at(payload, names.role)) ?? defaultRole;
  if (role === undefined) throw new Error('no role');
  return {
    role,
    sites: sitesClaim.parse(at(payload, names.sites)),
    owner: role === 'artist' ? ownerClaim.parse(at(payload, names.owner)) : undefined,
    plan: planClaim.parse(at(payload, names.plan)),
  };
}

/** A claim by its name, which may hold dots (`https://example.com/role`), or by its path. Null counts as absent. */
function at(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name] ?? undefined;
  let value: unknown = payload;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value ?? undefined;
}

import { z } from 'zod';
import type { ForeignIssuer } from './foreign-issuer.ts';

/** What the users themselves may write in Supabase: no role comes from there. */
const claim = z.string().min(1).regex(/^(?!user_metadata(\.|$))/, 'must not be in user_metadata, which users may write themselves');

/** What the environment may say of another issuer. The defaults are those of Supabase. */
export const issuerEnvironment = {
  /** The `iss` of its tokens: https://PROJECT.supabase.co/auth/v1. */
  PASSERBY_JWT_ISSUER: z.string().min(1).optional(),
  /** Where its public keys are: https://PROJECT.supabase.co/auth/v1/.well-known/jwks.json. */
  PASSERBY_JWT_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Or the secret by which it signs (HS256), where it has no public keys. */
  PASSERBY_JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  /** The `aud` that its tokens must have. */
  PASSERBY_JWT_AUDIENCE: z.string().min(1).default('authenticated'),
  /** The claim that says the role, by name or path. */
  PASSERBY_JWT_ROLE_CLAIM: claim.default('app_metadata.passerby_role'),
  /** The claim that says whose sites may be seen. */
  PASSERBY_JWT_OWNER_CLAIM: claim.default('sub'),
  /** The claim that lists keys of sites. */
  PASSERBY_JWT_SITES_CLAIM: claim.default('app_metadata.passerby_sites'),
  /** The claim that says the plan. */
  PASSERBY_JWT_PLAN_CLAIM: claim.default('app_metadata.passerby_plan'),
  /** The role of a token that names none. Nobody sees the sites of others by saying nothing. */
  PASSERBY_JWT_DEFAULT_ROLE: z.enum(['artist', 'none']).default('artist'),
};

type IssuerEnvironment = z.output<z.ZodObject<typeof issuerEnvironment>>;

/** The issuer that the environment names, if any. Half of one is what {@link issuerProblem} tells. */
export function foreignIssuer(env: IssuerEnvironment): ForeignIssuer | undefined {
  const { PASSERBY_JWT_ISSUER: issuer, PASSERBY_JWT_JWKS_URL: jwksUrl, PASSERBY_JWT_SECRET: secret } = env;
  const keys = jwksUrl === undefined ? secret === undefined ? undefined : { secret } : { jwksUrl };
  if (issuer === undefined || keys === undefined) return undefined;
  return {
    issuer,
    audience: env.PASSERBY_JWT_AUDIENCE,
    keys,
    claims: { role: env.PASSERBY_JWT_ROLE_CLAIM, owner: env.PASSERBY_JWT_OWNER_CLAIM, sites: env.PASSERBY_JWT_SITES_CLAIM, plan: env.PASSERBY_JWT_PLAN_CLAIM },
    defaultRole: env.PASSERBY_JWT_DEFAULT_ROLE === 'none' ? undefined : env.PASSERBY_JWT_DEFAULT_ROLE,
  };
}

/** Says what is wrong with the issuer: it is its name and one kind of key, or not there at all. */
export function issuerProblem({ PASSERBY_JWT_ISSUER: issuer, PASSERBY_JWT_JWKS_URL: jwksUrl, PASSERBY_JWT_SECRET: secret }: IssuerEnvironment): string | undefined {
  if (jwksUrl !== undefined && secret !== undefined) return 'PASSERBY_JWT_SECRET: is for an issuer without PASSERBY_JWT_JWKS_URL; set one of the two';
  if (issuer === undefined && (jwksUrl !== undefined || secret !== undefined)) return 'PASSERBY_JWT_ISSUER: is needed beside the issuer\'s keys';
  if (issuer !== undefined && jwksUrl === undefined && secret === undefined) return 'PASSERBY_JWT_JWKS_URL: or PASSERBY_JWT_SECRET is needed beside the issuer';
  return undefined;
}

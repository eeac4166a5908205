import type { Role } from '../contract/index.ts';

/** Whose tokens are accepted besides our own: those of Supabase, say, as they are. */
export interface ForeignIssuer {
  /** Its `iss`. */
  issuer: string;
  /** The `aud` that it writes for us. */
  audience: string;
  /** Where its public keys are, or the secret that it signs with (HS256). */
  keys: { jwksUrl: string } | { secret: string };
  /** Which claims say what: names, or paths as in `app_metadata.role`. */
  claims: { role: string; owner: string; sites: string; plan: string };
  /** The role of a token that names none; undefined: such a token is refused. */
  defaultRole: Role | undefined;
}

import type { Role } from '../contract/index.ts';

/** What a verified token says. */
export interface Claims {
  role: Role;
  /** Public keys of the sites that it opens. */
  sites?: string[] | undefined;
  /** Opens every site of this owner. */
  owner?: string | undefined;
  /** The plan by which questions about a site are answered that has none of its own. */
  plan?: string | undefined;
}

/** A token's claims, and what it can be called back by. */
export interface VerifiedClaims extends Claims {
  /** Its `jti`, where it has one. */
  tokenId: string | undefined;
  /** Its `sub`: who holds it, where it says so. */
  subject: string | undefined;
  /** Seconds since 1970. */
  issuedAt: number;
}

import { z } from 'zod';
import { ROLES } from '../contract/index.ts';

export const ISSUER = 'passerby';
export const AUDIENCE = 'passerby:stats';
/** Pinned: what a token says of its own algorithm is never believed. */
export const ALGORITHM = 'HS256';

/** What our own tokens say besides the registered claims. */
export const ownClaims = z.object({
  role: z.enum(ROLES),
  sites: z.array(z.string()).optional(),
  owner: z.string().min(1).optional(),
  plan: z.string().optional(),
});

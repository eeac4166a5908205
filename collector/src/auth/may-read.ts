import type { Claims } from './tokens.ts';

/** Whether a token opens a site: the sites it names and those of its owner. One that names neither opens all to an admin, none to others. */
export function mayRead(claims: Claims, site: { key: string; owner: string | null }): boolean {
  if (claims.sites === undefined && claims.owner === undefined) return claims.role === 'admin';
  return (claims.sites?.includes(site.key) ?? false) || (claims.owner !== undefined && claims.owner === site.owner);
}

import { tokenSecret } from '../../auth/secret.ts';
import { mintToken } from '../../auth/tokens.ts';
import { ROLES, type Role } from '../../contract/index.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command } from '../command.ts';
import { parseDuration } from '../duration.ts';

export const token: Command = {
  name: 'token',
  usage: '--site KEY --role artist|marketer|admin [--ttl 1h]',
  summary: 'Mints a short-lived token that opens the statistics of a site, for the panel or the API.',
  options: { site: { type: 'string' }, role: { type: 'string' }, ttl: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const role = required(context, 'role');
    if (!isRole(role)) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not '${role}'.`);
    const ttlSeconds = parseDuration(optional(context, 'ttl') ?? '1h');
    const sql = await context.sql();
    const site = await findSite(sql, key);
    const secret = await tokenSecret(sql, context.config.tokenSecret);
    const value = await mintToken({ secret, role, sites: [site.key], plan: site.plan ?? undefined, ttlSeconds });
    const expires_at = new Date(Date.now() + ttlSeconds * 1_000).toISOString();
    context.print({ token: value, site: site.key, role, expires_at }, value);
  },
};

function isRole(value: string): value is Role {
  return (ROLES as readonly string[]).includes(value);
}

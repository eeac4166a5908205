import { tokenSecret } from '../../auth/secret.ts';
import { MAX_AGE_SECONDS } from '../../auth/token-verifier.ts';
import { mintToken, type Claims } from '../../auth/tokens.ts';
import { ROLES, type Role } from '../../contract/index.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command, type CommandContext } from '../command.ts';
import { parseDuration } from '../duration.ts';

export const token: Command = {
  name: 'token',
  usage: '(--site KEY | --owner ID | --all-sites) --role artist|marketer|admin [--ttl 1h]',
  summary: 'Mints a short-lived token (a day at most) that opens the statistics of a site, of an owner\'s sites, or of whatever the role may see.',
  options: { site: { type: 'string' }, owner: { type: 'string' }, 'all-sites': { type: 'boolean' }, role: { type: 'string' }, ttl: { type: 'string' } },
  async run(context) {
    const role = roleOf(context);
    const ttlSeconds = parseDuration(optional(context, 'ttl') ?? '1h');
    if (ttlSeconds > MAX_AGE_SECONDS) throw new UsageError('--ttl is at most 24h: the longer a token lives, the longer it helps whoever finds it.');
    const site = optional(context, 'site');
    const owner = optional(context, 'owner');
    const all = context.options['all-sites'] === true;
    if ([site !== undefined, owner !== undefined, all].filter(Boolean).length !== 1) throw new UsageError('Name what it opens by one of --site, --owner and --all-sites.');
    if (all && role === 'artist') throw new UsageError('An artist\'s token opens a --site or the sites of an --owner.');
    const sql = await context.sql();
    const claims: Claims = site === undefined ? { role, owner } : { role, sites: [(await findSite(sql, site)).key] };
    const value = await mintToken({ secret: await tokenSecret(sql, context.config.tokenSecret), ...claims, ttlSeconds });
    const expires_at = new Date(Date.now() + ttlSeconds * 1_000).toISOString();
    context.print({ token: value, site, owner, role, expires_at }, value);
  },
};

function roleOf(context: CommandContext): Role {
  const value = required(context, 'role');
  const role = ROLES.find((one) => one === value);
  if (!role) throw new UsageError(`--role is one of ${ROLES.join(', ')}, not '${value}'.`);
  return role;
}

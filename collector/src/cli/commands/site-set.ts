import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command } from '../command.ts';
import { optionalSwitch } from '../switch.ts';

export const siteSet: Command = {
  name: 'site set',
  usage: '--site KEY [--owner ID] [--plan P] [--marketing yes|no]',
  summary: 'Changes whose site it is, its plan (none: no plan), or whether it is one of the platform\'s marketing sites. Holds from the next request on.',
  options: { site: { type: 'string' }, owner: { type: 'string' }, plan: { type: 'string' }, marketing: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const text = (option: string): string | null | undefined => (optional(context, option) === 'none' ? null : optional(context, option));
    const marketing = optionalSwitch(context, 'marketing');
    const change = Object.fromEntries(Object.entries({ owner: text('owner'), plan: text('plan'), marketing }).filter(([, value]) => value !== undefined));
    if (Object.keys(change).length === 0) throw new UsageError('Say what to change: --owner, --plan or --marketing.');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    await sql`update passerby.sites set ${sql(change)} where site_id = ${siteId}`;
    context.print({ site: key, ...change }, `Changed ${Object.keys(change).join(', ')} of ${key}.`);
  },
};

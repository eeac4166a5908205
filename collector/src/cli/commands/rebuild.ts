import { rebuild as computeAnew } from '../../jobs/rebuild.ts';
import { findSite } from '../../sites/find-site.ts';
import { required, type Command } from '../command.ts';
import { optionalDay } from '../day.ts';

export const rebuild: Command = {
  name: 'rebuild',
  usage: '--site KEY [--from DAY] [--to DAY]',
  summary: 'Computes the figures of a site anew from its events: all days, or those of a range. Needed after a change of its time zone.',
  options: { site: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const range = { from: optionalDay(context, 'from'), to: optionalDay(context, 'to') };
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const result = await computeAnew(sql, siteId, range);
    context.print(result, `Computed ${result.siteDays} days anew in ${Math.round(result.ms)} ms.`);
  },
};

import { ProblemError } from '../../contract/index.ts';
import { findSite } from '../../sites/find-site.ts';
import { removeFunnel } from '../../sites/funnels.ts';
import { required, type Command } from '../command.ts';
import { requiredNumber } from '../number-option.ts';

export const funnelRemove: Command = {
  name: 'funnel remove',
  usage: '--site KEY --id FUNNEL',
  summary: 'Removes a funnel of a site. Its events stay.',
  options: { site: { type: 'string' }, id: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const id = requiredNumber(context, 'id');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    if (!await removeFunnel(sql, siteId, id)) throw new ProblemError('unknown_funnel', `This site has no funnel ${id}. 'passerby funnel list' lists them.`);
    context.print({ removed: id }, 'Removed.');
  },
};

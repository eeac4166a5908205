import { findSite } from '../../sites/find-site.ts';
import { funnelsOf } from '../../sites/funnels.ts';
import { required, type Command } from '../command.ts';

export const funnelList: Command = {
  name: 'funnel list',
  usage: '--site KEY',
  summary: 'Lists the funnels of a site, each with its steps.',
  options: { site: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const funnels = await funnelsOf(sql, siteId);
    const lines = funnels.map(({ funnel_id, name, window_s, steps }) => `${funnel_id}  ${name}: ${steps.map((step) => step.name).join(' → ')}, within ${window_s} s`);
    context.print(funnels, lines.join('\n') || 'It has none.');
  },
};

import { findSite } from '../../sites/find-site.ts';
import { goalsOf } from '../../sites/goals.ts';
import { required, type Command } from '../command.ts';

export const goalList: Command = {
  name: 'goal list',
  usage: '--site KEY',
  summary: 'Lists the goals of a site.',
  options: { site: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const goals = await goalsOf(sql, siteId);
    const lines = goals.map(({ goal_id, name, event, path, properties }) => [`${goal_id}  ${name}: ${event}`, path, properties && JSON.stringify(properties)].filter(Boolean).join(' '));
    context.print(goals, lines.join('\n') || 'It has none.');
  },
};

import { ProblemError } from '../../contract/index.ts';
import { findSite } from '../../sites/find-site.ts';
import { removeGoal } from '../../sites/goals.ts';
import { required, type Command } from '../command.ts';
import { requiredNumber } from '../number-option.ts';

export const goalRemove: Command = {
  name: 'goal remove',
  usage: '--site KEY --id GOAL',
  summary: 'Removes a goal of a site and, with the next aggregation, its conversions. Its events stay.',
  options: { site: { type: 'string' }, id: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const id = requiredNumber(context, 'id');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    if (!await removeGoal(sql, siteId, id)) throw new ProblemError('unknown_goal', `This site has no goal ${id}. 'passerby goal list' lists them.`);
    context.print({ removed: id }, 'Removed.');
  },
};

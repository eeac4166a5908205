import { parseBody } from '../../api/parse-body.ts';
import { findSite } from '../../sites/find-site.ts';
import { addGoal, newGoal } from '../../sites/goals.ts';
import { optional, required, type Command } from '../command.ts';

export const goalAdd: Command = {
  name: 'goal add',
  usage: '--site KEY --name NAME --event EVENT [--path GLOB]',
  summary: 'Adds a goal: events of that name, on paths that match where one is said (`*` stands for anything). The past is counted too.',
  options: { site: { type: 'string' }, name: { type: 'string' }, event: { type: 'string' }, path: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const path = optional(context, 'path');
    const goal = parseBody(newGoal, { name: required(context, 'name'), event: required(context, 'event'), ...(path !== undefined && { path }) });
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const goal_id = await addGoal(sql, siteId, goal);
    context.print({ goal_id, ...goal }, `Goal ${goal_id}: ${goal.name}. Its figures come with the next aggregation.`);
  },
};

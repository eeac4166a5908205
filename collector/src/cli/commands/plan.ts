import { DIMENSIONS, INTERVALS } from '../../contract/index.ts';
import { listPlans } from '../../plans/list-plans.ts';
import type { Plan } from '../../plans/plan.ts';
import { setPlan, type PlanChange } from '../../plans/set-plan.ts';
import { optional, required, UsageError, type Command, type CommandContext } from '../command.ts';
import { optionalSwitch } from '../switch.ts';

export const planSet: Command = {
  name: 'plan set',
  usage: '--plan P [--name N] [--position N] [--history DAYS|all] [--intervals hour,day,week,month] [--dimensions LIST|all] [--export yes|no] [--funnels yes|no] [--goals N|all] [--share-links yes|no]',
  summary: 'Says what a plan includes; what is not said stays as it is, and of a new plan is included. Holds from the next request on.',
  options: {
    plan: { type: 'string' }, name: { type: 'string' }, position: { type: 'string' }, history: { type: 'string' }, intervals: { type: 'string' }, dimensions: { type: 'string' },
    export: { type: 'string' }, funnels: { type: 'string' }, goals: { type: 'string' }, 'share-links': { type: 'string' },
  },
  async run(context) {
    const plan = required(context, 'plan');
    const change: PlanChange = {
      name: optional(context, 'name'),
      position: count(context, 'position') ?? undefined,
      history_days: count(context, 'history', 1),
      intervals: list(context, 'intervals', INTERVALS) ?? undefined,
      dimensions: list(context, 'dimensions', DIMENSIONS),
      export: optionalSwitch(context, 'export'),
      funnels: optionalSwitch(context, 'funnels'),
      goals: count(context, 'goals'),
      share_links: optionalSwitch(context, 'share-links'),
    };
    const set = await setPlan(await context.sql(), plan, change);
    context.print(set, describe(set));
  },
};

export const planList: Command = {
  name: 'plan list',
  usage: '',
  summary: 'Lists the plans and what they include, the smallest first.',
  options: {},
  async run(context) {
    const plans = await listPlans(await context.sql());
    context.print(plans, plans.length === 0 ? 'There are no plans; nothing is limited.' : plans.map(describe).join('\n\n'));
  },
};

/** A number, null for `all`, undefined where nothing is said. */
function count(context: CommandContext, option: string, least = 0): number | null | undefined {
  const text = optional(context, option);
  if (text === undefined || text === 'all') return text === 'all' ? null : undefined;
  if (!/^\d{1,6}$/.test(text) || Number(text) < least) throw new UsageError(`--${option} is a whole number of at least ${least}, or all; not '${text}'.`);
  return Number(text);
}

/** Known words, null for `all`, undefined where nothing is said. */
function list<T extends string>(context: CommandContext, option: string, known: readonly T[]): T[] | null | undefined {
  const text = optional(context, option);
  if (text === undefined || text === 'all') return text === 'all' ? null : undefined;
  return text.split(',').map((word) => {
    const found = known.find((one) => one === word.trim());
    if (!found) throw new UsageError(`--${option} knows ${known.join(', ')}; not '${word}'.`);
    return found;
  });
}

function describe({ plan, name, history_days, intervals, dimensions, goals, ...included }: Plan): string {
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  return [
    `${plan} (${name})`,
    `  history      ${history_days === null ? 'all' : `${history_days} days`}`,
    `  intervals    ${intervals.join(', ')}`,
    `  dimensions   ${dimensions === 'all' ? 'all' : dimensions.join(', ')}`,
    `  goals        ${goals ?? 'any number'}`,
    `  export       ${yes(included.export)}`,
    `  funnels      ${yes(included.funnels)}`,
    `  share links  ${yes(included.share_links)}`,
  ].join('\n');
}

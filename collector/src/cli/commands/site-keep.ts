import { LEAST_DAYS, setRetention, wrongRetention } from '../../privacy/retention.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command, type CommandContext } from '../command.ts';

export const siteKeep: Command = {
  name: 'site keep',
  usage: '--site KEY [--events DAYS] [--visits DAYS]',
  summary: 'Sets how long the events and the visits of a site are kept; its totals stay for ever. What is not said here follows the plan, else nothing is deleted.',
  options: { site: { type: 'string' }, events: { type: 'string' }, visits: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const events = days(context, 'events');
    const visits = days(context, 'visits');
    const wrong = wrongRetention({ events_days: events, visits_days: visits });
    if (wrong !== undefined) throw new UsageError(wrong);
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    await setRetention(sql, siteId, { events_days: events, visits_days: visits });
    const told = (value: number | null): string => (value === null ? 'as its plan says' : `${value} days`);
    context.print({ site: key, events_days: events, visits_days: visits }, `Events are kept ${told(events)}, visits ${told(visits)}.`);
  },
};

function days(context: CommandContext, option: string): number | null {
  const text = optional(context, option);
  if (text === undefined) return null;
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`--${option} is a number of days, at least ${LEAST_DAYS}.`);
  return Number(text);
}

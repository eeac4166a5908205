import { optional, UsageError, type CommandContext } from './command.ts';

/** An optional option that is a day of the calendar, `YYYY-MM-DD`. */
export function optionalDay(context: CommandContext, option: string): string | undefined {
  const text = optional(context, option);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) throw new UsageError(`--${option} is a day as in 2026-03-31, not '${text}'.`);
  return text;
}

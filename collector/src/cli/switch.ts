import { optional, UsageError, type CommandContext } from './command.ts';

/** An optional option that is `yes` or `no`. */
export function optionalSwitch(context: CommandContext, option: string): boolean | undefined {
  const text = optional(context, option);
  if (text === undefined) return undefined;
  if (text !== 'yes' && text !== 'no') throw new UsageError(`--${option} is 'yes' or 'no', not '${text}'.`);
  return text === 'yes';
}

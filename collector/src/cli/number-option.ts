import { required, UsageError, type CommandContext } from './command.ts';

/** A required option that is the number of something, as lists print it. */
export function requiredNumber(context: CommandContext, option: string): number {
  const text = required(context, option);
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${option} is a number, not '${text}'.`);
  return Number(text);
}

import type { Command } from './command.ts';

/** How a command is typed. */
export function usageLine({ name, usage }: Command): string {
  return `passerby ${name} ${usage}`.trimEnd();
}

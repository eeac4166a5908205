import type { Command } from './command.ts';
import { usageLine } from './usage-line.ts';

/** The help page: of one command, or of several. */
export function help(commands: readonly Command[]): string {
  const [only, ...more] = commands;
  if (only && more.length === 0) return `${usageLine(only)}\n\n${only.summary}\nAdd --json for one line of JSON.`;
  const lines = commands.map((c) => `  ${usageLine(c)}\n      ${c.summary}`);
  return [
    'passerby: web analytics on your own Postgres', '',
    ...lines, '',
    'Each takes --json and --help. DATABASE_URL names a Postgres; without it an embedded one is kept under',
    'PASSERBY_DATA (default .passerby). Exit codes: 0 done, 1 failed, 2 not understood.',
  ].join('\n');
}

import type { Command } from './command.ts';

/** The help page: of one command, or of all. */
export function help(commands: readonly Command[], only?: Command): string {
  if (only) return `passerby ${only.name} ${only.usage}\n\n${only.summary}\nAdd --json for one line of JSON.`;
  const lines = commands.map((c) => `  passerby ${`${c.name} ${c.usage}`.trim()}\n      ${c.summary}`);
  return [
    'passerby: web analytics on your own Postgres', '',
    ...lines, '',
    'Each takes --json and --help. DATABASE_URL names a Postgres; without it an embedded one is kept under',
    'PASSERBY_DATA (default .passerby). Exit codes: 0 done, 1 failed, 2 not understood.',
  ].join('\n');
}

import { COMMANDS } from '../collector/src/cli/run.ts';

/** docs/reference/commands.md: every command with its options, as `passerby --help` says them. */
export function commandsReference(): string {
  const sections = COMMANDS.map(({ name, usage, summary }) => `## ${name}\n\n    passerby ${`${name} ${usage}`.trim()}\n\n${summary}\n`);
  return `# Commands

Generated from \`collector/src/cli/commands/\`. In a project that has Passerby installed, \`npx passerby …\`. Each command takes \`--json\` (one line of
JSON, for scripts) and \`--help\`. \`DATABASE_URL\` names a Postgres; without it an embedded one is kept under \`PASSERBY_DATA\` (default
\`.passerby\`), and every command works on it whether or not a collector runs. Exit codes: 0 done, 1 failed, 2 not understood.

${sections.join('\n')}`;
}

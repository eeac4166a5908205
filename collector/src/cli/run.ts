import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { connect } from '../db/connect.ts';
import { openDatabase } from '../db/database.ts';
import { migrate as applyMigrations } from '../db/migrate.ts';
import { UsageError, type Command, type CommandContext } from './command.ts';
import { aggregate } from './commands/aggregate.ts';
import { consentExport } from './commands/consent-export.ts';
import { doctor } from './commands/doctor.ts';
import { funnelAdd } from './commands/funnel-add.ts';
import { funnelList } from './commands/funnel-list.ts';
import { funnelRemove } from './commands/funnel-remove.ts';
import { digestAdd, digestList, digestRemove } from './commands/digest.ts';
import { goalAdd } from './commands/goal-add.ts';
import { goalList } from './commands/goal-list.ts';
import { goalRemove } from './commands/goal-remove.ts';
import { importCommand } from './commands/import.ts';
import { migrate } from './commands/migrate.ts';
import { personErase, personExport, personRequests } from './commands/person.ts';
import { planList, planSet } from './commands/plan.ts';
import { rebuild } from './commands/rebuild.ts';
import { serve } from './commands/serve.ts';
import { siteAdd } from './commands/site-add.ts';
import { siteKeep } from './commands/site-keep.ts';
import { siteList } from './commands/site-list.ts';
import { siteSet } from './commands/site-set.ts';
import { token } from './commands/token.ts';
import { tokenRevoke } from './commands/token-revoke.ts';
import { verify } from './commands/verify.ts';
import { version } from './commands/version.ts';
import { help } from './help.ts';
import { usageLine } from './usage-line.ts';

export const COMMANDS: readonly Command[] = [
  serve, migrate, aggregate, rebuild, siteAdd, siteList, siteSet, siteKeep, planSet, planList, tokenRevoke, token, verify, doctor, goalAdd, goalList, goalRemove,
  funnelAdd, funnelList, funnelRemove, importCommand, personExport, personErase, personRequests, consentExport, digestAdd, digestList, digestRemove, version,
];

/** Where a run reads and writes; the process's own by default. */
export interface Io {
  env: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
  signal: AbortSignal;
}

/** Runs one command line. Resolves to the exit code: 0 done, 1 failed, 2 not understood. Never throws. */
export async function run(argv: string[], io: Io): Promise<number> {
  const json = argv.includes('--json');
  const cleanup: (() => Promise<unknown>)[] = [];
  try {
    const found = find(argv[0] === '--version' ? ['version', ...argv.slice(1)] : argv);
    const asked = argv.includes('--help') || argv.includes('-h');
    if (!found || asked) {
      const alike = COMMANDS.filter(({ name }) => name.startsWith(`${argv[0]} `));
      if (!found && !asked && argv.length > 0 && argv[0] !== 'help') throw unknownCommand(argv, alike);
      io.out(help(found ? [found.command] : alike.length > 0 ? alike : COMMANDS));
      return 0;
    }
    const { command, rest } = found;
    const { values, positionals } = parse(command, rest);
    const config = loadConfig(io.env);
    let exitCode = 0;
    const say = (line: string): void => { if (!json) io.err(line); };
    await command.run({
      config,
      options: values,
      positionals,
      signal: io.signal,
      say,
      fail: () => { exitCode = 1; },
      print: (value, text) => io.out(json ? JSON.stringify(value) : text),
      sql: async () => {
        const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, onProgress: say });
        cleanup.push(() => database.close());
        const sql = connect(database.url);
        cleanup.push(() => sql.end({ timeout: 5 }));
        await applyMigrations(sql);
        return sql;
      },
    });
    return exitCode;
  } catch (error) {
    const { code, message } = describe(error);
    if (json) io.out(JSON.stringify({ error: { code, message } }));
    else io.err(`${code}: ${message}`);
    if (error instanceof UsageError && !json) io.err(error.usage ?? `'passerby --help' lists the commands.`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    for (const close of cleanup.reverse()) await close();
  }
}

/** The first word may be that of several. */
function unknownCommand(argv: string[], alike: readonly Command[]): UsageError {
  const typed = argv.filter((word) => !word.startsWith('-')).join(' ');
  if (alike.length === 0) return new UsageError(`There is no command '${typed}'.`);
  return new UsageError(`'${typed}' is no command. These begin so:`, alike.map((command) => `  ${usageLine(command)}`).join('\n'));
}

/** The command that the words before the first option name, and what follows it. */
function find(argv: string[]): { command: Command; rest: string[] } | undefined {
  for (const command of COMMANDS) {
    const words = command.name.split(' ');
    if (words.every((word, i) => argv[i] === word)) return { command, rest: argv.slice(words.length) };
  }
  return undefined;
}

function parse(command: Command, rest: string[]): { values: CommandContext['options']; positionals: string[] } {
  try {
    const parsed = parseArgs({ args: rest, options: { ...command.options, json: { type: 'boolean' } }, allowPositionals: true });
    if (parsed.positionals.length > 0 && !/\b(?:FILE|URL)$/.test(command.usage)) throw new Error(`'${parsed.positionals[0]}' is one word too many.`);
    return { values: parsed.values, positionals: parsed.positionals };
  } catch (error) {
    throw new UsageError(sentenceOf(error as NodeJS.ErrnoException), `Usage: ${usageLine(command)}`);
  }
}

/** What Node says of options at length, in a sentence. */
function sentenceOf({ code, message }: NodeJS.ErrnoException): string {
  const option = /'(?:-\w, )?(-[^' ]*)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option}.`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return message;
  return message.includes('does not take') ? `${option} takes no value.` : `${option} needs a value.`;
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'PASSERBY_FAILED', message: String(error) };
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : 'PASSERBY_FAILED', message: error.message || String(error) };
}


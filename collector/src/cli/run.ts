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
import { digestAdd, digestList, digestRemove } from './commands/digest.ts';
import { goalAdd } from './commands/goal-add.ts';
import { importCommand } from './commands/import.ts';
import { migrate } from './commands/migrate.ts';
import { personErase, personExport, personRequests } from './commands/person.ts';
import { planList, planSet } from './commands/plan.ts';
import { rebuild } from './commands/rebuild.ts';
import { serve } from './commands/serve.ts';
import { siteAdd } from './commands/site-add.ts';
import { siteKeep } from './commands/site-keep.ts';
import { siteSet } from './commands/site-set.ts';
import { token } from './commands/token.ts';
import { tokenRevoke } from './commands/token-revoke.ts';
import { verify } from './commands/verify.ts';
import { help } from './help.ts';

export const COMMANDS: readonly Command[] = [serve, migrate, aggregate, rebuild, siteAdd, siteSet, siteKeep, planSet, planList, tokenRevoke, token, verify, doctor, goalAdd, funnelAdd, importCommand, personExport, personErase, personRequests, consentExport, digestAdd, digestList, digestRemove];

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
    const found = find(argv);
    if (!found || argv.includes('--help') || argv.includes('-h')) {
      const asked = argv.length === 0 || argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
      if (!asked) throw new UsageError(`There is no command '${argv.filter((a) => !a.startsWith('-')).join(' ')}'.`);
      io.out(help(COMMANDS, found?.command));
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
    if (error instanceof UsageError && !json) io.err(`'passerby --help' lists the commands.`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    for (const close of cleanup.reverse()) await close();
  }
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
    throw new UsageError(`${(error as Error).message} Usage: passerby ${command.name} ${command.usage}`);
  }
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'PASSERBY_FAILED', message: String(error) };
  const code = (error as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : 'PASSERBY_FAILED', message: error.message || String(error) };
}


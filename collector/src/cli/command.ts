import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '../config.ts';
import type { Sql } from '../db/connect.ts';

/** What a command may use: the world is passed in, so that a command can be tested in the process. */
export interface CommandContext {
  config: Config;
  /** Opens the database (the embedded one unless `DATABASE_URL` names another) and brings its schema up to date; closed when the command ends. */
  sql(): Promise<Sql>;
  options: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
  /** The result: one JSON line with `--json`, else the text. */
  print(json: unknown, text: string): void;
  /** Ends with exit code 1, though a result is printed: what was looked at is not well. */
  fail(): void;
  /** Progress for a person, on stderr; silent with `--json`. */
  say(line: string): void;
  /** Aborted at Ctrl-C and SIGTERM. */
  signal: AbortSignal;
}

export interface Command {
  /** As typed, e.g. `site add`. */
  name: string;
  /** What follows the name, e.g. `--domain D [--timezone Z]`. */
  usage: string;
  /** One sentence for the help page. */
  summary: string;
  options: ParseArgsOptionsConfig;
  run(context: CommandContext): Promise<void>;
}

/** The command line was not understood. Exit code 2. `usage` are the lines that say how it is typed, where that is known. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'PASSERBY_USAGE';
  readonly usage: string | undefined;
  constructor(sentence: string, usage?: string) {
    super(sentence);
    this.usage = usage;
  }
}

/** A required string option. */
export function required(context: CommandContext, option: string): string {
  const value = context.options[option];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${option} is needed.`);
  return value;
}

/** An optional string option. */
export function optional(context: CommandContext, option: string): string | undefined {
  const value = context.options[option];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

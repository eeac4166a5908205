import fs from 'node:fs';
import path from 'node:path';
import { environment } from '../collector/src/config.ts';

const SOURCES = ['../collector/src/config.ts', '../collector/src/auth/issuer-config.ts'];

/** docs/operations/configuration.md: every variable that the configuration reads, its default, and what its comment says. */
export function configurationReference(): string {
  const meanings = new Map(SOURCES.flatMap((file) => commentsOf(fs.readFileSync(path.resolve(import.meta.dirname, file), 'utf8'))));
  const rows = Object.entries(environment.shape).map(([name, schema]) => {
    const meaning = meanings.get(name);
    if (meaning === undefined) throw new Error(`${name} has no comment that says what it means.`);
    return `| \`${name}\` | ${shown(schema.safeParse(undefined).data)} | ${meaning} |`;
  });
  return `# Configuration

Generated from \`collector/src/config.ts\`, which alone reads the environment. A value that cannot be meant ends the start with
\`PASSERBY_CONFIG\` and the names of all variables that are wrong; an empty variable counts as unset. \`passerby doctor\` looks
whether what is set fits together.

| variable | default | what it says |
| --- | --- | --- |
${rows.join('\n')}

The log level may be \`debug\` in production: no level writes an address, a token, a query string or a body.
`;
}

/** What stands before a variable, or names it at its beginning: name -> meaning. */
function commentsOf(source: string): [string, string][] {
  const before = [...source.matchAll(/\/\*\* ([^\n]+) \*\/\n\s*([A-Z][A-Z_]+):/g)].map(([, text = '', name = '']): [string, string] => [name, text]);
  const naming = [...source.matchAll(/\/\*\* `([A-Z][A-Z_]+)`[:,] ([^\n]+) \*\//g)].map(([, name = '', text = '']): [string, string] => [name, text]);
  return [...before, ...naming].map(([name, text]) => [name, sentence(text)]);
}

function sentence(text: string): string {
  const plain = text.replaceAll('|', '\\|');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

function shown(value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  return `\`${typeof value === 'string' ? value : Number(value)}\``;
}

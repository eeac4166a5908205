import fs from 'node:fs';
import type { Command } from '../command.ts';

export const version: Command = {
  name: 'version',
  usage: '',
  summary: 'Prints the version of Passerby, as --version does.',
  options: {},
  run(context) {
    const { version: number } = JSON.parse(fs.readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
    context.print({ version: number }, number);
    return Promise.resolve();
  },
};

import { migrate as applyMigrations } from '../../db/migrate.ts';
import type { Command } from '../command.ts';

export const migrate: Command = {
  name: 'migrate',
  usage: '',
  summary: 'Brings the schema of the database up to date. Every other command does so too.',
  options: {},
  async run(context) {
    const sql = await context.sql();
    const applied = await applyMigrations(sql);
    const [row] = await sql<{ version: string }[]>`select max(version) as version from passerby.migrations`;
    context.print({ version: row?.version, applied }, `The schema is at ${row?.version}.`);
  },
};

import { consentLog } from '../../privacy/consent-log.ts';
import { findSite } from '../../sites/find-site.ts';
import { required, type Command } from '../command.ts';
import { optionalDay } from '../day.ts';

export const consentExport: Command = {
  name: 'consent export',
  usage: '--site KEY [--from DAY] [--to DAY]',
  summary: 'Prints the decisions recorded by a site’s banner, one JSON object a line: when, on which version of the question, and what was chosen.',
  options: { site: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const range = { from: optionalDay(context, 'from'), to: optionalDay(context, 'to') };
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    for await (const record of consentLog(sql, siteId, range)) context.print(record, JSON.stringify(record));
  },
};

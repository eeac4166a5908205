import { listSites } from '../../sites/list-sites.ts';
import type { Command } from '../command.ts';

export const siteList: Command = {
  name: 'site list',
  usage: '',
  summary: 'Lists the sites: key, domain, time zone, and owner and plan where they have one.',
  options: {},
  async run(context) {
    const sites = await listSites(await context.sql());
    const lines = sites.map(({ key, domain, timezone, owner, plan }) => [key, domain, timezone, owner && `owner ${owner}`, plan && `plan ${plan}`].filter(Boolean).join('  '));
    context.print(sites, lines.join('\n') || `There is none. 'passerby site add' adds one.`);
  },
};

import { aggregate as catchUp } from '../../jobs/aggregate.ts';
import type { Command } from '../command.ts';

export const aggregate: Command = {
  name: 'aggregate',
  usage: '',
  summary: 'Recomputes every hour and day whose events changed, until nothing is left.',
  options: {},
  async run(context) {
    const result = await catchUp(await context.sql());
    context.print(result, result.siteDays === 0 ? 'Everything is up to date.' : `Recomputed ${result.siteDays} site-days in ${Math.round(result.ms)} ms.`);
  },
};

import { parseBody } from '../../api/parse-body.ts';
import type { FunnelStep } from '../../contract/index.ts';
import { findSite } from '../../sites/find-site.ts';
import { addFunnel, newFunnel } from '../../sites/funnels.ts';
import { optional, required, UsageError, type Command } from '../command.ts';
import { parseDuration } from '../duration.ts';

export const funnelAdd: Command = {
  name: 'funnel add',
  usage: '--site KEY --name NAME --step STEP --step STEP … [--window 1d]',
  summary: 'Adds a funnel of two to ten steps, each as in "Home=page_view /" or "Contact=contact_submitted": what it is called, the event and, where it matters, the path.',
  options: { site: { type: 'string' }, name: { type: 'string' }, step: { type: 'string', multiple: true }, window: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const window = optional(context, 'window');
    const told = context.options['step'];
    const funnel = parseBody(newFunnel, {
      name: required(context, 'name'),
      steps: (Array.isArray(told) ? told : []).map(readStep),
      ...(window !== undefined && { window_s: parseDuration(window) }),
    });
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const { funnel_id } = await addFunnel(sql, siteId, funnel);
    context.print({ funnel_id, ...funnel }, `Funnel ${funnel_id}: ${funnel.steps.map(({ name }) => name).join(' → ')}.`);
  },
};

function readStep(text: string): FunnelStep {
  const [, name = '', event = '', path] = /^([^=]+)=(\S+)(?: (\S+))?$/.exec(text) ?? [];
  if (event === '') throw new UsageError(`'${text}' is not a step. Write "Home=page_view /" or "Contact=contact_submitted".`);
  return { name: name.trim(), event, ...(path !== undefined && { path }) };
}

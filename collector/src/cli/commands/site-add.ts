import { addSite } from '../../sites/add-site.ts';
import { snippet } from '../../sites/snippet.ts';
import { optional, required, UsageError, type Command } from '../command.ts';
import { publicUrl } from '../public-url.ts';

export const siteAdd: Command = {
  name: 'site add',
  usage: '--domain D [--timezone Z] [--owner ID] [--plan P] [--consent required|anonymous] [--marketing] [--origin O …]',
  summary: 'Adds a site; prints its key, its secret key (shown only now) and the script tag to paste.',
  options: {
    domain: { type: 'string' },
    timezone: { type: 'string' },
    owner: { type: 'string' },
    plan: { type: 'string' },
    consent: { type: 'string' },
    marketing: { type: 'boolean' },
    origin: { type: 'string', multiple: true },
  },
  async run(context) {
    const domain = required(context, 'domain');
    const consent = optional(context, 'consent') ?? 'required';
    if (consent !== 'required' && consent !== 'anonymous') {
      throw new UsageError(`--consent is 'required' or 'anonymous', not '${consent}'.`);
    }
    const origins = context.options['origin'];
    const site = await addSite(await context.sql(), {
      domain,
      consent,
      timezone: optional(context, 'timezone'),
      owner: optional(context, 'owner'),
      plan: optional(context, 'plan'),
      marketing: context.options['marketing'] === true,
      origins: Array.isArray(origins) ? origins : [],
    });
    const tag = snippet({ key: site.key, consent, domain }, publicUrl(context.config));
    context.print(
      { key: site.key, secret_key: site.secretKey, domain, snippet: tag },
      `Site ${domain}\n  key         ${site.key}\n  secret key  ${site.secretKey}   (shown only now)\n\nPaste this into its pages:\n\n  ${tag}\n${consent === 'required' ? `\nNothing is counted before the visitor opts in: add banner.js the same way, or call track.consent('grant').` : ''}`,
    );
  },
};

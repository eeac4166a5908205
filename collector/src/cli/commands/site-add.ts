import { addSite } from '../../sites/add-site.ts';
import { listSites } from '../../sites/list-sites.ts';
import { snippet } from '../../sites/snippet.ts';
import { optional, required, UsageError, type Command } from '../command.ts';
import { publicUrl } from '../public-url.ts';
import { scriptHash } from '../script-hash.ts';

export const siteAdd: Command = {
  name: 'site add',
  usage: '--domain D [--timezone Z] [--owner ID] [--plan P] [--consent required|anonymous] [--marketing] [--origin O …] [--pin]',
  summary: 'Adds a site; prints its key, its secret key (shown only now) and the tags to paste; with --pin, with the hashes of the scripts.',
  options: {
    domain: { type: 'string' },
    timezone: { type: 'string' },
    owner: { type: 'string' },
    plan: { type: 'string' },
    consent: { type: 'string' },
    marketing: { type: 'boolean' },
    origin: { type: 'string', multiple: true },
    pin: { type: 'boolean' },
  },
  async run(context) {
    const domain = required(context, 'domain');
    const consent = optional(context, 'consent') ?? 'required';
    if (consent !== 'required' && consent !== 'anonymous') {
      throw new UsageError(`--consent is 'required' or 'anonymous', not '${consent}'.`);
    }
    const origins = context.options['origin'];
    const sql = await context.sql();
    const site = await addSite(sql, {
      domain,
      consent,
      timezone: optional(context, 'timezone'),
      owner: optional(context, 'owner'),
      plan: optional(context, 'plan'),
      marketing: context.options['marketing'] === true,
      origins: Array.isArray(origins) ? origins : [],
    });
    const others = (await listSites(sql, { domain: site.domain })).filter(({ key }) => key !== site.key);
    if (others.length > 0) context.say(`There was a site of this domain before, with the key ${others.map(({ key }) => key).join(', ')}. This is another one, with figures of its own.\n`);
    const tags = snippet({ key: site.key, consent, domain: site.domain }, await publicUrl(context.config, sql), context.options['pin'] === true ? scriptHash : undefined);
    context.print(
      { key: site.key, secret_key: site.secretKey, domain: site.domain, snippet: tags },
      `Site ${site.domain}\n  key         ${site.key}\n  secret key  ${site.secretKey}   (shown only now)\n\nPaste this into its pages:\n\n  ${tags.replaceAll('\n', '\n  ')}\n${consent === 'required' ? `\nNothing is counted before the visitor opts in. The first tag asks; with a consent manager of your own, leave it out and call track.consent('grant').` : ''}`,
    );
  },
};

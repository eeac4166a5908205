import { z } from 'zod';
import { addDigest, digestsOf, removeDigest } from '../../digests/manage.ts';
import { findSite } from '../../sites/find-site.ts';
import { optional, required, UsageError, type Command } from '../command.ts';

export const digestAdd: Command = {
  name: 'digest add',
  usage: '--site KEY --every week|month (--email ADDRESS | --webhook URL)',
  summary: 'Sends a summary of the site after each of its weeks or months, to an address that asked for it.',
  options: { site: { type: 'string' }, every: { type: 'string' }, email: { type: 'string' }, webhook: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const period = required(context, 'every');
    if (period !== 'week' && period !== 'month') throw new UsageError(`--every is 'week' or 'month', not '${period}'.`);
    const email = optional(context, 'email');
    const webhook = optional(context, 'webhook');
    if ((email === undefined) === (webhook === undefined)) throw new UsageError('Say where to by --email or by --webhook.');
    if (email !== undefined && !z.email().safeParse(email).success) throw new UsageError('--email is not an address.');
    if (webhook !== undefined && !z.url({ protocol: /^https?$/ }).safeParse(webhook).success) throw new UsageError('--webhook is not an http address.');
    if (email !== undefined && context.config.smtpUrl === undefined) context.say('No mail is sent before PASSERBY_SMTP_URL is set where the collector runs.');
    const sql = await context.sql();
    const { siteId, domain } = await findSite(sql, key);
    const channel = email === undefined ? 'webhook' : 'email';
    const digest_id = await addDigest(sql, siteId, { period, channel, address: email ?? webhook! });
    context.print({ digest_id, site: key, period, channel }, `${digest_id}: a summary of ${domain} after each ${period}.`);
  },
};

export const digestList: Command = {
  name: 'digest list',
  usage: '--site KEY',
  summary: 'Lists who is sent summaries of a site.',
  options: { site: { type: 'string' } },
  async run(context) {
    const key = required(context, 'site');
    const sql = await context.sql();
    const { siteId } = await findSite(sql, key);
    const digests = await digestsOf(sql, siteId);
    context.print(digests, digests.length === 0 ? 'Nobody is.' : digests.map(({ digest_id, period, address }) => `${digest_id}  every ${period}  ${address}`).join('\n'));
  },
};

export const digestRemove: Command = {
  name: 'digest remove',
  usage: '--id ID',
  summary: 'Ends a summary.',
  options: { id: { type: 'string' } },
  async run(context) {
    const id = required(context, 'id');
    if (!z.uuid().safeParse(id).success) throw new UsageError('--id is not an id as digest list prints them.');
    const removed = await removeDigest(await context.sql(), id);
    context.print({ removed }, removed ? 'Ended.' : 'There was none of this id.');
  },
};

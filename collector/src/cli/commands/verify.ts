import { isLoopback } from '../../sites/loopback.ts';
import type { Finding } from '../../verify/finding.ts';
import { verifySite } from '../../verify/verify-site.ts';
import { waitForEvent } from '../../verify/wait-for-event.ts';
import { optional, UsageError, type Command } from '../command.ts';
import { parseDuration } from '../duration.ts';
import { findingLine } from '../finding-line.ts';

export const verify: Command = {
  name: 'verify',
  usage: '[--wait 60s | --no-wait] URL',
  summary: 'Looks whether a page carries a tag that works, then waits for an event of it: open the page meanwhile.',
  options: { wait: { type: 'string' }, 'no-wait': { type: 'boolean' } },
  async run(context) {
    const [text] = context.positionals;
    const addresses = text === undefined ? [] : addressesOf(text);
    const [address] = addresses;
    if (!address) throw new UsageError('Name the page: passerby verify https://mara.example');
    const waitMs = context.options['no-wait'] ? 0 : parseDuration(optional(context, 'wait') ?? '60s') * 1_000;
    const sql = await context.sql();

    const since = new Date();
    const { findings, site, page, hostname } = await verifySite(sql, addresses, context.signal);
    for (const finding of findings) context.say(findingLine(finding));
    if (site && page && hostname && waitMs > 0) {
      context.say(`\nOpen ${page} in a browser${site.consent === 'required' ? ', and accept' : ''}. Waiting …`);
      const arrived = await waitForEvent(sql, { siteId: site.siteId, hostname, since }, waitMs, context.signal);
      const finding: Finding = arrived
        ? {
          check: 'event', result: arrived.bot === null ? 'ok' : 'warning',
          detail: `${arrived.event} of ${arrived.path ?? hostname} has arrived and is stored${arrived.bot === null ? '.' : `, and is taken for a machine's (${arrived.bot}), which no figure counts.`}`,
        }
        : { check: 'event', result: 'failed', detail: 'No event has arrived. Was the page opened and consent given? A browser with an ad blocker, with Do Not Track or Global Privacy Control sends none.' };
      findings.push(finding);
      context.say(findingLine(finding));
    }
    const ok = findings.every(({ result }) => result !== 'failed');
    context.print({ ok, findings }, ok ? '\nAll well.' : '\nNot yet.');
    if (!ok) context.fail();
  },
};

/** What may be meant: as it is written or, without a scheme, https and else http; http alone on this machine. */
function addressesOf(text: string): URL[] {
  if (/^https?:\/\//i.test(text)) return [URL.parse(text)].filter((url) => url !== null);
  const plain = URL.parse(`http://${text}`);
  if (!plain) return [];
  return isLoopback(plain.hostname) ? [plain] : [new URL(`https://${text}`), plain];
}

import type { Config } from '../config.ts';
import { isLoopback } from '../sites/loopback.ts';
import type { Finding } from './finding.ts';

/** Whether the collector can tell visitors' addresses: from its peers, or from proxies that it believes. */
export function proxiesCheck({ trustedProxies, publicUrl, host }: Pick<Config, 'trustedProxies' | 'publicUrl' | 'host'>): Finding {
  const finding = (result: Finding['result'], detail: string): Finding => ({ check: 'proxies', result, detail });
  const everybody = trustedProxies.find((range) => range.endsWith('/0'));
  if (everybody !== undefined) return finding('failed', `PASSERBY_TRUSTED_PROXIES believes everybody (${everybody}): any visitor can choose an address. Name the proxies alone.`);
  if (trustedProxies.length > 0) return finding('ok', `The word of ${trustedProxies.join(', ')} for an address is believed, and nobody else's.`);
  const behind = publicUrl !== undefined && URL.parse(publicUrl)?.protocol === 'https:';
  if (behind) return finding('warning', 'PASSERBY_PUBLIC_URL is https, so something stands before the collector, and PASSERBY_TRUSTED_PROXIES names nothing: all visitors without a kept id look like one. Name its address.');
  return finding('ok', `None is believed: an address is that of the connection${isLoopback(host) ? ' (this machine only)' : ''}.`);
}

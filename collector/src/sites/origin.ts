import { LRUCache } from 'lru-cache';
import { isLoopback } from './loopback.ts';
import type { Site } from './site.ts';

interface OriginPattern {
  /** `https:` or `http:`. */
  protocol: string;
  hostname: string;
  /** `hostname` stands for what follows the first label. */
  wildcard: boolean;
  port: string;
}

/** Reads `https://*.example.com:8443`; undefined where it is no origin. */
export function parseOriginPattern(text: string): OriginPattern | undefined {
  const match = /^(https?):\/\/(\*\.)?([^/*?#@\s]+)$/.exec(text);
  const url = match && URL.parse(`${match[1]}://${match[3]}`);
  if (!url) return undefined;
  return { protocol: url.protocol, hostname: url.hostname, wildcard: match[2] !== undefined, port: url.port };
}

const verdicts = new LRUCache<string, boolean>({ max: 5_000 });

/**
 * Whether a page of this origin may send for the site: its domain, with or without `www.`, on any port; what its `origins`
 * list; and any loopback origin where the site itself is one. `null` (a sandboxed frame) is nobody's origin.
 */
export function allowsOrigin(site: Site, origin: string): boolean {
  if (origin.length > 300) return false;
  const key = `${site.siteId} ${site.domain} ${site.origins.join(' ')} ${origin}`;
  let verdict = verdicts.get(key);
  if (verdict === undefined) {
    verdict = judge(site, origin);
    verdicts.set(key, verdict);
  }
  return verdict;
}

function judge(site: Site, origin: string): boolean {
  const url = URL.parse(origin);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return false;
  if (url.hostname === site.domain || url.hostname === `www.${site.domain}` || `www.${url.hostname}` === site.domain) return true;
  if (isLoopback(site.domain) && isLoopback(url.hostname)) return true;
  return site.origins.some((text) => {
    const pattern = parseOriginPattern(text);
    if (!pattern || pattern.protocol !== url.protocol || pattern.port !== url.port) return false;
    return pattern.wildcard ? url.hostname.endsWith(`.${pattern.hostname}`) : url.hostname === pattern.hostname;
  });
}

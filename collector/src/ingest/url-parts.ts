export interface UrlParts {
  hostname: string;
  /** Begins with a slash; without query and fragment, unless they were asked for. */
  path: string;
}

/**
 * An address that `new URL` would leave as it is: a host of plain labels whose last is no number (that would be an IPv4
 * address), a port that cannot be too large, no dot segments, no characters to escape.
 */
const PLAIN = /^https?:\/\/((?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(?::\d{1,4})?(\/[\w\-.~!$&'()*+,;=:@/]*)?(?:[?#]|$)/;

/**
 * Host and path of a web page's address; undefined where it is no http(s) address.
 * @param whole with query and fragment, where whoever sent it has taken out of them what is not to be told
 */
export function urlParts(address: string, whole = false): UrlParts | undefined {
  const plain = whole && /[?#]/.test(address) ? null : PLAIN.exec(address);
  if (plain && !address.includes('/.') && !address.includes('xn--')) return { hostname: plain[1] as string, path: plain[2] ?? '/' };
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return { hostname: url.hostname, path: whole ? url.pathname + url.search + url.hash : url.pathname };
}

/** A host without the `www.` that says nothing. */
export function withoutWww(hostname: string): string {
  return hostname.startsWith('www.') ? hostname.slice(4) : hostname;
}

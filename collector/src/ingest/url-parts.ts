export interface UrlParts {
  hostname: string;
  /** Begins with a slash; without query and fragment. */
  path: string;
}

/** An address that `new URL` would leave as it is: no credentials, no dot segments, no characters to escape. */
const PLAIN = /^https?:\/\/([a-z0-9.-]+)(?::\d+)?(\/[\w\-.~!$&'()*+,;=:@%/]*)?(?:[?#]|$)/;

/** Host and path of a web page's address; undefined where it is no http(s) address. */
export function urlParts(address: string): UrlParts | undefined {
  const plain = PLAIN.exec(address);
  if (plain && !address.includes('/.')) return { hostname: plain[1] as string, path: plain[2] ?? '/' };
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return { hostname: url.hostname, path: url.pathname };
}

/** A host without the `www.` that says nothing. */
export function withoutWww(hostname: string): string {
  return hostname.startsWith('www.') ? hostname.slice(4) : hostname;
}

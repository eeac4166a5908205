import { location } from './browser.ts';
import { clip } from './clip.ts';
import { URL_LENGTH } from './limits.ts';
import { settings } from './settings.ts';

/** An address without credentials, without the query but for the owner's allow-list, and without the hash but in hash mode. Nothing where it is not http(s). */
export const redact = (address: string): string | undefined => {
  if (!address) return;
  const url = new URL(address, location.href);
  const allowed = (settings.query || '').split(/[ ,]+/);
  for (const key of [...url.searchParams.keys()]) if (!allowed.includes(key)) url.searchParams.delete(key);
  if (/^http/.test(url.protocol))
    return clip(url.origin + url.pathname + url.search + (settings.hash == null ? '' : url.hash), URL_LENGTH);
};

import { location } from './browser.ts';
import { settings } from './settings.ts';

/** Whether the path of an address meets one of the owner's globs: `*` is anything within a segment, `**` anything at all. */
export const excluded = (address: string): boolean =>
  (settings.exclude || '')
    .split(/[ ,]+/)
    .some((glob) =>
      glob && new RegExp(`^${glob.replace(/\*+|\W/g, (found) => (found == '*' ? '[^/]*' : found[1] ? '.*' : '\\' + found))}$`).test(
        new URL(address, location.href).pathname,
      ),
    );

import type { Meta } from '../../../../collector/src/contract/index.ts';

/** The local day that it is where the site is, `YYYY-MM-DD`; in UTC before the site is known. */
export const siteToday = (meta: Meta | undefined, now = new Date()): string =>
  // Swedes write the date as ISO does.
  new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone: meta?.timezone ?? 'UTC' }).format(now);

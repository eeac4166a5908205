import type { Context } from '../../collector/src/contract/index.ts';
import { location, navigator } from './browser.ts';
import { UTM } from './limits.ts';
import { settings } from './settings.ts';

/** Whether `text` is on a list with commas, on which `*` stands for anything. */
const listed = (list: string | undefined, text: string): boolean =>
  RegExp(`^(${list?.replace(/\*/g, '.*').replace(/,/g, '|')})$`).test(text);

/**
 * An address as it may be told: without credentials, without the query but for the owner's allow-list, without the hash but in
 * hash mode. Campaign parameters are read first; of a click id only its name, since the value identifies a person.
 * There is no `url` where nothing is to be tracked: an excluded path, a developer's machine, an address that is not http.
 */
export const place = (address = location.href): Context => {
  const url = new URL(address, location as unknown as URL);
  const parameters = url.searchParams;
  const context: Context = { utm: {} };
  // oxlint-disable-next-line unicorn/no-useless-spread -- some are deleted on the way
  for (const [name, value] of [...parameters]) {
    if (/^utm_/.test(name)) context.utm![name.slice(4) as 'source'] = value.slice(0, UTM);
    if (/clk?id$|braid$/.test(name)) context.click_id = name;
    if (!listed(settings.query, name)) parameters.delete(name);
  }
  if (
    ('local' in settings || !(navigator.webdriver || /localhost$|^127\.|^\[/.test(url.hostname))) &&
    url.host &&
    !listed(settings.exclude, url.pathname)
  )
    context.url = url.origin + url.pathname + url.search + ('hash' in settings ? url.hash : '');
  return context;
};

import type { Drops } from './dropped.ts';
import { stringify } from './browser.ts';
import { BATCH_BYTES } from './limits.ts';
import { waiting, type Entry } from './queue.ts';
import { settings } from './settings.ts';
import { utf8Length } from './utf8-length.ts';

export interface Packed {
  _ids: string[];
  _body: string;
  _bytes: number;
}

/** The next batch: the oldest `most` events that are `wanted` and fit. Put together from JSON texts, so that a page's `Array.prototype.toJSON` does no harm. */
export const pack = (most: number, drops?: Drops, wanted: (entry: Entry) => unknown = () => 1): Packed | undefined => {
  const ids: string[] = [];
  const texts: string[] = [];
  let bytes = 300;
  for (const [id, entry] of waiting) {
    if (!entry._json || !wanted(entry)) continue;
    const size = utf8Length(entry._json) + 1;
    if (ids[0] && (bytes + size > BATCH_BYTES || ids.length == most)) break;
    bytes += size;
    ids.push(id);
    texts.push(entry._json);
  }
  if (!ids[0]) return;
  const head = stringify({ site: settings.site, sent_at: new Date(), dropped: drops });
  return { _ids: ids, _bytes: bytes, _body: `${head.slice(0, -1)},"events":[${texts.join()}]}` };
};

import { now, stringify } from './browser.ts';
import { consent } from './consent.ts';
import { drops } from './dropped.ts';
import { BATCH_BYTES, CLOCK_JUMP_MS } from './limits.ts';
import { waiting, type Entry } from './queue.ts';
import { settings } from './settings.ts';
import { prefix, store } from './store.ts';

export type Batched = Entry[] & { _body: string };

/**
 * The next batch: the oldest events that fit, `most` of them at the most, or only those no beacon has carried. Empty without
 * consent, and while the collector has asked to wait.
 * Put together from the events' own texts: a page may have redefined how arrays become JSON.
 */
export const pack = (most?: number, own?: unknown): Batched => {
  const batch = [] as unknown as Batched;
  const left = (store[prefix + 'retry'] as unknown as number) - now();
  let room = BATCH_BYTES;
  if (/^[ga]/.test(consent) && !(left > 0 && left < CLOCK_JUMP_MS))
    for (const entry of waiting)
      if (!own || !entry._beaconed) {
        // Never less than its bytes as UTF-8, and much cheaper than to count them.
        room -= encodeURI(entry._json!).length;
        if ((batch[0] && room < 0) || batch[most! - 1]) break;
        batch.push(entry);
      }
  if (batch[0]) batch._body = `{"events":[${batch.map((entry) => entry._json) as unknown as string}],${stringify({ site: settings.site, sent_at: new Date(), dropped: drops() }).slice(1)}`;
  return batch;
};

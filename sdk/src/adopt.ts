import type { WireEvent } from '../../collector/src/contract/index.ts';
import { attempt } from './attempt.ts';
import { now, parse, stringify } from './browser.ts';
import { QUEUE_AGE_MS } from './limits.ts';
import { settle, waiting } from './queue.ts';
import { prefix, store } from './store.ts';

/**
 * Takes over what earlier pages and closed tabs left behind; theirs are the keys that end in an id. Those of a living tab are
 * taken too, since nothing tells them apart: should both send an event, the collector knows it by its id.
 */
export const adopt = (): void => {
  for (const key in store) {
    const _id = key.split(prefix)[1]!;
    if (/-/.test(_id) && !waiting.some((entry) => entry._id == _id)) {
      const event = attempt(() => parse(store[key]!) as WireEvent);
      const reason = event?.id != _id ? 'corrupt' : now() - Date.parse(event.timestamp) > QUEUE_AGE_MS && 'expired';
      // Written anew: half of a surrogate pair, which is no text to send, is spelt out then.
      const entry = { _id, _json: stringify(event), _beaconed: 1, _tell() {} };
      if (reason) settle([entry], reason);
      else waiting.push(entry);
    }
  }
};

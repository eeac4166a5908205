import type { DropReason, WireEvent } from '../../collector/src/contract/index.ts';
import { stringify } from './browser.ts';
import { drops } from './dropped.ts';
import { keep, prefix, store } from './store.ts';

/**
 * What became of an event. `delivered`: the collector has stored it. `queued`: it is kept, and will be sent later.
 * `dropped`: it was not wanted, or could not be sent.
 */
export type Outcome = 'delivered' | 'queued' | 'dropped';

export interface Entry {
  _id: string;
  /** The event as it was made; undefined where making it failed. Entries of other pages have only their text. */
  _event?: WireEvent | undefined;
  /** The event as it is stored and sent. Absent while consent is pending. */
  _json?: string;
  /** It went out with a beacon, or belongs to another tab: no beacon (again). */
  _beaconed?: unknown;
  _tell: (outcome: Outcome) => void;
}

/** What this tab has to deliver, oldest first. */
export let waiting: Entry[] = [];

/** Ends the wait of events. A reason is counted, so that the collector hears of it. */
export const settle = (entries: Entry[], reason?: DropReason | 0, outcome: Outcome = 'dropped'): unknown =>
  entries.map((entry) => {
    if (reason) {
      const counts = drops();
      counts[reason] = -~counts[reason]!;
      keep('dropped', stringify(counts));
    }
    entry._tell(outcome);
    waiting = waiting.filter((other) => other != entry);
    delete store[prefix + entry._id];
  });

import type { DropReason, WireEvent } from '../../collector/src/contract/index.ts';
import { consent } from './consent.ts';
import { countDrops } from './dropped.ts';
import { stringify } from './browser.ts';
import { EVENT_BYTES, QUEUE_EVENTS } from './limits.ts';
import { settings, type Before } from './settings.ts';
import { remove, write } from './storage.ts';
import { utf8Length } from './utf8-length.ts';
import { visit } from './visit.ts';
import { visitor } from './visitor.ts';

/**
 * What became of an event. `delivered`: the collector has stored it. `queued`: it is kept, and sent again later.
 * `dropped`: it was not wanted, or could not be sent.
 */
export type Outcome = 'delivered' | 'queued' | 'dropped';

export interface Entry {
  _event?: WireEvent;
  /** The event as it is stored and sent; absent while consent is pending. */
  _json?: string;
  /** Went out with an exit beacon, or belongs to another tab: no beacon (again). */
  _beaconed?: boolean;
  _tell?: (outcome: Outcome) => void;
}

/** Each event's key begins so; its id follows. */
export const EVENT_KEY = 'event:';

/** What this tab has to deliver, by id, oldest first. */
export const waiting = new Map<string, Entry>();

/** Ends the wait of events: only what the collector answered, or what is counted as dropped, comes here. */
export const settle = (ids: Iterable<string>, outcome: Outcome, reason?: DropReason): void => {
  for (const id of ids) {
    if (reason) countDrops({ [reason]: 1 });
    waiting.get(id)?._tell?.(outcome);
    waiting.delete(id);
    remove(EVENT_KEY + id);
  }
};

/** Gives an event its ids, shows it to the owner's hook, and stores it. Not before consent. */
export const seal = (id: string, entry: Entry): void => {
  try {
    if (!entry._json) {
      let event = entry._event!;
      if (consent == 'granted') {
        event.actor.id = visitor();
        event.context.visit_id = visit(Date.parse(event.timestamp));
      }
      const { before } = settings;
      const hook = typeof before == 'string' ? (globalThis as unknown as Record<string, Before>)[before] : before;
      if (hook && !(event = hook(event)!)) return settle([id], 'dropped');
      entry._json = stringify(event);
      if (utf8Length(entry._json) > EVENT_BYTES) return settle([id], 'dropped', 'too_large');
    }
    write(EVENT_KEY + id, entry._json);
  } catch {
    settle([id], 'dropped', 'unserializable');
  }
};

/** Takes an event in: to storage and on its way, or into memory while consent is pending. */
export const enqueue = (event: WireEvent, tell: Entry['_tell']): void => {
  const entry = { _event: event, _tell: tell };
  waiting.set(event.id, entry);
  if (waiting.size > QUEUE_EVENTS) settle([waiting.keys().next().value!], 'dropped', 'queue_full');
  if (consent != 'pending') seal(event.id, entry);
};

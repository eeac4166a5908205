import { location } from './browser.ts';
import { consent } from './consent.ts';
import { countDrops } from './dropped.ts';
import { makeEvent } from './event.ts';
import { excluded } from './excluded.ts';
import { schedule } from './flush.ts';
import { enqueue, type Outcome } from './queue.ts';
import { settings } from './settings.ts';

export interface TrackOptions {
  /** The address to report instead of the page's own; may be relative. */
  url?: string;
  /** Told what the promise tells. Works through the stub too. */
  callback?(outcome: Outcome): void;
}

/** Reports an event. Never throws, and the promise never rejects. */
export const track = (name: string, properties?: object, options: TrackOptions = {}): Promise<Outcome> => {
  const outcome = new Promise<Outcome>((tell) => {
    try {
      const address = options.url || location.href;
      if (!name || consent == 'denied' || settings._off || excluded(address)) return tell('dropped');
      enqueue(makeEvent(name, properties, address), tell);
      if (consent == 'pending') tell('queued');
      schedule();
    } catch {
      countDrops({ unserializable: 1 });
      tell('dropped');
    }
  });
  if (options.callback) outcome.then(options.callback);
  return outcome;
};

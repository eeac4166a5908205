import type { WireEvent } from '../../collector/src/contract/index.ts';
import { attempt } from './attempt.ts';
import { document, navigator } from './browser.ts';
import { consent } from './consent.ts';
import { decide } from './decide.ts';
import { schedule } from './flush.ts';
import { uuid } from './id.ts';
import { QUEUE_EVENTS, TITLE } from './limits.ts';
import { place } from './place.ts';
import { settle, waiting, type Outcome } from './queue.ts';
import { referrer } from './referrer.ts';
import { seal } from './seal.ts';
import { shared } from './shared.ts';
import { user } from './user.ts';

declare const __VERSION__: string;

declare global {
  interface Window {
    Temporal?: { Now?: { timeZoneId(): string } };
  }
}

export interface TrackOptions {
  /** The address to report instead of the page's own; may be relative. */
  url?: string;
}

/** Reports an event. Never throws, and the promise never rejects. */
export const track = (name: string, properties?: object, options?: TrackOptions): Promise<Outcome> =>
  new Promise((_tell) => {
    const _id = uuid();
    const here = attempt(() => place(options?.url));
    if (here?.url && decide() != 'denied') {
      const entry = {
        _id,
        _tell,
        _event: attempt(
          (): WireEvent => ({
            id: _id,
            event: name,
            timestamp: new Date().toISOString(),
            actor: { type: user ? 'user' : 'visitor' },
            context: {
              ...here,
              referrer: place(referrer || document.referrer || 'x:').url,
              title: document.title.slice(0, TITLE),
              screen: { width: screen.width, height: screen.height },
              language: navigator.language,
              // Asking Intl for the first time takes a phone some ten milliseconds.
              time_zone: window.Temporal?.Now?.timeZoneId() || Intl.DateTimeFormat().resolvedOptions().timeZone,
              sdk: { name: 'passerby', version: __VERSION__ },
            },
            properties: { ...shared, ...properties },
          }),
        ),
      };
      waiting.push(entry);
      settle(waiting.slice(0, -QUEUE_EVENTS), 'queue_full');
      schedule();
      if (consent == 'pending') _tell('queued');
      else seal(entry);
    } else _tell('dropped');
  });

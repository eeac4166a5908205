import type { ConsentState } from './consent.ts';
import type { Outcome } from './queue.ts';
import type { TrackOptions } from './track.ts';

declare global {
  /**
   * A site's own events. Declare this interface anywhere, and `track()` checks names and properties:
   *
   *     interface PasserbyEvents {
   *       contact_submitted: { form: string };
   *       gallery_opened: undefined;
   *     }
   */
  interface PasserbyEvents {}

  interface Window {
    track: Track;
  }
}

/** Of the events that a site has declared; any name, where it has declared none. */
export type EventName = keyof PasserbyEvents extends never ? string : Extract<keyof PasserbyEvents, string>;

/** What `track()` takes after the name. */
export type EventArguments<Name, Options = TrackOptions> = Name extends keyof PasserbyEvents
  ? undefined extends PasserbyEvents[Name]
    ? [properties?: PasserbyEvents[Name], options?: Options]
    : [properties: PasserbyEvents[Name], options?: Options]
  : [properties?: object, options?: Options];

/** `window.track`. */
export interface Track {
  /**
   * Reports an event, named `snake_case` or `namespace.snake_case`, with flat properties. Never throws. The promise never
   * rejects: it tells at the first moment that something is certain whether the event was delivered, queued or dropped.
   */
  <Name extends EventName>(event: Name, ...rest: EventArguments<Name>): Promise<Outcome>;
  /** The state of consent; with a choice, the state after the visitor has made it. */
  consent(choice?: 'grant' | 'deny'): ConsentState;
  /** Names the person who is logged in, by the platform's own id; nothing names nobody. Not kept: call it on each page. Never an e-mail address. */
  identify(id?: string): void;
  /** Reports a page view, where `data-auto="false"` leaves that to the page. */
  page(properties?: object, options?: TrackOptions): Promise<Outcome>;
  /** Adds properties to every event from now on. Those of a call win. */
  set(properties: object): void;
  /** Sends what waits, now. Resolves when nothing is left or an attempt has failed. */
  flush(): Promise<void>;
  /** Removes all that is kept in this browser, the decision included. */
  forget(): void;
  /** What the stub has collected before the tracker was there. */
  q?: Parameters<Track>[];
}

import type { Properties } from '../../collector/src/contract/index.ts';
import type { ConsentState } from './consent.ts';
import type { Outcome } from './queue.ts';
import type { TrackOptions } from './track.ts';

declare global {
  /**
   * A site's own events: declare this interface anywhere, and `track()` checks names and properties.
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

type Names = keyof PasserbyEvents extends never ? string : Extract<keyof PasserbyEvents, string>;

type Declared<Name> = Name extends keyof PasserbyEvents ? PasserbyEvents[Name] : Partial<Properties>;

type Parameters<Name> = undefined extends Declared<Name>
  ? [properties?: Declared<Name>, options?: TrackOptions]
  : keyof PasserbyEvents extends never
    ? [properties?: object, options?: TrackOptions]
    : [properties: Declared<Name>, options?: TrackOptions];

/** `window.track`. */
export interface Track {
  /** Reports an event, named `snake_case` or `namespace.snake_case`. Never throws, and the promise never rejects. */
  <Name extends Names>(event: Name, ...parameters: Parameters<Name>): Promise<Outcome>;
  /** The state of consent; with a choice, the state after the visitor has made it. */
  consent(choice?: 'grant' | 'deny'): ConsentState;
  /** Names the person who is logged in, by the platform's own id; nothing names nobody. Not kept: call it on each page. */
  identify(id?: string | number | null): void;
  /** Reports a page view, where `data-auto="false"` leaves that to the page. */
  page(properties?: object, options?: TrackOptions): Promise<Outcome>;
  /** Adds properties to every event from now on. Those of a call win. */
  set(properties: object): void;
  /** Sends what waits, now. Resolves when nothing is left or an attempt has failed. */
  flush(): Promise<void>;
  /** Removes all that is kept in this browser, the decision included. Returns the visitor's id, by which the owner can erase what was collected. */
  forget(): string | undefined;
  /** What the stub has collected before the tracker was there. */
  q?: ArrayLike<unknown>[];
}

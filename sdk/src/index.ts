import type { Before, Settings } from './settings.ts';
import { start } from './tracker.ts';
import type { Track } from './types.ts';

export type { ConsentState } from './consent.ts';
export type { Outcome } from './queue.ts';
export type { TrackOptions } from './track.ts';
export type { Before, Track };

/** What the script tag's `data-` attributes say, for {@link init}. */
export interface Options {
  /** Public key of the site (`pk_…`). */
  site: string;
  /** Base address of the collector; may be relative to the page. */
  api: string;
  /** `required` (default): nothing is stored or sent before opt-in. `anonymous`: sent at once, with no id and no storage. `granted`, `denied`: what another consent manager knows. */
  consent?: 'required' | 'anonymous' | 'granted' | 'denied';
  /** False: no page views by itself. Default true. */
  auto?: boolean;
  /** The part after `#` is part of the address. Default false. */
  hash?: boolean;
  /** Globs of paths that are not tracked: `*` is anything within a segment, `**` anything. */
  exclude?: string[];
  /** Query parameters to keep in addresses; all others are cut. */
  query?: string[];
  /** Sees every event as it will be sent. Returns it, edited or not; null drops it. */
  before?: Before;
  /** Track on localhost too. Default false. */
  local?: boolean;
  /** Track browsers driven by automation too. Default false. */
  test?: boolean;
}

const flag = (value: boolean | undefined): string | undefined => (value ? '' : undefined);

/** Starts the page's tracker, for code that has no script tag. Call it in the browser; a second call changes nothing. */
export const init = ({ api, auto, hash, exclude, query, local, test, ...rest }: Options): Track =>
  start({
    ...rest,
    api: new URL('api/track', new URL(api, location.href)).href,
    auto: `${auto}`,
    hash: flag(hash),
    exclude: exclude?.join(),
    query: query?.join(),
    local: flag(local),
    test: flag(test),
  } satisfies Settings);

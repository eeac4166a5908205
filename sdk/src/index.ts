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
  /** Origin of the collector. */
  api: string;
  /** `required` (default): nothing is stored or sent before opt-in. `anonymous`: sent at once, with no id and no storage. `granted`, `denied`: what another consent manager knows. */
  consent?: 'required' | 'anonymous' | 'granted' | 'denied';
  /** False: no page views by itself. Default true. */
  auto?: boolean;
  /** The part after `#` belongs to the address. Default false. */
  hash?: boolean;
  /** Query parameters to keep in addresses; all others are cut. `*` stands for anything. */
  query?: string[];
  /** Paths that are not tracked. `*` stands for anything. */
  exclude?: string[];
  /** Sees every event as it will be sent. Returns it, edited or not; anything else drops it. */
  before?: Before;
  /** Track on localhost, and in browsers driven by automation, too. Default false. */
  local?: boolean;
}

/** The name under which the tracker finds the hook. */
const HOOK = 'passerbyBefore';

/** Starts the page's tracker, for code that has no script tag of ours. Call it in the browser; a second call changes nothing. */
export const init = ({ site, api, consent, auto, hash, query, exclude, before, local }: Options): Track => {
  const dataset: Settings = { site, api };
  if (consent) dataset.consent = consent;
  if (auto === false) dataset.auto = 'false';
  if (hash) dataset.hash = '';
  if (query) dataset.query = query.join();
  if (exclude) dataset.exclude = exclude.join();
  if (local) dataset.local = '';
  if (before) {
    (globalThis as unknown as Record<string, Before>)[HOOK] = before;
    dataset.before = HOOK;
  }
  start({ dataset, src: location.href });
  return window.track;
};

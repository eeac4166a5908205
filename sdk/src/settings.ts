import type { WireEvent } from '../../collector/src/contract/index.ts';

/**
 * What the script tag says in its `data-` attributes.
 *
 * | attribute | meaning |
 * | --- | --- |
 * | `data-site` | public key of the site (`pk_…`). Required |
 * | `data-api` | origin of the collector; default: the one the script came from |
 * | `data-consent` | `required` (default): nothing is stored or sent before opt-in. `anonymous`: sent at once, with no id and no storage. `granted`, `denied`: what another consent manager knows; the same as calling `track.consent()` |
 * | `data-auto="false"` | no page views by itself; call `track.page()` |
 * | `data-hash` | the part after `#` belongs to the address |
 * | `data-query` | query parameters to keep in addresses, `page,tag`; all others are cut. `*` stands for anything |
 * | `data-exclude` | paths that are not tracked, `/admin/*,/preview`; `*` stands for anything |
 * | `data-before` | name of a global function that may edit an event, or drop it by returning null |
 * | `data-local` | track on localhost, and in browsers driven by automation, too |
 */
export interface Settings {
  site: string;
  api?: string;
  consent?: string;
  auto?: string;
  hash?: string;
  query?: string;
  exclude?: string;
  before?: string;
  local?: string;
}

/** Sees every event as it will be sent. Returns it, edited or not; anything else drops it. */
export type Before = (event: WireEvent) => WireEvent | null | undefined | false;

/** A script tag, or what stands in for one. */
export interface Source {
  dataset: Settings;
  src: string;
}

export let settings: Settings;
/** Where batches go. */
export let endpoint: URL;

export const configure = (dataset: Settings, src: string): unknown => (endpoint = new URL('/api/track', (settings = dataset).api || src));

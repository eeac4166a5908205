import type { WireEvent } from '../../collector/src/contract/index.ts';

/**
 * What the script tag says in its `data-` attributes.
 *
 * | attribute | meaning |
 * | --- | --- |
 * | `data-site` | public key of the site (`pk_…`). Required |
 * | `data-api` | base address of the collector; default: the origin the script came from |
 * | `data-consent` | `required` (default): nothing stored or sent before opt-in. `anonymous`: sent at once, with no id and no storage. `granted`, `denied`: what another consent manager knows |
 * | `data-auto="false"` | no page views by itself; call `track.page()` |
 * | `data-hash` | the part after `#` is part of the address |
 * | `data-exclude` | comma-separated globs of paths that are not tracked: `/admin/**, /preview/*` |
 * | `data-query` | comma-separated query parameters to keep in addresses; all others are cut |
 * | `data-before` | name of a global function that may edit an event, or drop it by returning null |
 * | `data-local` | track on localhost too |
 * | `data-test` | track browsers driven by automation too |
 */
export interface Settings {
  site: string;
  /** Where batches go. */
  api: string;
  consent?: string | undefined;
  auto?: string | undefined;
  hash?: string | undefined;
  exclude?: string | undefined;
  query?: string | undefined;
  before?: string | Before | undefined;
  local?: string | undefined;
  test?: string | undefined;
  /** Nothing is tracked in this browser: a developer's machine, a robot, or somebody who has set `localStorage.passerby_ignore`. */
  _off?: unknown;
}

/** Sees every event as it will be sent. Returns it, edited or not; null drops it. */
export type Before = (event: WireEvent) => WireEvent | null | undefined;

export let settings = {} as Settings;

export const configure = (given: Settings): void => {
  settings = given;
};

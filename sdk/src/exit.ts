import { navigator } from './browser.ts';
import { open } from './consent.ts';
import { flush } from './flush.ts';
import { BATCH_EVENTS } from './limits.ts';
import { pack } from './pack.ts';
import { waiting } from './queue.ts';
import { held } from './retry.ts';
import { settings } from './settings.ts';

/**
 * The page may be gone in a moment: sends this tab's own events as beacons, each once. They stay queued until acknowledged,
 * since a beacon's "true" means only that it was accepted for sending, and under a forbidding `connect-src` not even that.
 */
export const exit = (): void => {
  if (!open() || held()) return;
  let batch;
  while ((batch = pack(BATCH_EVENTS, undefined, (entry) => !entry._beaconed))) {
    if (!navigator.sendBeacon(settings.api, batch._body)) return void flush();
    for (const id of batch._ids) waiting.get(id)!._beaconed = true;
  }
};

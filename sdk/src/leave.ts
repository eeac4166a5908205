import { navigator } from './browser.ts';
import { pack } from './pack.ts';
import { look, reportEngagement } from './page.ts';
import { endpoint } from './settings.ts';

/**
 * The page may be gone in a moment: sends this tab's own events as beacons, each once. They stay queued until acknowledged,
 * since a beacon's "true" means no more than that it was taken for sending; under a forbidding `connect-src` not even that.
 */
export const leave = (): void => {
  let batch;
  look(1);
  reportEngagement();
  while ((batch = pack(0, 1))[0] && navigator.sendBeacon(endpoint, batch._body)) batch.map((entry) => (entry._beaconed = 1));
};

import { document, hidden } from './browser.ts';
import { ENGAGEMENT_MS } from './limits.ts';
import { ENGAGEMENT } from './names.ts';
import { track } from './track.ts';

/** Address of the page that is looked at, once its view was reported. */
let address: string | undefined;
/** When the present stretch of attention began; 0 while there is none. */
let since = 0;
let spent = 0;
let depth = 0;
let reported = 0;

/** Attention has begun, ended, or is to be counted up. */
export const attend = (): void => {
  const time = performance.now();
  if (since) spent += time - since;
  since = !hidden() && document.hasFocus() ? time : 0;
};

/** How far down the page has been seen, in percent. */
export const measureDepth = (): void => {
  const { scrollHeight } = document.documentElement;
  depth = Math.max(depth, Math.min(100, Math.round((100 * (scrollY + innerHeight)) / scrollHeight)));
};

/** Reports the attention since the last report, unless it is too little to be worth an event: then it waits for more. */
export const reportEngagement = (): void => {
  attend();
  if (!depth) measureDepth();
  if (!address || (spent < ENGAGEMENT_MS && depth <= reported)) return;
  track(ENGAGEMENT, { engaged_ms: Math.round(spent), scroll_depth: depth }, { url: address });
  spent = 0;
  reported = depth;
};

/** The page has been left, for another or for none. */
export const endEngagement = (next?: string): void => {
  reportEngagement();
  address = next;
  spent = depth = reported = 0;
};

import { attempt } from './attempt.ts';
import { document, location } from './browser.ts';
import { settleClicks } from './interact.ts';
import { BEAT_MS, ENGAGEMENT_MS } from './limits.ts';
import { ENGAGEMENT, PAGE_VIEW } from './names.ts';
import { place } from './place.ts';
import { refer, referrer } from './referrer.ts';
import { settings } from './settings.ts';
import { track, type TrackOptions } from './track.ts';
import type { Outcome } from './queue.ts';

/** Where the browser was at the last view, as far as it is told: what is cut makes no new page. '' between two pages of one document. */
let at: string | null | undefined | false = document?.hidden && null;
/** The address of the last view. */
let viewed: string | undefined;
/** Milliseconds of attention since the last report. */
let spent = 0;
/** Percent of the page seen so far; 0 is not measured yet. A scroll bar may make it a little more than 100, which the collector evens out. */
let depth = 0;
let reported = 0;

export const measureDepth = (): void => {
  depth = Math.max(depth, ((100 * (scrollY + innerHeight)) / document.documentElement.scrollHeight) | 0);
};

/** Reports the attention since the last report, unless it is too little to be worth an event: then it waits for more. */
export const reportEngagement = (): void => {
  if (at) {
    if (!depth) measureDepth();
    if (spent > ENGAGEMENT_MS || depth > reported) {
      void track(ENGAGEMENT, { engaged_ms: spent, scroll_depth: (reported = depth) }, { url: viewed! });
      spent = 0;
    }
  }
};

/** Reports a page view. */
export const page = (properties?: object, options?: TrackOptions): Promise<Outcome> => {
  reportEngagement();
  spent = depth = reported = 0;
  refer(viewed || referrer);
  at = place().url;
  viewed = options?.url || location.href;
  return track(PAGE_VIEW, properties, options);
};

/**
 * One look at the page: is it seen, and is it still the same? The page's `history` stays as it is; a new address is noticed, its
 * engagement ends, and it is reported at the next look, when its router has given it a title; or at once when the page is being
 * left. The same look finds a hidden or prerendered page shown, and one back from the back/forward cache.
 */
export const look = (leaving?: unknown): void => {
  settleClicks();
  if (leaving ? at != null : !document.hidden) {
    spent += BEAT_MS * (document.hasFocus() as unknown as number);
    if (!('auto' in settings) && place().url != at)
      if (at && !leaving) {
        reportEngagement();
        at = '';
      } else void page();
  }
};

/** Should the page come back from the back/forward cache, it is seen anew. */
export const forgetPage = (): void => {
  at = null;
};

/** `window.track`: what a page reports comes after its view, which else waits for a task of its own. */
export const report: typeof track = (...call) => {
  if (!viewed) attempt(look);
  return track(...call);
};

import { attempt } from './attempt.ts';
import { document, hidden, location, navigator } from './browser.ts';
import { decide, enter, follow, forget, initialConsent, recall } from './decide.ts';
import { attend, measureDepth, reportEngagement } from './engagement.ts';
import { identify, set } from './event.ts';
import { exit } from './exit.ts';
import { flush, revive } from './flush.ts';
import { watchInteractions } from './interactions.ts';
import { listen } from './listen.ts';
import { page, settlePage, watchPages } from './pageviews.ts';
import { configure, settings, type Settings } from './settings.ts';
import { track } from './track.ts';
import type { Track } from './types.ts';

const off = (): boolean | undefined =>
  attempt(() => !!localStorage.getItem('passerby_ignore')) ||
  (settings.test == null && navigator.webdriver) ||
  (settings.local == null && /^$|(^|\.)localhost$|^127\.|^\[::1/.test(location.hostname));

const leave = (): void => {
  settlePage();
  reportEngagement();
  exit();
};

/** Starts the page's tracker, and puts it at `window.track`. There is one to a page: a second start changes nothing. */
export const start = (given: Settings): Track => {
  const stub = window.track as Track | undefined;
  if (stub?.flush) return stub;
  const tracker = (window.track = Object.assign(track, { consent: decide, identify, page, set, flush, forget }) as Track);
  configure(given);
  settings._off = off();
  enter(initialConsent());
  attend();
  listen(window, 'storage', follow);
  listen(window, 'focus blur', attend);
  listen(window, 'online', revive);
  listen(window, 'pagehide', leave);
  listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && recall());
  listen(document, 'scroll', (event) => event.target == document && measureDepth());
  watchInteractions();
  if (settings.auto != 'false') watchPages();
  listen(document, 'visibilitychange', () => {
    attend();
    if (hidden()) leave();
    else revive();
  });
  for (const call of stub?.q || []) track(...(Array.from(call) as Parameters<typeof track>));
  return tracker;
};

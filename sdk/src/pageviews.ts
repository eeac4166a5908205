import { attempt } from './attempt.ts';
import { document, hidden, history, location } from './browser.ts';
import { endEngagement } from './engagement.ts';
import { setReferrer } from './event.ts';
import { listen } from './listen.ts';
import { ROUTE_MS } from './limits.ts';
import { NOT_FOUND, PAGE_VIEW } from './names.ts';
import { redact } from './redact.ts';
import { track, type TrackOptions } from './track.ts';
import type { Outcome } from './queue.ts';

/** The address last reported. */
let viewed: string | undefined;
/** Where the page was at the time, as far as it is reported: what is redacted makes no new page. */
let place: string | undefined;
/** A new address whose title is awaited. */
let arriving: ReturnType<typeof setTimeout> | undefined;

/** Reports a page view. */
export const page = (properties?: object, options: TrackOptions = {}): Promise<Outcome> => {
  clearTimeout(arriving);
  arriving = undefined;
  if (viewed) setReferrer(viewed);
  viewed = options.url || location.href;
  place = redact(location.href);
  endEngagement(viewed);
  return track(PAGE_VIEW, properties, options);
};

/** Reports the page if it is new and seen. */
const arrive = (): void => {
  arriving = undefined;
  if (!hidden() && redact(location.href) != place) page();
};

/** The address may have changed. The old page ends now, while its title stands; the new one is reported when it has its own. */
const move = (): void => {
  if (redact(location.href) == place) return;
  endEngagement();
  place = undefined;
  clearTimeout(arriving);
  arriving = setTimeout(arrive, ROUTE_MS);
};

/** The page is being left: a view still awaited is reported at once. */
export const settlePage = (): void => {
  if (arriving) page();
};

/** Reports page views by itself from now on. */
export const watchPages = (): void => {
  for (const method of ['pushState', 'replaceState'] as const)
    attempt(() => {
      const original = history[method];
      history[method] = function (...parameters) {
        const result = original.apply(this, parameters);
        attempt(move);
        return result;
      };
    });
  listen(window, 'popstate hashchange', move);
  listen(document, 'visibilitychange', arrive);
  listen(window, 'pageshow', (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    // Back from the back/forward cache, and seen anew.
    viewed = place = undefined;
    arrive();
  });
  arrive();
  const [navigation] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & { responseStatus?: number })[];
  if (navigation?.responseStatus == 404) track(NOT_FOUND);
};

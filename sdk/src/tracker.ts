import { attempt } from './attempt.ts';
import { document } from './browser.ts';
import { decide, forget, openStorage } from './decide.ts';
import { flush, flushWhenDue, revive } from './flush.ts';
import { interact } from './interact.ts';
import { leave } from './leave.ts';
import { BEAT_MS } from './limits.ts';
import { forgetPage, look, measureDepth, page, report } from './page.ts';
import { set } from './shared.ts';
import { configure, settings, type Source } from './settings.ts';
import { setPrefix } from './store.ts';
import type { Track } from './types.ts';
import { identify } from './user.ts';

/** Four times a second, all that would else need listeners, timers and patches of its own: consent, the page, the queue. */
const beat = (): void => {
  decide();
  look();
  flushWhenDue();
};

/** The page is seen or not, or the network is back. */
const turn = (): unknown => (document.hidden ? leave() : revive());

/** Starts the page's tracker and puts it at `window.track`. A page has one: a second start changes nothing. */
export const start = (source: Source): void => {
  const stub = window.track as Track | undefined;
  if (!stub?.flush) {
    configure(source.dataset, source.src);
    setPrefix(settings.site);
    openStorage();
    const tracker = (window.track = report as Track);
    tracker.consent = decide;
    tracker.identify = identify;
    tracker.page = page;
    tracker.set = set;
    tracker.flush = flush;
    tracker.forget = forget;
    [decide, beat].map((work) => setTimeout(attempt, 0, work));
    setInterval(attempt, BEAT_MS, beat);
    void stub?.q?.map((call) => report(...call));
    const handlers: Record<string, (event: Event) => void> = {
      scroll: measureDepth,
      click: interact,
      auxclick: interact,
      submit: interact,
      visibilitychange: turn,
      pagehide() {
        leave();
        forgetPage();
      },
      online: turn,
    };
    for (const type in handlers) addEventListener(type, (event) => attempt(() => handlers[type]!(event)), true);
  }
};

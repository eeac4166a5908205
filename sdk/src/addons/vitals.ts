import { watchLargestPaint } from './vitals/largest-paint.ts';
import { watchLayoutShift } from './vitals/layout-shift.ts';
import { watchNextPaint } from './vitals/next-paint.ts';

/**
 * `passerby.vitals.js`: the web vitals of a page load, as one `web_vitals` event when the page is first hidden. Put it before the
 * tracker. Properties, where the browser tells them: `ttfb_ms`, `fcp_ms`, `lcp_ms`, `inp_ms`, and `cls` without a unit.
 */
const NAME = 'web_vitals';

/** `window.track`, or what stands in for it until the tracker is there. */
const page = window as unknown as { track?: (event: string, properties: object) => void };
const [navigation] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & { activationStart?: number })[];
/** A prerendered page begins when it is shown. */
const start = navigation?.activationStart || 0;
const lcp = watchLargestPaint(start);
const cls = watchLayoutShift();
const inp = watchNextPaint();
let reported = false;

const whole = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms));

const report = (): void => {
  if (reported || !page.track) return;
  reported = true;
  const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
  page.track(NAME, {
    ttfb_ms: whole(navigation && Math.max(0, navigation.responseStart - start)),
    fcp_ms: whole(fcp === undefined ? undefined : Math.max(0, fcp - start)),
    lcp_ms: whole(lcp()),
    inp_ms: whole(inp()),
    cls: cls() === undefined ? undefined : Math.round(cls()! * 1e4) / 1e4,
  });
};

addEventListener('visibilitychange', () => { if (document.hidden) report(); }, true);
addEventListener('pagehide', report, true);

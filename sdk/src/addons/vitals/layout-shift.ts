import { observe } from './observe.ts';

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}

/** The largest sum of unexpected shifts in one burst: less than 1 s between neighbours, at most 5 s in all. Undefined where the browser does not tell. */
export const watchLayoutShift = (): (() => number | undefined) => {
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return () => undefined;
  let largest = 0;
  let sum = 0;
  let first = -Infinity;
  let last = -Infinity;
  observe<LayoutShift>('layout-shift', ({ value, hadRecentInput, startTime }) => {
    if (hadRecentInput) return;
    if (startTime - last >= 1_000 || startTime - first >= 5_000) {
      sum = 0;
      first = startTime;
    }
    last = startTime;
    sum += value;
    largest = Math.max(largest, sum);
  });
  return () => largest;
};

import { observe } from './observe.ts';

interface Interaction extends PerformanceEntry {
  interactionId?: number;
}

/** Interactions to look past, one in so many: on a page with much to do, one slow moment is an accident. */
const PER_ACCIDENT = 50;

/** Milliseconds from an interaction to the next paint, near its slowest on this page. Undefined without one. */
export const watchNextPaint = (): (() => number | undefined) => {
  const slowest = new Map<number, number>();
  observe<Interaction>('event', ({ interactionId, duration }) => {
    if (interactionId) slowest.set(interactionId, Math.max(duration, slowest.get(interactionId) || 0));
  }, { durationThreshold: 16 });
  return () => {
    const durations = [...slowest.values()].sort((a, b) => b - a);
    const all = (performance as { interactionCount?: number }).interactionCount || durations.length;
    return durations[Math.min(durations.length - 1, Math.floor(all / PER_ACCIDENT))];
  };
};

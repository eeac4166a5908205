/** Hands over the entries of a kind, those from before too. Quiet where the browser does not know the kind. */
export const observe = <E extends PerformanceEntry>(type: string, see: (entry: E) => void, options: { durationThreshold?: number } = {}): void => {
  try {
    new PerformanceObserver((list) => (list.getEntries() as E[]).forEach(see)).observe({ type, buffered: true, ...options });
  } catch {}
};

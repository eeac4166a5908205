/** Which of several in a row a key leads to; undefined for other keys. A first arrow starts at the last. */
export function stepOf(key: string, at: number | undefined, count: number, rtl: boolean): number | undefined {
  const last = count - 1;
  if (last < 0) return undefined;
  const forward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const backward = rtl ? 'ArrowRight' : 'ArrowLeft';
  const steps: Record<string, number> = { [forward]: 1, [backward]: -1, PageDown: 7, PageUp: -7, Home: -count, End: count };
  const step = steps[key];
  if (step === undefined) return undefined;
  if (at === undefined && Math.abs(step) < count) return last;
  return Math.min(last, Math.max(0, (at ?? 0) + step));
}

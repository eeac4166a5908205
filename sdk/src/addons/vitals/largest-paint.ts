import { observe } from './observe.ts';

/** Milliseconds until the largest thing in view was painted, as of now. Undefined before, and where the browser does not tell. */
export const watchLargestPaint = (start: number): (() => number | undefined) => {
  let last: number | undefined;
  observe('largest-contentful-paint', ({ startTime }) => { last = Math.max(0, startTime - start); });
  return () => last;
};

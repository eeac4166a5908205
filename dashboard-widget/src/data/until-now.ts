/** Points up to the bucket that is not over yet: of those after it, nothing is known. */
export function untilNow<Point extends { partial: boolean }>(points: readonly Point[]): Point[] {
  const unfinished = points.findIndex(({ partial }) => partial);
  return points.slice(0, unfinished < 0 ? undefined : unfinished + 1);
}

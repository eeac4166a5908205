import { figureValue, type Figure } from './figures.ts';
import { untilNow } from './until-now.ts';

/** One point of a line: a bucket and the figure's value in it. */
export interface Sample {
  /** Start of the bucket, local: `YYYY-MM-DD` or ISO with the site's offset. */
  t: string;
  value: number;
  /** The bucket is not over yet. */
  partial: boolean;
}

/** Any answer that is made of buckets. */
export interface Series {
  points: readonly { t: string; partial: boolean }[];
}

/** The figure's line out of one answer or, for a rate, of two. Buckets that have not begun are left out. */
export function samplesOf(figure: Figure, series: Series | undefined, whole: Series | undefined, smallestPlan?: string): Sample[] {
  return untilNow(series?.points ?? []).map((point, index) =>
    ({ t: point.t, partial: point.partial, value: figureValue(figure, point, whole?.points[index], smallestPlan) }));
}

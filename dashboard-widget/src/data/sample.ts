import type { Timeseries } from '../../../collector/src/contract/index.ts';
import { figureValue, type Figure } from './figures.ts';

/** One point of a line: a bucket and the figure's value in it. */
export interface Sample {
  /** Start of the bucket, local: `YYYY-MM-DD` or ISO with the site's offset. */
  t: string;
  value: number;
  /** The bucket is not over yet. */
  partial: boolean;
}

/** The figure's line out of one answer or, for a rate, of two. Buckets that have not begun are left out. */
export function samplesOf(figure: Figure, series: Timeseries | undefined, whole: Timeseries | undefined): Sample[] {
  const points = series?.points ?? [];
  const unfinished = points.findIndex((point) => point.partial);
  return points
    .slice(0, unfinished < 0 ? undefined : unfinished + 1)
    .map((point, index) => ({ t: point.t, partial: point.partial, value: figureValue(figure, point, whole?.points[index]) }));
}

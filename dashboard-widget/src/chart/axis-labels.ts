import type { Interval } from '../../../collector/src/contract/index.ts';
import type { Formats } from '../format/formats.ts';
import type { Plot } from './plot.ts';

/** A label of the horizontal axis. */
export interface AxisLabel {
  x: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
}

/** Pixels that one label needs. */
const ROOM = 76;

/** Labels from the data's own buckets, as many as fit, evenly spaced; hours over several days are labelled at midnight. */
export function axisLabels(plot: Plot, points: readonly { t: string }[], interval: Interval, formats: Formats): AxisLabel[] {
  const oneDay = points.at(0)?.t.slice(0, 10) === points.at(-1)?.t.slice(0, 10);
  const isMidnight = ({ t }: { t: string }): boolean => t.slice(11, 13) === '00';
  const candidates = points
    .map((point, index) => ({ point, index }))
    .filter(({ point }) => interval !== 'hour' || oneDay || isMidnight(point));
  const most = Math.max(2, Math.floor((plot.end - plot.start) / ROOM));
  const least = Math.ceil(candidates.length / most);
  const step = interval === 'hour' && oneDay ? ([1, 2, 3, 4, 6, 12].find((hours) => hours >= least) ?? 24) : least;
  return candidates
    .filter((_, index) => index % step === 0)
    .map(({ point, index }) => {
      const x = plot.x(index);
      const anchor = x < 30 ? 'start' : x > plot.width - 30 ? 'end' : 'middle';
      return { x, anchor, text: formats.tick(point.t, interval, oneDay) };
    });
}

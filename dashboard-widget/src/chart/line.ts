import type { Interval, Meta } from '../../../collector/src/contract/index.ts';
import type { Kind } from '../data/figures.ts';
import type { Sample } from '../data/sample.ts';

/** What the chart, its table, its tooltip and its exports all draw from, so that they cannot differ. */
export interface Line {
  /** The figure's name in the reader's language, and its name in the API. */
  name: string;
  metric: string;
  kind: Kind;
  interval: Interval;
  samples: readonly Sample[];
  /** The previous period's, where it is compared; else empty. */
  previous: readonly Sample[];
  /** Starts of all buckets of the range, those to come included. */
  buckets: readonly { t: string }[];
  meta: Meta;
  /** What is compared with, in the reader's language. */
  previousName: string;
  previousMeta: Meta | undefined;
  /** A value in its unit. */
  text(value: number, short?: boolean): string;
  /** A bucket in words. */
  bucket(sample: Sample): string;
}

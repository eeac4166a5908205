import type { Interval } from '../../../collector/src/contract/index.ts';
import { PREVIOUS, type Against } from './against.ts';
import type { FigureName } from './figures.ts';
import type { Filter } from './filter.ts';

/** Ranges that end today; the collector cuts them in the site's own time zone. */
export const PERIODS = ['today', '7d', '30d', '90d', '12mo'] as const;
export type Period = (typeof PERIODS)[number];

/** What is being looked at. Everything on screen follows from this. */
export interface Query {
  /** Wins over `from` and `to`; empty for a custom range. */
  period: Period | '';
  /** First and last local day, inclusive, `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** Empty lets the range decide. */
  interval: Interval | '';
  /** Draws what is compared with behind the main chart. */
  compare: boolean;
  against: Against;
  filters: readonly Filter[];
  /** The figure of the main chart. */
  metric: FigureName;
  /** Events that count as a conversion, names or globs; empty: those that meet the site's goals. */
  goal: readonly string[];
}

export const DEFAULT_QUERY: Query = {
  period: '30d', from: '', to: '', interval: '', compare: false, against: PREVIOUS, filters: [], metric: 'visitors', goal: [],
};

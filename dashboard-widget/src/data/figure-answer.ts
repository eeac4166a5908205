import type { Compared, Meta } from '../../../collector/src/contract/index.ts';
import type { Figure, Figures } from './figures.ts';
import { untilNow } from './until-now.ts';

interface Part {
  /** Of `summary`. */
  metrics?: Figures;
  points?: readonly { t: string; partial: boolean }[];
}

/** What any endpoint answers from which a figure is read. */
export interface FigureAnswer extends Part {
  previous?: Compared<Part>;
  meta: Meta;
}

/** The figures in an answer, or in its previous period; plans are as at the end of the range. */
export const figuresOf = ({ at }: Figure, part: Part): Figures | undefined =>
  at === 'plans' ? untilNow(part.points ?? []).at(-1) : at ? part : part.metrics;

import { PREVIOUS, type Against } from '../data/against.ts';
import type { FigureName, Kind } from '../data/figures.ts';
import { figureText } from './figure-text.ts';
import type { Text } from './text.ts';

/** How a figure moved against the previous period. */
export interface Change {
  /** The sign of the movement. */
  direction: number;
  /** The size without a sign, as percent or, for a rate, in percentage points; empty where it cannot be told. */
  size: string;
  /** `from 1,075`. */
  was: string;
  /** The whole of it as a sentence. */
  words: string;
}

/** A rate moves by percentage points, all else by percent. */
export function changeOf({ formats, t }: Text, kind: Kind, now: number, before: number, { by }: Pick<Against, 'by'> = PREVIOUS): Change {
  const points = Math.round((now - before) * 1000) / 10;
  const value = figureText(formats, kind, before, true);
  // What reads the same is the same: no "less than 8s, 8s".
  const direction = figureText(formats, kind, now, true) === value ? 0 : Math.sign(now - before);
  const size = kind === 'rate'
    ? t('points', { value: formats.number(Math.abs(points)) })
    : before > 0 ? formats.percent(Math.abs(now - before) / before) : '';
  const key = direction > 0 ? 'more' : direction < 0 ? 'less' : 'same';
  return { direction, size: direction ? size : '', was: t('was', { value }), words: t(key, { size, value, when: t(`in_${by}`) }).replace('  ', ' ') };
}

/** Whether less of it is better. */
export const isBurden = (name: FigureName): boolean => name === 'bounce_rate';

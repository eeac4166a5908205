import type { Kind } from '../data/figures.ts';
import type { Formats } from './formats.ts';

/** One figure, in its unit. */
export function figureText(formats: Formats, kind: Kind, value: number, short = false): string {
  if (kind === 'rate') return formats.percent(value);
  if (kind === 'duration') return formats.duration(value);
  if (kind === 'change') return formats.signed(value);
  return short ? formats.short(value) : formats.number(value);
}

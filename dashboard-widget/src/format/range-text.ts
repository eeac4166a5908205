import type { Query } from '../data/query.ts';
import type { Text } from './text.ts';

/** The range by its name, or its two days. */
export const rangeText = ({ t, formats }: Text, { period, from, to }: Query): string =>
  period ? t(`period_${period}`) : formats.range(from, to);

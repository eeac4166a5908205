import type { MetricName } from '../data/query.ts';
import { metricValue } from './metric-value.ts';
import type { Text } from './text.ts';

/** How a figure moved against the previous period. */
export interface Change {
  /** The sign of the movement. */
  direction: -1 | 0 | 1;
  /** Whether the movement is welcome; 0 where there is none. */
  mood: -1 | 0 | 1;
  /** `+12%`, or `+1.2 pp` for a rate; empty where nothing can be divided. */
  amount: string;
  /** `from 1,075`. */
  was: string;
  /** The whole of it as a sentence. */
  words: string;
}

/** A rate moves by percentage points, all else by percent. */
export function changeOf(text: Text, metric: MetricName, now: number, before: number): Change {
  const { formats, t } = text;
  const direction = Math.sign(now - before) as Change['direction'];
  const value = metricValue(formats, metric, before, true);
  const was = t('was', { value });
  if (direction === 0) return { direction, mood: 0, amount: '', was, words: t('same', { value }) };
  const isRate = metric === 'bounce_rate';
  const ratio = isRate ? (now - before) * 100 : (now - before) / before;
  const amount = isRate
    ? t('points', { value: formats.signed(ratio) })
    : before > 0 ? formats.percent(ratio, 'exceptZero') : '';
  const size = isRate ? t('points', { value: formats.number(Math.abs(Math.round(ratio * 10) / 10)) }) : before > 0 ? formats.percent(Math.abs(ratio)) : '';
  return {
    direction,
    mood: (isRate ? -direction : direction) as Change['mood'],
    amount,
    was,
    words: t(direction > 0 ? 'more' : 'less', { percent: size, value }).trim(),
  };
}

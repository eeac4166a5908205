import type { Text } from '../format/text.ts';
import type { Line } from './line.ts';

/** What the chart says of one point, in words; for the slider's spoken value. */
export function pointWords({ t }: Text, { samples, previous, previousName, name, text, bucket }: Line, index: number): string {
  const sample = samples[index];
  if (!sample) return t('empty');
  return [
    `${bucket(sample)}: ${text(sample.value)} ${name}`,
    sample.partial ? t('partial') : '',
    previous[index] ? `${previousName}: ${text(previous[index].value)}` : '',
  ].filter(Boolean).join(', ');
}

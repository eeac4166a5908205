import type { Breakdown } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { valueName } from '../format/value-name.ts';
import type { Change } from '../format/change.ts';
import { leaderOf } from './leader-of.ts';

/** The one sentence that leads the panel: how many, and whether that is more or less. */
export function findingText({ t }: Text, range: string, count: string, change: Change | undefined): string {
  return change ? t('finding', { range, count, change: change.words }) : t('finding_alone', { range, count });
}

/** What led a dimension, as a short sentence; empty where nothing did. */
export function leaderText(text: Text, answer: Breakdown, whole: number): string {
  const leader = leaderOf(answer, whole);
  const key = `top_${answer.dimension}`;
  return leader && text.has(key) ? text.t(key, { value: valueName(text, answer.dimension, leader.value) }) : '';
}

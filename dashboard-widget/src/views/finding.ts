import type { Breakdown, Dimension } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { valueName } from '../format/value-name.ts';
import type { Change } from '../format/change.ts';

/** The one sentence that leads the panel: how many, and whether that is more or less. */
export function findingText({ t }: Text, range: string, count: string, change: Change | undefined): string {
  return change ? t('finding', { range, count, change: change.words }) : t('finding_alone', { range, count });
}

/** What led a dimension, as a short sentence; empty where nothing did, or with less than a hundredth of the visitors. */
export function leaderText(text: Text, { dimension, rows }: Breakdown, whole: number): string {
  const leader = rows.find(({ value, visitors }) => isTelling(dimension, value) && visitors >= whole / 100);
  const key = `top_${dimension}`;
  return leader && text.has(key) ? text.t(key, { value: valueName(text, dimension, leader.value) }) : '';
}

/** That most saw the home page, came from nowhere or viewed a page says nothing. */
function isTelling(dimension: Dimension, value: string): boolean {
  if (dimension === 'event') return value.includes('.');
  return value !== '' && !(dimension === 'page' && value === '/');
}

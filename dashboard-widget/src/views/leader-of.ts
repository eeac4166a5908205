import type { Breakdown, Dimension, Row } from '../../../collector/src/contract/index.ts';

/** The row that led a dimension; none where nothing did, or with less than a hundredth of the visitors. */
export const leaderOf = ({ dimension, rows }: Breakdown, whole: number): Row | undefined =>
  rows.find(({ value, visitors }) => isTelling(dimension, value) && visitors >= whole / 100);

/** That most saw the home page, came from nowhere or viewed a page says nothing. */
function isTelling(dimension: Dimension, value: string): boolean {
  if (dimension === 'event') return value.includes('.');
  return value !== '' && !(dimension === 'page' && value === '/');
}

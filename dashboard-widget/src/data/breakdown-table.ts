import type { Breakdown } from '../../../collector/src/contract/index.ts';
import type { Text } from '../format/text.ts';
import { valueName } from '../format/value-name.ts';
import { dimensionExtra } from './dimension-extra.ts';
import type { Table } from './table.ts';

/** @param whole visitors of the whole range, of which each row has a share; 0 where they are not known */
export function breakdownTable(text: Text, { dimension, rows, meta }: Breakdown, whole: number): Table {
  const { t } = text;
  const extra = dimensionExtra(dimension);
  return {
    name: dimension,
    meta,
    columns: [
      { name: dimension, label: t(dimension), text: (value) => valueName(text, dimension, value) }, { name: 'visitors', label: t('visitors') },
      ...(extra ? [{ name: extra, label: t(extra), look: 'extra' }] : []),
      { name: 'share', label: t('share'), kind: 'rate', look: 'share' },
    ],
    rows: rows.map((row) => [row.value, row.visitors, ...(extra ? [row[extra]] : []), whole ? row.visitors / whole : null]),
  };
}

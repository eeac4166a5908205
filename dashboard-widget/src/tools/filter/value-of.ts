import type { Dimension } from '../../../../collector/src/contract/index.ts';
import type { Text } from '../../format/text.ts';
import { valueName } from '../../format/value-name.ts';

/** Whether the collector knows the values by codes, of which no part means anything to readers. */
export const hasCodes = (dimension: Dimension): boolean => ['country', 'language', 'device'].includes(dimension);

/**
 * The value that the collector knows by what a reader typed: `germany` and `de` are `DE`, Direct is the empty source. What was
 * typed, where it is no name; undefined where it cannot be a value.
 *
 * @param values those known of the dimension
 */
export function valueOf(text: Text, dimension: Dimension, typed: string, values: readonly string[]): string | undefined {
  const same = (name: string): boolean => name.localeCompare(typed, text.locale, { sensitivity: 'base' }) === 0;
  const named = (value: string): boolean => same(valueName(text, dimension, value));
  const known = values.includes(typed) ? typed : [...values, ''].find(named) ?? values.find(same);
  if (known !== undefined || !hasCodes(dimension)) return known ?? typed;
  // Also those from where nobody came.
  const code = codesOf(dimension).find((one) => same(one) || named(one));
  if (code === undefined) return dimension === 'language' && /^[a-z]{2,3}(-\w+)+$/i.test(typed) ? typed : undefined;
  // Some countries have two codes, of which one is in use.
  return dimension === 'country' ? new Intl.Locale(`und-${code}`).region : code;
}

function codesOf(dimension: Dimension): string[] {
  if (dimension === 'device') return ['desktop', 'mobile', 'tablet'];
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return dimension === 'country' ? codes.map((code) => code.toUpperCase()) : codes;
}

import type { Filter } from '../data/filter.ts';
import type { Text } from './text.ts';

const displayNames = new Map<string, Intl.DisplayNames>();

/** A row's value as people say it: `DE` is Germany, an empty source is Direct. */
export function valueName(text: Text, dimension: Filter['dimension'], value: string): string {
  if (value === '') {
    if (dimension === 'source' || dimension === 'referrer') return text.t('direct');
    return text.t(dimension.startsWith('utm_') ? 'none' : 'unknown');
  }
  // What is done in the builder: `builder.page_edited` is Page edited.
  if (dimension === 'event' && value.includes('.')) {
    const words = value.slice(value.indexOf('.') + 1).replaceAll('_', ' ');
    return words[0]!.toUpperCase() + words.slice(1);
  }
  if (dimension === 'country') return named(text.locale, 'region', value);
  if (dimension === 'language') return named(text.locale, 'language', value);
  if (dimension === 'device') {
    const key = value.toLowerCase();
    if (key === 'desktop' || key === 'mobile' || key === 'tablet') return text.t(key);
  }
  return value;
}

function named(locale: string, type: 'region' | 'language', code: string): string {
  const key = `${locale} ${type}`;
  const names = displayNames.get(key) ?? new Intl.DisplayNames(locale, { type });
  displayNames.set(key, names);
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

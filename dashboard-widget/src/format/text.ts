import { en } from '../strings/en.ts';
import { LOCALES } from '../strings/locales.ts';
import type { MessageKey, Messages } from '../strings/messages.ts';
import { Formats } from './formats.ts';

/** Strings, numbers and dates in one language. */
export interface Text {
  /** The text of this key, with `{name}` replaced. */
  t(key: MessageKey, values?: Readonly<Record<string, string>>): string;
  /** Whether this key, often put together at run time, has a text. */
  has(key: string): key is MessageKey;
  readonly locale: string;
  readonly formats: Formats;
}

const kept = new Map<string, Text>();

/** Making formatters is slow, so there is one {@link Text} per language. */
export function textFor(locale: string, messages?: Partial<Messages>): Text {
  const known = messages ? undefined : kept.get(locale);
  if (known) return known;
  const usable = isLocale(locale) ? locale : 'en';
  const strings: Messages = { ...en, ...LOCALES[usable.split('-')[0] ?? ''], ...messages };
  const text: Text = {
    t: (key, values = {}) => strings[key].replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole),
    has: (key): key is MessageKey => key in strings,
    locale: usable,
    formats: messages ? (kept.get(locale)?.formats ?? new Formats(usable)) : new Formats(usable),
  };
  if (!messages) kept.set(locale, text);
  return text;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

import type { MessageKey, Messages } from '../strings/messages.ts';
import { stringOf } from '../strings/strings.ts';
import { Formats } from './formats.ts';

/** Strings, numbers and dates in one language. */
export interface Text {
  /** The text of this key, with `{name}` replaced. */
  t(key: MessageKey, values?: Readonly<Record<string, string>>): string;
  /** The text of this key whose forms, `one|few|many|other`, depend on a count, which replaces `{n}`. */
  plural(key: MessageKey, count: number): string;
  /** Whether this key, often put together at run time, has a text. */
  has(key: string): key is MessageKey;
  readonly locale: string;
  readonly formats: Formats;
}

const FORMS = ['one', 'few', 'many', 'other'];
const kept = new Map<string, Formats>();

/** Making formatters is slow, so there is one set per language. */
export function textFor(asked: string, messages?: Partial<Messages>): Text {
  const locale = isLocale(asked) ? asked : 'en';
  const find = (key: string): string | undefined => messages?.[key as MessageKey] ?? stringOf(locale, key);
  const formats = kept.get(locale) ?? new Formats(locale);
  kept.set(locale, formats);
  const fill = (text: string, values: Readonly<Record<string, string>>): string =>
    text.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
  return {
    locale,
    formats,
    t: (key, values = {}) => fill(find(key) ?? '', values),
    plural(key, count) {
      const rules = new Intl.PluralRules(locale);
      const categories: string[] = rules.resolvedOptions().pluralCategories;
      const form = FORMS.filter((name) => categories.includes(name)).indexOf(rules.select(count));
      const forms = (find(key) ?? '').split('|');
      return fill(forms[form] ?? forms.at(-1)!, { n: formats.number(count) });
    },
    has: (key): key is MessageKey => find(key) !== undefined,
  };
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

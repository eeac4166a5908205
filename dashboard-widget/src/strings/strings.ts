import { LANGUAGES, part, partHere, type Language } from '../client/on-demand.ts';
import { en } from './en.ts';
import type { Messages } from './messages.ts';

const loaded = new Map<string, Partial<Messages>>([['en', en]]);
const loading = new Map<string, Promise<void>>();

/** Makes texts known at once, for a host that bundles them or speaks another language; English stands in for what is left out. */
export function addStrings(language: string, messages: Partial<Messages>): void {
  loaded.set(language, messages);
}

/** A text in a locale's language; in English where there is none. Undefined where it comes with a part that is not here yet. */
export const stringOf = (locale: string, key: string): string | undefined =>
  [loaded.get(languageOf(locale)), en, partHere('tools')?.texts].map((texts) => (texts as Record<string, string> | undefined)?.[key]).find((text) => text !== undefined);

/** A promise to wait for before the first text in this locale is drawn; undefined where there is nothing to wait for. */
export function stringsReady(locale: string): Promise<void> | undefined {
  const language = languageOf(locale) as Language;
  if (loaded.has(language) || !LANGUAGES.includes(language)) return undefined;
  let pending = loading.get(language);
  if (!pending) {
    // Better English than nothing.
    pending = part(language).then((messages) => addStrings(language, messages), () => addStrings(language, en));
    loading.set(language, pending);
  }
  return pending;
}

const languageOf = (locale: string): string => locale.split('-')[0]!.toLowerCase();

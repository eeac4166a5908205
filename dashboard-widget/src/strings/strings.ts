import { LANGUAGES, part, type Language } from '../client/on-demand.ts';
import { en } from './en.ts';
import type { Messages } from './messages.ts';

const loaded = new Map<string, Messages>([['en', en]]);
const loading = new Map<string, Promise<void>>();

/** Makes texts known at once, for a host that bundles them or speaks another language. */
export function addStrings(language: string, messages: Messages): void {
  loaded.set(language, messages);
}

/** The texts of a locale's language; English where they are not there. */
export const stringsOf = (locale: string): Messages => loaded.get(languageOf(locale)) ?? en;

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

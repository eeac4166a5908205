import { data, root, shared } from './settings.ts';
import { TEXT_KEYS, TEXTS } from './texts.ts';

const own = shared.texts || {};

/** That of the page, else the visitor's, else English: the first that there are texts for. */
export const language = [root.lang, navigator.language, 'en']
  .map((tag) => tag.slice(0, 2).toLowerCase())
  .find((code) => own[code] || TEXTS[code])!;

/** A text: of the script tag, else of the site's own, else ours, else the key. */
export const word = (key: string): string =>
  data[key] || own[language]?.[key] || (TEXTS[language] || TEXTS['en']!)[TEXT_KEYS.indexOf(key)] || key;

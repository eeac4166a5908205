import { ancestors } from '../data/ancestors.ts';

/** The language around an element: the nearest `lang`, through shadow roots; else the browser's. */
export function nearestLocale(element: HTMLElement): string {
  for (const at of [element, ...ancestors(element)]) {
    if (at instanceof HTMLElement && at.lang) return at.lang;
  }
  return navigator.language;
}

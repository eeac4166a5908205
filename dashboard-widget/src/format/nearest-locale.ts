/** The language around an element: the nearest `lang`, through shadow roots; else the browser's. */
export function nearestLocale(element: Element): string {
  let at: Element | null = element;
  while (at) {
    const lang: string | undefined = at.closest<HTMLElement>('[lang]')?.lang;
    if (lang) return lang;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return navigator.language;
}

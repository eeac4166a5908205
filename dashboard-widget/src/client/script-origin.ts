let origin = '';

/** Remembers where the module that defined the elements came from: that is most often the collector. */
export function setScriptOrigin(url: string): void {
  if (/^https?:/.test(url)) origin = new URL(url).origin;
}

/**
 * The collector's base URL where no `src` is given. The self-contained bundle is not told its own address when a page loads
 * it with `type="module"`, so the element that loads it is asked first.
 */
export function scriptOrigin(): string {
  const bundle = document.querySelector<HTMLScriptElement>('script[src*="/stats-panel.js"]');
  return bundle ? new URL(bundle.src).origin : origin || location.origin;
}

let origin = '';

/** Remembers where the script that defined the elements came from: that is most often the collector. */
export function setScriptOrigin(url: string): void {
  if (/^https?:/.test(url)) origin = new URL(url).origin;
}

/** The collector's base URL where no `src` is given. */
export function scriptOrigin(): string {
  return origin || location.origin;
}

/** At most `length` UTF-16 code units, and no half of a surrogate pair at the end, which a database refuses. */
export const clip = (text: string, length: number): string =>
  text.length > length ? text.slice(0, length).replace(/[\ud800-\udbff]$/, '') : text;

/** Bytes of a text as UTF-8: what a beacon's limit counts. */
export const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

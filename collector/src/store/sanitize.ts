/**
 * Makes JSON text storable: Postgres has no character for NUL and none for half a surrogate pair, in values or in keys. Each
 * becomes U+FFFD, the sign for what cannot be shown. `JSON.stringify` writes both as escapes, and whole pairs never.
 */
export function sanitizeJson(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(/\\(?:(u0000|ud[89a-f][0-9a-f]{2})|[^])/g, (escape, bad?: string) => bad === undefined ? escape : '\\ufffd');
}

import type { Hash, Hmac } from 'node:crypto';

/** The first 128 bits of a digest as a UUID of version 8, which is for values that an application makes by its own rule. */
export function hashUuid(digest: Hash | Hmac): string {
  const hex = digest.digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

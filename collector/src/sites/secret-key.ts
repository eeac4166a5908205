import { createHash, timingSafeEqual } from 'node:crypto';

/** What is kept of a secret key: SHA-256, enough for a key of 40 random characters. */
export function hashSecretKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Whether `Authorization` carries the secret key with this hash, in time that does not depend on where they differ. */
export function isSecretKey(hash: Buffer | null, key: string): boolean {
  return hash !== null && timingSafeEqual(hash, hashSecretKey(key));
}

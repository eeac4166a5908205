import { createHash } from 'node:crypto';
import { randomKey } from '../sites/random-key.ts';

/** 40 random characters: nobody finds one by trying. */
export function newShareToken(): string {
  return `sh_${randomKey(40)}`;
}

export function isShareToken(text: string): boolean {
  return /^sh_[0-9A-Za-z]{40}$/.test(text);
}

/** What is kept of it: SHA-256, enough for so many random characters. */
export function hashShareToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

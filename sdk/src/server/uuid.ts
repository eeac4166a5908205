import { randomBytes } from 'node:crypto';

/** UUIDv7 of a time, in milliseconds. */
export function uuid(ms: number): string {
  const random = randomBytes(10).toString('hex');
  const time = Math.trunc(ms).toString(16).padStart(12, '0');
  const variant = '89ab'[Number.parseInt(random[3]!, 16) % 4]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

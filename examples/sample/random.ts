import { createHash } from 'node:crypto';

/** A number in [0, 1) that is always the same for the same words: the sample must be the same on every machine. */
export function chance(...words: (string | number)[]): number {
  return digest(words).readUInt32BE(0) / 2 ** 32;
}

/** A UUIDv7 of the given time whose random bits follow from the words: importing the sample twice counts it once. */
export function uuidAt(ms: number, ...words: (string | number)[]): string {
  const bits = digest(words);
  return dashed(ms.toString(16).padStart(12, '0') + '7' + bits.toString('hex', 0, 2).slice(1) + variant(bits[2]!) + bits.toString('hex', 3, 10));
}

/** A UUIDv4-shaped id that follows from the words. */
export function uuidOf(...words: (string | number)[]): string {
  const bits = digest(words);
  return dashed(bits.toString('hex', 0, 6) + '4' + bits.toString('hex', 6, 8).slice(1) + variant(bits[8]!) + bits.toString('hex', 9, 16));
}

function digest(words: (string | number)[]): Buffer {
  return createHash('sha256').update(words.join('|')).digest();
}

function variant(byte: number): string {
  return ((byte & 0x3f) | 0x80).toString(16);
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitizeJson } from './sanitize.ts';

const clean = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

describe('sanitizeJson', () => {
  it('replaces NUL and halves of surrogate pairs, in values and keys, and nothing else', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\0', '\ud83d', '\udc26', '\\', '"', 'u0000', '\\ud800', '\n', '\u001f', '🐦', '\u2028') }), (text) => {
      expect(JSON.parse(sanitizeJson(JSON.stringify([text])))).toEqual([clean(text)]);
      expect(Object.keys(JSON.parse(sanitizeJson(JSON.stringify({ [text]: 1 }))) as object)).toEqual([clean(text)]);
    }), { numRuns: 2_000 });
  });

  it('leaves text without such characters as it is', () => {
    const json = JSON.stringify({ path: 'C:\\users', emoji: '🐦', tab: '\t' });
    expect(sanitizeJson(json)).toBe(json);
  });
});

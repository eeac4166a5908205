import { describe, expect, it } from 'vitest';
import { PALETTE } from './palette.ts';

/** What is written in which colour on which, and how much contrast WCAG 2.2 asks for: 4.5 for text, 3 for lines and edges. */
const PAIRS: [keyof typeof PALETTE, keyof typeof PALETTE, number][] = [
  ['ink', 'surface', 4.5], ['ink', 'ground', 4.5], ['ink', 'tint', 4.5],
  ['muted', 'surface', 4.5], ['muted', 'ground', 4.5], ['muted', 'tint', 4.5],
  ['accent', 'surface', 4.5], ['accent', 'ground', 4.5], ['accent', 'tint', 4.5], ['surface', 'accent', 4.5],
  ['better', 'surface', 4.5], ['better', 'ground', 4.5], ['worse', 'surface', 4.5], ['worse', 'ground', 4.5],
  ['edge', 'surface', 3],
];

describe('the palette', () => {
  for (const [index, theme] of ['light', 'dark'].entries()) {
    it(`has the contrast that text and lines need, in the ${theme} theme`, () => {
      const weak = PAIRS.filter(([one, other, least]) => contrast(PALETTE[one][index]!, PALETTE[other][index]!) < least);
      expect(weak).toEqual([]);
    });
  }
});

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceTicks } from './nice-ticks.ts';
import { plot, type PlotInput } from './plot.ts';

const samples = (values: number[], partial = false) => values.map((value, index) => ({ t: `2026-01-${index + 1}`, value, partial: partial && index === values.length - 1 }));
const drawn = (input: Partial<PlotInput>) => plot({ samples: [], previous: [], buckets: 0, kind: 'count', width: 600, height: 240, rtl: false, gutter: () => 40, ...input });

describe('the axis', () => {
  it('is divided by whole visitors, even for one', () => {
    expect(niceTicks(1, 'count')).toEqual([0, 1]);
    expect(niceTicks(3, 'count')).toEqual([0, 1, 2, 3]);
    expect(niceTicks(283, 'count')).toEqual([0, 100, 200, 300]);
  });
  it('is divided by minutes and their parts for durations', () => {
    expect(niceTicks(100, 'duration')).toEqual([0, 30, 60, 90, 120]);
    expect(niceTicks(40_000, 'duration')).toEqual([0, 10_800, 21_600, 32_400, 43_200]);
  });
  it('stands on something where there is nothing', () => {
    expect(niceTicks(0, 'count')).toEqual([0, 1]);
    expect(niceTicks(0, 'rate')).toHaveLength(2);
  });
  it('begins at zero, holds the greatest value and has few, evenly spaced ticks, whatever the value', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constantFrom('count', 'mean', 'rate', 'duration'), (max, kind) => {
      const ticks = niceTicks(max, kind);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)! * (1 + 1e-9)).toBeGreaterThanOrEqual(max);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }));
  });
});

describe('the plot', () => {
  it('lies inside its box', () => {
    fc.assert(fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 50 }), fc.boolean(), (values, rtl) => {
      const { line, x, y, start, end, top, bottom } = drawn({ samples: samples(values), buckets: values.length, rtl });
      expect(line).not.toContain('NaN');
      for (const [index, value] of values.entries()) {
        expect(x(index)).toBeGreaterThanOrEqual(start);
        expect(x(index)).toBeLessThanOrEqual(end);
        expect(y(value)).toBeGreaterThanOrEqual(top - 0.1);
        expect(y(value)).toBeLessThanOrEqual(bottom);
      }
    }));
  });
  it('finds the point under the pointer, in both directions of writing', () => {
    for (const rtl of [false, true]) {
      const { x, nearest } = drawn({ samples: samples([1, 2, 3, 4]), buckets: 4, rtl });
      expect([0, 1, 2, 3].map((index) => nearest(x(index)))).toEqual([0, 1, 2, 3]);
      expect([nearest(-100), nearest(900)].sort()).toEqual([0, 3]);
    }
  });
  it('draws the bucket that is not over apart, and leaves room for those to come', () => {
    const { line, unfinished, x } = drawn({ samples: samples([5, 6, 2], true), buckets: 24 });
    expect(line.split('L')).toHaveLength(2);
    expect(unfinished.startsWith(`M${x(1)} `)).toBe(true);
    expect(x(2)).toBeLessThan(150);
  });
  it('shows a single point, which draws no line', () => {
    expect(drawn({ samples: samples([7]), buckets: 1 }).lonely).toEqual({ x: 316, y: 37 });
    expect(drawn({ samples: samples([7, 8]), buckets: 2 }).lonely).toBeUndefined();
  });
});

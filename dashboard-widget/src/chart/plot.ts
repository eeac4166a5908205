import type { Kind } from '../data/figures.ts';
import type { Sample } from '../data/sample.ts';
import { niceTicks } from './nice-ticks.ts';

/** Where everything of a chart lies, in pixels of its own box. */
export interface Plot {
  width: number;
  height: number;
  /** Inner edges. */
  top: number;
  bottom: number;
  start: number;
  end: number;
  x(index: number): number;
  y(value: number): number;
  /** The point nearest to a horizontal position. */
  nearest(x: number): number;
  ticks: number[];
  /** The finished buckets, their filled area, the way to the unfinished bucket, the previous period. */
  line: string;
  area: string;
  unfinished: string;
  previous: string;
  /** The only point, which draws no line. */
  lonely: { x: number; y: number } | undefined;
}

export interface PlotInput {
  samples: readonly Sample[];
  previous: readonly Sample[];
  /** Buckets of the whole range, those that have not begun included. */
  buckets: number;
  kind: Kind;
  width: number;
  height: number;
  rtl: boolean;
  /** Room for the labels of the vertical axis. */
  gutter: (ticks: number[]) => number;
}

const TOP = 12;
const BOTTOM = 28;
const EDGE = 8;

export function plot({ samples, previous, buckets, kind, width, height, rtl, gutter }: PlotInput): Plot {
  const finished = samples.filter((sample) => !sample.partial);
  const ticks = niceTicks(Math.max(...[...samples, ...previous].map((sample) => sample.value), 0), kind);
  const side = gutter(ticks);
  const start = rtl ? EDGE : side;
  const end = width - (rtl ? side : EDGE);
  const bottom = height - BOTTOM;
  const top = ticks.at(-1)!;
  const count = Math.max(buckets, previous.length);

  const x = (index: number): number => {
    const along = count < 2 ? 0.5 : index / (count - 1);
    return round(start + (end - start) * (rtl ? 1 - along : along));
  };
  const y = (value: number): number => round(bottom - (bottom - TOP) * (value / top));
  const nearest = (at: number): number => {
    const along = (at - start) / (end - start || 1);
    return Math.min(samples.length - 1, Math.max(0, Math.round((rtl ? 1 - along : along) * (count - 1))));
  };
  const path = (some: readonly Sample[], first = 0): string =>
    some.map((sample, index) => `${index ? 'L' : 'M'}${x(first + index)} ${y(sample.value)}`).join('');

  const line = path(finished);
  return {
    width, height, top: TOP, bottom, start, end, x, y, nearest, ticks, line,
    area: finished.length > 1 ? `${line}L${x(finished.length - 1)} ${bottom}L${x(0)} ${bottom}Z` : '',
    unfinished: finished.length > 0 && finished.length < samples.length ? path(samples.slice(-2), samples.length - 2) : '',
    previous: path(previous),
    lonely: samples.length === 1 ? { x: x(0), y: y(samples[0]!.value) } : undefined,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

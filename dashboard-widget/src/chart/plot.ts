import type { Point } from '../../../collector/src/contract/index.ts';
import type { MetricName } from '../data/query.ts';
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
  /** How many points lie in the past or now; buckets after the unfinished one have not begun. */
  begun: number;
  /** The only point, which draws no line. */
  lonely: { x: number; y: number } | undefined;
}

export interface PlotInput {
  points: readonly Point[];
  previous: readonly Point[];
  metric: MetricName;
  width: number;
  height: number;
  rtl: boolean;
  /** Room for the labels of the vertical axis. */
  gutter: (ticks: number[]) => number;
}

const TOP = 12;
const BOTTOM = 28;
const EDGE = 8;

export function plot({ points, previous, metric, width, height, rtl, gutter }: PlotInput): Plot {
  const unfinishedAt = points.findIndex((point) => point.partial);
  const begun = unfinishedAt < 0 ? points.length : unfinishedAt + 1;
  const shown = points.slice(0, begun);
  const ticks = niceTicks(Math.max(...[...shown, ...previous].map((point) => point[metric]), 0), metric);
  const side = gutter(ticks);
  const start = rtl ? EDGE : side;
  const end = width - (rtl ? side : EDGE);
  const bottom = height - BOTTOM;
  const top = ticks.at(-1)!;
  const count = Math.max(points.length, previous.length);

  const x = (index: number): number => {
    const along = count < 2 ? 0.5 : index / (count - 1);
    return round(start + (end - start) * (rtl ? 1 - along : along));
  };
  const y = (value: number): number => round(bottom - (bottom - TOP) * (value / top));
  const nearest = (at: number): number => {
    const along = (at - start) / (end - start || 1);
    return Math.min(begun - 1, Math.max(0, Math.round((rtl ? 1 - along : along) * (count - 1))));
  };
  const path = (some: readonly Point[], first = 0): string =>
    some.map((point, index) => `${index ? 'L' : 'M'}${x(first + index)} ${y(point[metric])}`).join('');

  const finished = unfinishedAt < 0 ? shown : shown.slice(0, -1);
  const line = path(finished);
  return {
    width, height, top: TOP, bottom, start, end, x, y, nearest, ticks, line, begun,
    area: finished.length > 1 ? `${line}L${x(finished.length - 1)} ${bottom}L${x(0)} ${bottom}Z` : '',
    unfinished: unfinishedAt > 0 ? path(shown.slice(-2), unfinishedAt - 1) : '',
    previous: path(previous),
    lonely: shown.length === 1 ? { x: x(0), y: y(shown[0]![metric]) } : undefined,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

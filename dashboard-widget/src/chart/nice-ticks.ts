import type { Kind } from '../data/figures.ts';

const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Round values from 0 up to the first that is not below `max`, at most five. */
export function niceTicks(max: number, kind: Kind): number[] {
  const step = stepFor(max, kind);
  const ticks: number[] = [];
  for (let index = 0; index === 0 || ticks.at(-1)! < max - step * 1e-9 || ticks.length < 2; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Counts never get half a visitor; seconds get halves and quarters of a minute. */
function stepFor(max: number, kind: Kind): number {
  const least = max / 4;
  if (kind === 'duration') return SECONDS.find((step) => step >= least) ?? Math.ceil(least / 3600) * 3600;
  const power = 10 ** Math.floor(Math.log10(least || 1));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= least * (1 - 1e-9)) ?? power;
  if (kind === 'rate') return Math.max(step, 0.01);
  if (kind === 'mean') return Math.max(step, 0.1);
  return Math.max(1, Math.ceil(step));
}

import type { Plan } from './plan.ts';

/** What all of several plans include: an answer over sites of each of them may not tell what one of them does not. Undefined: nothing is limited. */
export function strictest(plans: readonly Plan[]): Plan | undefined {
  const [first, ...rest] = plans;
  return first && rest.reduce(both, first);
}

function both(a: Plan, b: Plan): Plan {
  return {
    ...a,
    history_days: least(a.history_days, b.history_days),
    intervals: a.intervals.filter((interval) => b.intervals.includes(interval)),
    dimensions: common(a.dimensions, b.dimensions),
    export: a.export && b.export,
    funnels: a.funnels && b.funnels,
    goals: least(a.goals, b.goals),
    share_links: a.share_links && b.share_links,
  };
}

/** Null is without end. */
function least(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function common(a: Plan['dimensions'], b: Plan['dimensions']): Plan['dimensions'] {
  return a === 'all' ? b : b === 'all' ? a : a.filter((dimension) => b.includes(dimension));
}

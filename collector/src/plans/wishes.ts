import type { Dimension, Interval } from '../contract/index.ts';
import { countDays } from '../stats/local-day.ts';
import type { Wish } from './permit.ts';

/** To look back as far as `from`, a local day, from `today`. */
export function history(from: string, today: string): Wish {
  const days = countDays(from, today);
  return { limit: 'history', what: `A history of ${days} days`, within: ({ history_days }) => history_days === null || days <= history_days };
}

/** To tell figures apart, or to filter them, by a dimension; a goal is none of a plan's dimensions. */
export function dimension(name: Dimension | `property:${string}` | 'goal'): Wish {
  return { limit: 'dimensions', what: `The dimension ${name}`, within: ({ dimensions }) => name === 'goal' || dimensions === 'all' || dimensions.some((one) => one === name) };
}

export function interval(name: Interval): Wish {
  return { limit: 'intervals', what: `The interval ${name}`, within: ({ intervals }) => intervals.includes(name) };
}

export const exporting: Wish = { limit: 'export', what: 'Export', within: (allows) => allows.export };

export const funnels: Wish = { limit: 'funnels', what: 'A funnel', within: (allows) => allows.funnels };

/** To have this many goals. */
export function goals(count: number): Wish {
  return { limit: 'goals', what: `Goal number ${count}`, within: (allows) => allows.goals === null || count <= allows.goals };
}

export const shareLinks: Wish = { limit: 'share_links', what: 'A share link', within: (allows) => allows.share_links };

import type { DataContext } from '../data/data-context.ts';
import type { Period } from '../data/query.ts';

/** Keys that choose a range while the focus is in the panel. */
export const PERIOD_KEYS: Readonly<Record<Period, string>> = { today: 'D', '7d': 'W', '30d': 'M', '90d': 'Q', '12mo': 'Y' };

/** Takes a key of the reader's, unless it is meant for a field or with a modifier for the browser. */
export function onShortcut(event: KeyboardEvent, context: DataContext | undefined): void {
  const [target] = event.composedPath();
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
  const key = event.key.toUpperCase();
  const period = (Object.keys(PERIOD_KEYS) as Period[]).find((name) => PERIOD_KEYS[name] === key);
  if (period) context?.ask({ period, interval: '' });
  else if (key === 'C') context?.ask({ compare: !context.query.compare });
}

import type { StatsPanel } from '../elements/stats-panel.ts';
import { FirstEventWatch } from './first-event-watch.ts';
import { UrlSync } from './url-sync.ts';
import { UsageReport } from './usage-report.ts';

/** Gives a panel what it does beside showing figures. */
export function attach(panel: StatsPanel): void {
  for (const Controller of [UrlSync, UsageReport, FirstEventWatch]) new Controller(panel);
}

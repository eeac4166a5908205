import type { StatsBreakdown } from './elements/stats-breakdown.ts';
import type { StatsCard } from './elements/stats-card.ts';
import type { StatsChart } from './elements/stats-chart.ts';
import type { StatsContext } from './elements/stats-context.ts';
import type { StatsFeatures } from './elements/stats-features.ts';
import type { StatsFunnel } from './elements/stats-funnel.ts';
import type { StatsGoals } from './elements/stats-goals.ts';
import type { StatsLeader } from './elements/stats-leader.ts';
import type { StatsPanel } from './elements/stats-panel.ts';
import type { StatsPlans } from './elements/stats-plans.ts';
import type { StatsSites } from './elements/stats-sites.ts';
import type { StatsChangeEvent } from './events/stats-change-event.ts';
import type { StatsErrorEvent } from './events/stats-error-event.ts';
import type { StatsExportEvent } from './events/stats-export-event.ts';
import type { StatsSiteEvent } from './events/stats-site-event.ts';
import type { StatsUsageEvent } from './events/stats-usage-event.ts';

export { StatsError, type StatsErrorCode } from './client/stats-error.ts';
export type { GetToken } from './client/token-keeper.ts';
export { DataContext } from './data/data-context.ts';
export type { Filter, Operator } from './data/filter.ts';
export type { FigureName } from './data/figures.ts';
export type { Period, Query } from './data/query.ts';
export { StatsBreakdown } from './elements/stats-breakdown.ts';
export { StatsCard } from './elements/stats-card.ts';
export { StatsChart } from './elements/stats-chart.ts';
export { StatsContext } from './elements/stats-context.ts';
export { StatsFeatures } from './elements/stats-features.ts';
export { StatsFunnel } from './elements/stats-funnel.ts';
export { StatsGoals } from './elements/stats-goals.ts';
export { StatsLeader } from './elements/stats-leader.ts';
export { StatsPanel } from './elements/stats-panel.ts';
export { StatsPlans } from './elements/stats-plans.ts';
export { StatsSites } from './elements/stats-sites.ts';
export { StatsChangeEvent } from './events/stats-change-event.ts';
export { StatsErrorEvent } from './events/stats-error-event.ts';
export { StatsExportEvent } from './events/stats-export-event.ts';
export { StatsSiteEvent } from './events/stats-site-event.ts';
export { StatsUsageEvent } from './events/stats-usage-event.ts';
export { addStrings } from './strings/strings.ts';
export type { MessageKey, Messages } from './strings/messages.ts';
export type { StatsJsx } from './jsx.ts';

declare global {
  interface HTMLElementTagNameMap {
    'stats-breakdown': StatsBreakdown;
    'stats-card': StatsCard;
    'stats-chart': StatsChart;
    'stats-context': StatsContext;
    'stats-features': StatsFeatures;
    'stats-funnel': StatsFunnel;
    'stats-goals': StatsGoals;
    'stats-leader': StatsLeader;
    'stats-panel': StatsPanel;
    'stats-plans': StatsPlans;
    'stats-sites': StatsSites;
  }
  interface HTMLElementEventMap {
    'stats-change': StatsChangeEvent;
    'stats-error': StatsErrorEvent;
    'stats-export': StatsExportEvent;
    'stats-site': StatsSiteEvent;
    'stats-usage': StatsUsageEvent;
  }
}

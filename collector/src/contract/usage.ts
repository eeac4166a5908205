import type { Properties } from './event.ts';

/** How the figures themselves are used: events of the platform's own site. */
export const USAGE_EVENTS = ['analytics.dashboard_view', 'analytics.filter_change', 'analytics.export'] as const;
export type UsageEvent = (typeof USAGE_EVENTS)[number];

/** Body of `POST /api/stats/{site}/usage`; answered 202 once it is stored. */
export interface Usage {
  event: UsageEvent;
  properties?: Properties | undefined;
}

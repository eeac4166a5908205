import type { Properties } from '../contract/index.ts';

/** What is an event's own of a row of `raw_events`, named by its columns. What is undefined is null there. */
export interface StoredEvent {
  /** Number of its batch. */
  batch: number;
  /** Position of its context among those of its batch. */
  context: number;
  event_id: string;
  /** ISO, UTC. */
  ts: string;
  event: string;
  path?: string | undefined;
  title?: string | undefined;
  engaged_ms?: number | undefined;
  scroll_depth?: number | undefined;
  properties?: Properties | undefined;
}

/**
 * The rest of the row: who, where and how, which neighbours mostly share and which therefore travels once for all of them.
 * Postgres spends more time on reading the fields of rows than on storing them.
 */
export interface EventContext {
  /** Number of its batch, and position in it. */
  batch: number;
  context: number;
  actor_type: string;
  visitor?: string | undefined;
  visitor_kept: boolean;
  user_id?: string | undefined;
  plan?: string | undefined;
  visit_id?: string | undefined;
  hostname?: string | undefined;
  referrer?: string | undefined;
  source?: string | undefined;
  channel?: string | undefined;
  utm_source?: string | undefined;
  utm_medium?: string | undefined;
  utm_campaign?: string | undefined;
  utm_term?: string | undefined;
  utm_content?: string | undefined;
  click_id?: string | undefined;
  country?: string | undefined;
  region?: string | undefined;
  city?: string | undefined;
  device?: string | undefined;
  browser?: string | undefined;
  os?: string | undefined;
  language?: string | undefined;
  screen?: string | undefined;
  bot?: string | undefined;
}

/** Whether two events may share one context. Written out, for it is asked for every event. */
export function sameContext(a: EventContext, b: EventContext): boolean {
  return a.visitor === b.visitor && a.visit_id === b.visit_id && a.referrer === b.referrer && a.source === b.source && a.channel === b.channel
    && a.utm_source === b.utm_source && a.utm_medium === b.utm_medium && a.utm_campaign === b.utm_campaign && a.utm_term === b.utm_term
    && a.utm_content === b.utm_content && a.click_id === b.click_id && a.hostname === b.hostname && a.bot === b.bot
    && a.actor_type === b.actor_type && a.visitor_kept === b.visitor_kept && a.user_id === b.user_id && a.plan === b.plan
    && a.country === b.country && a.region === b.region && a.city === b.city && a.device === b.device && a.browser === b.browser
    && a.os === b.os && a.language === b.language && a.screen === b.screen;
}

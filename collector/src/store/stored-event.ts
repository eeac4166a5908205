import type { Properties } from '../contract/index.ts';

/** A row of `raw_events`, named by its columns. What is undefined is null in the database. */
export interface StoredEvent {
  /** Position of its batch in the group that is committed together; set by the buffer. */
  batch?: number;
  site_id: number;
  event_id: string;
  /** ISO, UTC. */
  ts: string;
  received_at: string;
  event: string;
  actor_type: string;
  visitor?: string | undefined;
  visitor_kept?: boolean | undefined;
  user_id?: string | undefined;
  plan?: string | undefined;
  visit_id?: string | undefined;
  hostname?: string | undefined;
  path?: string | undefined;
  title?: string | undefined;
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
  engaged_ms?: number | undefined;
  scroll_depth?: number | undefined;
  properties?: Properties | undefined;
}

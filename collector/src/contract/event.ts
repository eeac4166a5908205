/** The wire: what a tracker, a back end or an import sends. Plain types, so that a browser bundle pays nothing for them. */

/** A property value. Properties are flat: no objects, no nesting. `null` means "known to be empty". */
export type PropertyValue = string | number | boolean | null;

/** At most {@link LIMITS.properties} keys of at most {@link LIMITS.propertyKey} characters. */
export type Properties = Record<string, PropertyValue>;

/** Who did it. */
export interface Actor {
  /** `visitor`: a browser on a published site. `user`: somebody logged in to the builder. `system`: no person at all. */
  type: 'visitor' | 'user' | 'system';
  /** Random id kept in the visitor's browser after opt-in (a UUID by our tracker). Absent in anonymous mode: the collector then derives a pseudonym for the day. */
  id?: string;
  /** The platform's own id of the logged-in user. Never an e-mail address. */
  user_id?: string;
  /** The user's plan. Believed only when the batch comes with a secret key; otherwise ignored. */
  plan?: string;
}

/** Campaign parameters as they stood in the address of the page. */
export interface Utm {
  source?: string;
  medium?: string;
  campaign?: string;
  term?: string;
  content?: string;
}

/** Where and how it happened. Every field is optional. */
export interface Context {
  /** Absolute http(s) address of the page, query redacted by the tracker but for its allow-list. */
  url?: string;
  /** Absolute address of the page before, or of the site that linked here. */
  referrer?: string;
  title?: string;
  /** UUIDv7 of the visit, shared by the tabs of one browser; rolls after 30 minutes without an event. */
  visit_id?: string;
  utm?: Utm;
  /** Name of the click id found in the address (`gclid`, `fbclid`, …). Its value identifies a person and is never sent. */
  click_id?: string;
  /** Screen size in CSS pixels. */
  screen?: { width: number; height: number };
  /** BCP 47 tag, `navigator.language`. */
  language?: string;
  /** IANA zone of the device, used as the last resort for the country. */
  time_zone?: string;
  sdk?: { name: string; version: string };
  /** Address of the visitor's device, told by a back end. Believed only with a secret key; never stored. */
  client_address?: string;
  /** User agent of the visitor's device, told by a back end. Believed only with a secret key; never stored whole. */
  user_agent?: string;
}

/** One thing that happened, as it crosses the wire. */
export interface WireEvent {
  /** UUIDv7 made where the event happened; unique per site for ever, so that a resend is counted once. */
  id: string;
  /** `snake_case` or `namespace.snake_case`, at most {@link LIMITS.eventName} characters. */
  event: string;
  /** ISO 8601 with zone, by the clock of the device. The collector corrects it only when that clock is grossly wrong. */
  timestamp: string;
  actor: Actor;
  context: Context;
  properties: Properties;
}

/** Body of `POST /api/track`, as `text/plain` or `application/json`. */
export interface Batch {
  /** Public key of the site (`pk_…`). */
  site: string;
  /** ISO 8601 by the clock of the sender, rebuilt at each attempt. */
  sent_at: string;
  events: WireEvent[];
  /** Events that the tracker gave up on since its last acknowledged batch, by reason: counted, never silent. */
  dropped?: Partial<Record<import('./reasons.ts').DropReason, number>>;
}

/** Body of the 202: everything accepted or a duplicate is durable by now. */
export interface Ack {
  /** New rows. */
  accepted: number;
  /** Events that were stored before, by id. */
  duplicates: number;
  rejected: Rejection[];
}

export interface Rejection {
  /** Position in the batch's `events`. */
  index: number;
  /** The event's id where it could be read. */
  id: string | null;
  reason: import('./reasons.ts').RejectReason;
}

/** Whom a request is about. Exactly one of the two. */
export type PersonRequest =
  /** The id that the tracker keeps in the browser. */
  | { visitor_id: string }
  /** The platform's own id, as `track.identify()` told it. */
  | { user_id: string };

/** What came of an erasure. */
export interface Erasure {
  /** Of the record that it was done. */
  request_id: string;
  /** How many events are gone. */
  events: number;
}

/** That a person's wish was met. Says nothing of whose. */
export interface PrivacyRequest {
  request_id: string;
  kind: 'export' | 'erase';
  /** ISO times. */
  requested_at: string;
  /** Null while figures are still computed without them. */
  completed_at: string | null;
  events: number;
}

export interface PrivacyRequests {
  /** Newest first, at most 1,000. */
  requests: PrivacyRequest[];
}

/** One decision in the banner: a line of `GET /api/sites/{site}/consents`. */
export interface ConsentRecord {
  /** Random, and nobody's. */
  record_id: string;
  /** Purpose -> allowed. */
  choice: Record<string, boolean>;
  /** Of the question. */
  version: string;
  /** ISO times: by the visitor's clock, and ours. */
  chosen_at: string;
  recorded_at: string;
}

/** How long a site keeps what names people. Null: as its plan says; where that says nothing, for good. */
export interface Retention {
  /** Days, at least 14. */
  events_days: number | null;
  /** Days, not fewer than of events. */
  visits_days: number | null;
}

import type { Batch } from '../contract/index.ts';
import type { StoredEvent } from './stored-event.ts';

/** What is ready to be stored of one request (or of one chunk of an import). */
export interface PreparedBatch {
  record: BatchRecord;
  events: StoredEvent[];
  /** The few events that may lie under another id already: see event-id.ts. */
  twins: Twin[];
  /** About how much memory it takes until it is stored. */
  bytes: number;
}

/** What became of a batch, once it is durable. */
export interface Outcome {
  /** New rows. Where the batch waits on disk for the database, all of them: which are duplicates shows later. */
  accepted: number;
  /** Positions in `events` of those that the database refuses for good. */
  unstorable: number[];
}

/** A row of `event_batches`, but for the counts that only the database knows. */
export interface BatchRecord {
  site_id: number;
  batch_id: string;
  received_at: string;
  /** How many events are to be stored. */
  events: number;
  /** How many were refused before. */
  rejected: number;
  origin: 'browser' | 'server' | 'import';
  sdk?: string | undefined;
  skew_ms?: number | undefined;
  dropped?: Batch['dropped'];
}

export interface Twin {
  site_id: number;
  event_id: string;
  twin_id: string;
}

import type { Batch, RejectReason } from '../contract/index.ts';
import { sanitizeJson } from './sanitize.ts';
import type { EventContext, StoredEvent } from './stored-event.ts';

/** A row of `event_batches`, but for the counts that only the database knows. */
export interface BatchRecord {
  site_id: number;
  batch_id: string;
  received_at: string;
  /** How many events are to be stored. */
  events: number;
  /** How many were refused before. */
  rejected: number;
  /** Of those, how many for which reason. */
  reasons?: Partial<Record<RejectReason, number>> | undefined;
  origin: 'browser' | 'server' | 'import';
  sdk?: string | undefined;
  skew_ms?: number | undefined;
  dropped?: Batch['dropped'];
}

/** An event that may lie under another id already: see event-id.ts. */
export interface Twin {
  site_id: number;
  event_id: string;
  twin_id: string;
}

/**
 * What is ready to be stored of one request (or of one chunk of an import): rows of JSON, as `passerby.store_events` takes
 * them, joined by commas. As text, because thousands of batches may wait, and a text is one object for the garbage collector.
 */
export interface PreparedBatch {
  /** Tells the batch from the others that are stored with it. */
  number: number;
  record: string;
  contexts: string;
  events: string;
  /** Mostly empty. */
  twins: string;
  /** How many events. */
  count: number;
}

/** What became of a batch, once it is durable. */
export interface Outcome {
  /** New rows. Where the batch waits on disk for the database, all of them: which are duplicates shows later. */
  accepted: number;
  /** Positions of the events that the database refuses for good. */
  unstorable: number[];
}

let lastNumber = 0;

/** Turns the rows of a batch into text. */
export function prepareBatch(record: BatchRecord, contexts: readonly EventContext[], events: readonly StoredEvent[], twins: readonly Twin[]): PreparedBatch {
  lastNumber = (lastNumber + 1) % 2 ** 31;
  const batch = lastNumber;
  for (const event of events) event.batch = batch;
  contexts.forEach((context, position) => { context.batch = batch; context.context = position; });
  return {
    number: batch,
    record: sanitizeJson(JSON.stringify({ batch, ...record })),
    contexts: rows(contexts),
    events: rows(events),
    twins: rows(twins),
    count: events.length,
  };
}

function rows(values: readonly object[]): string {
  return values.length === 0 ? '' : sanitizeJson(JSON.stringify(values)).slice(1, -1);
}

/** About how much memory a batch takes until it is stored. */
export function sizeOf({ record, contexts, events, twins }: PreparedBatch): number {
  return record.length + contexts.length + events.length + twins.length;
}

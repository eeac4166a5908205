import { Histogram } from 'prom-client';
import type { Ack, ProblemCode, RejectReason } from '../contract/index.ts';

/** What the way in has done since the process began. */
export interface IngestCounts {
  batches: number;
  accepted: number;
  duplicates: number;
  /** Events refused, by reason. */
  rejected: Map<RejectReason, number>;
  /** Requests refused whole, by code. */
  failures: Map<ProblemCode, number>;
}

/** Counts what the way in does: for `/metrics`, and for the events by which the platform watches itself. */
export class IngestMeter {
  readonly counts: IngestCounts = { batches: 0, accepted: 0, duplicates: 0, rejected: new Map(), failures: new Map() };
  readonly ackSeconds = new Histogram({
    name: 'passerby_ack_seconds',
    help: 'Time from the arrival of a batch to its acknowledgement.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [],
  });

  /** A batch was acknowledged, `ms` after it arrived. */
  acknowledged(ack: Ack, ms: number): void {
    this.counts.batches += 1;
    this.counts.accepted += ack.accepted;
    this.counts.duplicates += ack.duplicates;
    for (const { reason } of ack.rejected) increment(this.counts.rejected, reason);
    this.ackSeconds.observe(ms / 1_000);
  }

  /** A request was refused whole. */
  failed(code: ProblemCode): void {
    increment(this.counts.failures, code);
  }
}

function increment<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

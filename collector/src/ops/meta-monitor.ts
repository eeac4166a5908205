import { v7 as uuidv7 } from 'uuid';
import type { Properties, WireEvent } from '../contract/index.ts';
import { withDeadline } from './deadline.ts';
import type { IngestMeter } from './ingest-meter.ts';
import type { Log } from './logger.ts';

export interface MetaMonitorOptions {
  meter: IngestMeter;
  /** Stores events on the platform's own site. */
  record: (events: WireEvent[]) => Promise<void>;
  log: Log;
  /** Milliseconds between two looks. Default one minute. */
  everyMs?: number | undefined;
}

const DEADLINE_MS = 5_000;

/**
 * Writes what the way in did as events of the platform's own site, once a minute and only where something happened:
 * `analytics.ingest_success` with the sums, and one `analytics.ingest_failure` for each reason or code, with its count.
 */
export function startMetaMonitor({ meter, record, log, everyMs = 60_000 }: MetaMonitorOptions): { stop(): Promise<void> } {
  const began = performance.now();
  let before = snapshot(meter);
  let current = Promise.resolve();

  async function look(): Promise<void> {
    const now = snapshot(meter);
    const events = eventsBetween(before, now);
    if (events.length === 0) return;
    try {
      await withDeadline(record(events), DEADLINE_MS, 'storing the events about the way in');
      before = now;
    } catch (error) {
      log.warn({ err: error }, 'the events about the way in could not be stored; they are added to the next ones');
    }
  }

  const timer = setInterval(() => { current = current.then(look); }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await current;
      // The rest of a minute that had begun; a process that did not live for one has nothing to say about itself.
      if (performance.now() - began >= everyMs) await look();
    },
  };
}

interface Snapshot {
  success: Record<string, number>;
  failure: Map<string, number>;
}

function snapshot({ counts }: IngestMeter): Snapshot {
  const { batches, accepted, duplicates } = counts;
  return { success: { batches, accepted, duplicates }, failure: new Map([...counts.rejected, ...counts.failures]) };
}

function eventsBetween(before: Snapshot, now: Snapshot): WireEvent[] {
  const events: WireEvent[] = [];
  const success = Object.fromEntries(Object.entries(now.success).map(([name, value]) => [name, value - (before.success[name] ?? 0)]));
  if (success['batches']) events.push(systemEvent('analytics.ingest_success', success));
  for (const [reason, total] of now.failure) {
    const count = total - (before.failure.get(reason) ?? 0);
    if (count > 0) events.push(systemEvent('analytics.ingest_failure', { reason, count }));
  }
  return events;
}

function systemEvent(event: string, properties: Properties): WireEvent {
  return { id: uuidv7(), event, timestamp: new Date().toISOString(), actor: { type: 'system' }, context: {}, properties };
}

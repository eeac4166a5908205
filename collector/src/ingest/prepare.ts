import { randomUUID } from 'node:crypto';
import { LIMITS, type Batch, type Rejection } from '../contract/index.ts';
import type { Salts } from '../privacy/salts.ts';
import { placeImported, placeLive } from '../store/event-id.ts';
import { prepareBatch, type BatchRecord, type PreparedBatch, type Twin } from '../store/prepared-batch.ts';
import { sameContext, type EventContext, type StoredEvent } from '../store/stored-event.ts';
import { enrich } from './enrich.ts';
import type { AddressLocator } from './geo.ts';
import { identifier, type Doing, type Visitor } from './identify.ts';
import { judge } from './judge.ts';
import { deviceOfEvent, type Sender } from './sender.ts';

/** The events of a sender, as far as they are known yet. */
type Incoming = Pick<Batch, 'dropped'> & { events: readonly unknown[] };

export interface Prepared {
  batch: PreparedBatch;
  /** Position in the sender's batch of each event that is to be stored, and its id there. */
  origins: { index: number; id: string }[];
  rejected: RejectedEvent[];
}

export interface RejectedEvent extends Rejection {
  /** What was wrong, for imports; holds no value of the event. */
  detail: string;
}

interface Accepted extends Doing {
  index: number;
  /** The event's own timestamp, ms. */
  told: number;
}

/** Judges, identifies and enriches the events of a batch: everything before the store. */
export async function prepare(batch: Incoming, bytes: number, sender: Sender, salts: Salts, locate?: AddressLocator): Promise<Prepared> {
  const accepted: Accepted[] = [];
  const rejected: RejectedEvent[] = [];
  batch.events.forEach((input, index) => {
    const judged = judge(input, bytes, sender);
    if (judged.ok) accepted.push({ index, event: judged.event, told: judged.told, time: judged.time, device: deviceOfEvent(judged.event, sender, locate) });
    else rejected.push({ index, id: idOf(input), reason: judged.reason, detail: judged.detail });
  });
  const visitorOf = await identifier(sender.site, salts, accepted);
  const { events, contexts, twins } = rowsOf(accepted, sender, visitorOf);
  const sdk = accepted[0]?.event.context.sdk;
  const record: BatchRecord = {
    site_id: sender.site.siteId,
    batch_id: randomUUID(),
    received_at: new Date(sender.receivedAt).toISOString(),
    events: events.length,
    rejected: rejected.length,
    reasons: reasonsOf(rejected),
    origin: sender.origin,
    sdk: sdk && `${sdk.name} ${sdk.version}`,
    skew_ms: sender.origin === 'import' ? undefined : sender.skew,
    dropped: batch.dropped,
  };
  return {
    rejected,
    origins: accepted.map(({ index, event }) => ({ index, id: event.id })),
    batch: prepareBatch(record, contexts, events, twins),
  };
}

function rowsOf(accepted: readonly Accepted[], sender: Sender, visitorOf: (doing: Doing) => Visitor): { events: StoredEvent[]; contexts: EventContext[]; twins: Twin[] } {
  const events: StoredEvent[] = [];
  const contexts: EventContext[] = [];
  const twins: Twin[] = [];
  for (const doing of accepted) {
    const { id } = doing.event;
    const { eventId, twinId } = sender.origin === 'import' ? placeImported(id, doing.told) : placeLive(id, sender.receivedAt, doing.told);
    if (twinId !== undefined) twins.push({ site_id: sender.site.siteId, event_id: eventId, twin_id: twinId });
    const { event, context } = enrich(doing, eventId, visitorOf(doing), sender);
    const last = contexts.at(-1);
    if (!last || !sameContext(last, context)) contexts.push(context);
    event.context = contexts.length - 1;
    events.push(event);
  }
  return { events, contexts, twins };
}

function reasonsOf(rejected: readonly RejectedEvent[]): BatchRecord['reasons'] {
  if (rejected.length === 0) return undefined;
  const reasons: BatchRecord['reasons'] = {};
  for (const { reason } of rejected) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return reasons;
}

function idOf(input: unknown): string | null {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : null;
  return typeof id === 'string' ? id.slice(0, LIMITS.word) : null;
}

import { randomUUID } from 'node:crypto';
import { LIMITS, type Batch, type Rejection, type RejectReason, type WireEvent } from '../contract/index.ts';
import { validateEvent } from '../contract/validate.ts';
import type { Salts } from '../privacy/salts.ts';
import { placeImported, placeLive } from '../store/event-id.ts';
import { prepareBatch, type BatchRecord, type PreparedBatch, type Twin } from '../store/prepared-batch.ts';
import { sameContext, type EventContext } from '../store/stored-event.ts';
import { enrich, type Enriched } from './enrich.ts';
import { importedEventTime, liveEventTime } from './event-time.ts';
import type { AddressLocator } from './geo.ts';
import { localDay } from './local-day.ts';
import { deviceOfEvent, type Device, type Sender } from './sender.ts';
import { isTooLarge } from './too-large.ts';
import { keptVisitor, pseudonym } from './visitor.ts';

export interface Prepared {
  batch: PreparedBatch;
  /** Position in the sender's batch of each event that is to be stored, and its id there. */
  origins: { index: number; id: string }[];
  rejected: RejectedEvent[];
}

export interface RejectedEvent extends Rejection {
  /** What was wrong, for logs and imports; holds no value of the event. */
  detail: string;
}

interface Timed {
  index: number;
  event: WireEvent;
  /** The event's own timestamp, and when it happened by our clock; ms. */
  told: number;
  time: number;
  device: Device;
  /** The site's local date, where a pseudonym is needed. */
  pseudonymDay: string | undefined;
}

/** Validates, times, enriches and identifies the events of a batch: everything before the store. */
export async function prepare(batch: Pick<Batch, 'dropped'> & { events: readonly unknown[] }, bytes: number, sender: Sender, salts: Salts, locate?: AddressLocator): Promise<Prepared> {
  const rejected: RejectedEvent[] = [];
  const timed: Timed[] = [];
  for (let index = 0; index < batch.events.length; index += 1) {
    const input = batch.events[index];
    const reject = (reason: RejectReason, detail: string): void => { rejected.push({ index, id: idOf(input), reason, detail }); };
    const validated = validateEvent(input);
    if (!validated.ok) { reject(validated.reason, validated.detail); continue; }
    const { event } = validated;
    if (isTooLarge(event, bytes)) { reject('too_large', `over ${LIMITS.eventBytes} bytes`); continue; }
    const told = Date.parse(event.timestamp);
    const time = timeOf(told, sender);
    if (time === undefined) { reject(sender.origin === 'import' ? 'invalid_timestamp' : 'too_old', 'outside of the accepted time'); continue; }
    const device = deviceOfEvent(event, sender, locate);
    const needsPseudonym = event.actor.type !== 'system' && event.actor.id === undefined && device.network !== '';
    timed.push({ index, event, told, time, device, pseudonymDay: needsPseudonym ? localDay(sender.site.timezone, time) : undefined });
  }
  await loadSalts(timed, salts);
  const twins: Twin[] = [];
  const pseudonymOf = rememberPseudonym(sender.site.siteId, salts);
  const contexts: EventContext[] = [];
  const events = timed.map((item) => {
    const { event, context } = toStored(item, sender, pseudonymOf, twins);
    const last = contexts.at(-1);
    if (!last || !sameContext(last, context)) contexts.push(context);
    event.context = contexts.length - 1;
    return event;
  });
  const record: BatchRecord = {
    site_id: sender.site.siteId,
    batch_id: randomUUID(),
    received_at: new Date(sender.receivedAt).toISOString(),
    events: events.length,
    rejected: rejected.length,
    origin: sender.origin,
    sdk: sdkOf(timed[0]?.event),
    skew_ms: sender.origin === 'import' ? undefined : sender.skew,
    dropped: batch.dropped,
  };
  return {
    rejected,
    origins: timed.map(({ index, event }) => ({ index, id: event.id })),
    batch: prepareBatch(record, contexts, events, twins),
  };
}

function timeOf(told: number, sender: Sender): number | undefined {
  return sender.origin === 'import'
    ? importedEventTime(told, sender.receivedAt)
    : liveEventTime(told, sender.skew, sender.receivedAt);
}

async function loadSalts(timed: readonly Timed[], salts: Salts): Promise<void> {
  const missing = timed.flatMap(({ pseudonymDay }) => pseudonymDay !== undefined && !salts.peek(pseudonymDay) ? [pseudonymDay] : []);
  if (missing.length > 0) await salts.load(missing);
}

function toStored({ event, told, time, device, pseudonymDay }: Timed, sender: Sender, pseudonymOf: (device: Device, day: string) => string | undefined, twins: Twin[]): Enriched {
  const { siteId } = sender.site;
  const place = sender.origin === 'import' ? placeImported(event.id, told) : placeLive(event.id, sender.receivedAt, told);
  if (place.twinId !== undefined) twins.push({ site_id: siteId, event_id: place.eventId, twin_id: place.twinId });
  const kept = event.actor.type !== 'system' && event.actor.id !== undefined;
  const visitor = kept ? keptVisitor(siteId, event.actor.id as string)
    : pseudonymDay === undefined ? undefined : pseudonymOf(device, pseudonymDay);
  return enrich(event, sender, device, { eventId: place.eventId, time, visitor, visitorKept: kept });
}

/** The events of a batch mostly come from one device on one day: hashed once. */
function rememberPseudonym(siteId: number, salts: Salts): (device: Device, day: string) => string | undefined {
  let last: { device: Device; day: string; visitor: string | undefined } | undefined;
  return (device, day) => {
    if (last?.device !== device || last.day !== day) {
      const salt = salts.peek(day);
      last = { device, day, visitor: salt && pseudonym(salt, siteId, day, device.network, device.userAgent) };
    }
    return last.visitor;
  };
}

function idOf(input: unknown): string | null {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : null;
  return typeof id === 'string' ? id.slice(0, LIMITS.word) : null;
}

function sdkOf(event: WireEvent | undefined): string | undefined {
  const sdk = event?.context.sdk;
  return sdk && `${sdk.name} ${sdk.version}`;
}

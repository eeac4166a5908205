import type { BatchRecord, PreparedBatch, Twin } from './prepared-batch.ts';
import type { EventContext, StoredEvent } from './stored-event.ts';

/** The arguments of one call of `passerby.store_events`: lists of rows, as JSON. */
export interface StoreCall {
  events: string;
  contexts: string;
  batches: string;
  /** Null where there are none. */
  twins: string | null;
}

/** One call for several batches. */
export function storeCall(batches: readonly PreparedBatch[]): StoreCall {
  const twins = list(batches.map((batch) => batch.twins));
  return {
    events: list(batches.map((batch) => batch.events)),
    contexts: list(batches.map((batch) => batch.contexts)),
    batches: list(batches.map((batch) => batch.record)),
    twins: twins === '[]' ? null : twins,
  };
}

function list(parts: readonly string[]): string {
  return `[${parts.filter((part) => part !== '').join(',')}]`;
}

/** A call as one line of a file. JSON as we write it holds neither tabs nor line ends. */
export function toLine({ events, contexts, batches, twins }: StoreCall): string {
  return `${batches}\t${contexts}\t${events}\t${twins ?? 'null'}\n`;
}

/** Reads a line back; undefined where it is not whole. */
export function fromLine(line: string): StoreCall | undefined {
  const [batches, contexts, events, twins, more] = line.split('\t');
  if (batches === undefined || contexts === undefined || events === undefined || twins === undefined || more !== undefined) return undefined;
  return { batches, contexts, events, twins: twins === 'null' ? null : twins };
}

/** The rows of a call, for the few who have to look into it. */
export interface StoreRows {
  events: StoredEvent[];
  contexts: EventContext[];
  batches: (BatchRecord & { batch: number })[];
  twins: Twin[];
}

export function rowsOf(call: StoreCall): StoreRows {
  const read = <T>(json: string | null): T[] => JSON.parse(json ?? '[]') as T[];
  return { events: read(call.events), contexts: read(call.contexts), batches: read(call.batches), twins: read(call.twins) };
}

export function callOf({ events, contexts, batches, twins }: StoreRows): StoreCall {
  return {
    events: JSON.stringify(events),
    contexts: JSON.stringify(contexts),
    batches: JSON.stringify(batches),
    twins: twins.length === 0 ? null : JSON.stringify(twins),
  };
}

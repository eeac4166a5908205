import path from 'node:path';
import type { DropReason, WireEvent } from '../../../collector/src/contract/index.ts';
import { QUEUE_AGE_MS, RETRY_AFTER_MS } from '../limits.ts';
import type { Outcome } from '../queue.ts';
import type { EventArguments, EventName } from '../types.ts';
import { makeEvent } from './make-event.ts';
import type { ServerOptions, ServerTrackOptions } from './options.ts';
import { post } from './post.ts';
import { openQueue, type Queued } from './queue.ts';
import { takeBatch } from './take-batch.ts';

export interface ServerTracker {
  /**
   * Reports an event, named `snake_case` or `namespace.snake_case`, with flat properties. Kept when it returns. Never throws. The promise never
   * rejects: it tells at the first moment that something is certain whether the event was delivered, queued or dropped.
   */
  track<Name extends EventName>(event: Name, ...rest: EventArguments<Name, ServerTrackOptions>): Promise<Outcome>;
  /** Sends what waits, now. Resolves when nothing is left or an attempt has failed. */
  flush(): Promise<void>;
  /** Sends what waits, for so many milliseconds at the most (default 5,000), and ends. Resolves with the number of events that still wait: in the folder, where there is one. */
  close(mostMs?: number): Promise<number>;
}

/** So many events are sent at once, without waiting for more. */
const FLUSH_EVENTS = 100;
/** How often the folder is looked after. */
const TEND_MS = 30_000;

/** Calls what the owner has given us. What it throws is the owner's, and must not stop a queue. */
function hear(call: () => void): void {
  try {
    call();
  } catch (error) {
    console.error(error);
  }
}

/**
 * A tracker for back ends. An event leaves the queue only when the collector has answered for it. It holds no process back from ending, and sends
 * what waits before one ends by itself; before `process.exit()`, call `close()`.
 */
export function createTracker(options: ServerOptions): ServerTracker {
  const { site, secretKey, api, folder, most = folder === undefined ? 10_000 : 100_000, flushMs = 2_000, retryMs = 1_000, requestMs = 30_000, onDrop, onError } = options;
  const endpoint = new URL('/api/track', api);
  const queue = openQueue(folder === undefined ? undefined : path.join(folder, encodeURIComponent(site)), most, (error) => hear(() => onError?.(error)));
  /** Given up on since the last acknowledgement, by reason: the collector hears of it with the next batch. */
  let dropped: Partial<Record<DropReason, number>> = {};
  /** In a row. */
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;
  let largest = Infinity;
  let notBefore = 0;
  let closed = false;

  const count = (event: WireEvent | undefined, reason: DropReason): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
    hear(() => onDrop?.(event, reason));
  };
  const drop = (entries: readonly Queued[], reason: DropReason): void => {
    queue.remove(entries);
    for (const { event, tell } of entries) {
      count(event, reason);
      tell('dropped');
    }
  };
  const sendIn = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms).unref();
  };
  const tend = (): void => {
    for (let corrupt = queue.tend(); corrupt > 0; corrupt--) count(undefined, 'corrupt');
    if (queue.waiting.length > 0 && !timer) sendIn(flushMs);
  };

  /** Sends one batch. False where it is to be tried again later. */
  const sendOne = async (): Promise<boolean> => {
    const fresh = queue.waiting.findIndex(({ event }) => Date.now() - Date.parse(event.timestamp) <= QUEUE_AGE_MS);
    drop(queue.waiting.slice(0, fresh === -1 ? queue.waiting.length : fresh), 'expired');
    const batch = takeBatch(queue.waiting, largest);
    if (batch.length === 0) return true;
    const told = dropped;
    dropped = {};
    const body = `${JSON.stringify({ site, sent_at: new Date(), dropped: told }).slice(0, -1)},"events":[${batch.map(({ json }) => json).join(',')}]}`;
    queue.sending = batch.length;
    const answer = await post(endpoint, secretKey, body, requestMs);
    queue.sending = 0;
    if (answer.kind === 'acknowledged') {
      failures = 0;
      queue.remove(batch);
      for (const index of answer.rejected) {
        batch[index]?.tell('dropped');
        hear(() => onDrop?.(batch[index]?.event, 'rejected'));
      }
      for (const { tell } of batch) tell('delivered');
      return true;
    }
    for (const reason of Object.keys(told) as DropReason[]) dropped[reason] = (dropped[reason] ?? 0) + told[reason]!;
    if (answer.kind === 'too large' && batch.length > 1) largest = batch.length >> 1;
    else if (answer.kind !== 'failed') drop(batch, answer.kind === 'refused' ? 'refused' : 'too_large');
    else {
      for (const { tell } of batch) tell('queued');
      const wait = answer.retryAfterMs ?? Math.min(RETRY_AFTER_MS, retryMs * 2 ** failures++) * (0.5 + Math.random() / 2);
      if (answer.retryAfterMs !== undefined) notBefore = Date.now() + wait;
      if (!closed) sendIn(wait);
      hear(() => onError?.(answer.error));
      return false;
    }
    return true;
  };

  const sendAll = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    while (queue.waiting.length > 0 && await sendOne());
  };

  const flush = async (): Promise<void> => {
    if (Date.now() < notBefore) return sendIn(notBefore - Date.now());
    sending ??= sendAll().finally(() => { sending = undefined; });
    await sending;
  };

  const tending = setInterval(tend, TEND_MS).unref();
  const beforeExit = (): void => { if (failures === 0) void flush(); };
  process.on('beforeExit', beforeExit);
  tend();

  return {
    track: (name, properties?: object, details?: ServerTrackOptions) => new Promise((tell) => {
      if (closed) return tell('dropped');
      try {
        for (const { event, tell: tellOther } of queue.add(makeEvent(name, properties, details ?? {}), tell)) {
          count(event, 'queue_full');
          tellOther('dropped');
        }
        if (failures > 0) tell('queued');
        else if (queue.waiting.length >= FLUSH_EVENTS) sendIn(0);
        else if (!timer && !sending) sendIn(flushMs);
      } catch {
        count(undefined, 'unserializable');
        tell('dropped');
      }
    }),
    flush,
    async close(mostMs = 5_000) {
      closed = true;
      clearInterval(tending);
      process.off('beforeExit', beforeExit);
      let late: NodeJS.Timeout | undefined;
      await Promise.race([flush(), new Promise((resolve) => { late = setTimeout(resolve, mostMs); })]);
      clearTimeout(late);
      clearTimeout(timer);
      for (const { tell } of queue.waiting) tell(folder === undefined ? 'dropped' : 'queued');
      queue.close();
      return queue.waiting.length;
    },
  };
}

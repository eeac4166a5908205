import type { Ack } from '../../collector/src/contract/index.ts';
import { fetch, now } from './browser.ts';
import { BACKOFF_DOUBLINGS, BACKOFF_MS, BEAT_MS, FLUSH_EVENTS, FLUSH_MS, REQUEST_MS, RETRY_AFTER_MS, UNANSWERED } from './limits.ts';
import { pack, type Batched } from './pack.ts';
import { settle, waiting } from './queue.ts';
import { endpoint } from './settings.ts';
import { keep, prefix, store } from './store.ts';

/** Milliseconds of beats until the next attempt. 0: none is due. Below 0: it is overdue, because the collector has asked to wait. */
let wait = 0;
/** The request under way. */
let request: AbortController | 0 = 0;
/** In a row. */
let failures = 0;
/** Events in a batch, once the collector has answered 413. */
let most: number | undefined;

/** Something waits: send it at the end of the interval, or soon where it is much. While attempts fail, they keep their own pace. */
export const schedule = (): unknown => failures || (wait = waiting[FLUSH_EVENTS - 1] ? 1 : wait || FLUSH_MS);

export const flushWhenDue = (): unknown => wait && (wait -= BEAT_MS) <= 0 && flush();

/** A new chance: the page is seen again, or the network is back. */
export const revive = (): unknown => {
  failures = 0;
  return flush();
};

/** Consent is gone: what is under way is cut off. */
export const halt = (): void => {
  wait = 0;
  (request as Partial<AbortController>).abort?.();
};

/**
 * Sends what waits, one batch at a time. Resolves when nothing is left or an attempt has failed. An event leaves the queue
 * only when the collector has answered for it: stored, refused for good, or too large even alone.
 */
export const flush = async (batch = request ? ([] as unknown as Batched) : pack(most)): Promise<void> => {
  if (batch[0]) {
    let retryAfter;
    let status = (wait = 0);
    try {
      request = new AbortController();
      setTimeout((controller: AbortController) => controller.abort(), REQUEST_MS, request);
      // A text body needs no preflight, which would not survive the page.
      const response = await fetch(endpoint, { method: 'POST', body: batch._body, signal: request.signal });
      status = response.status;
      if ((retryAfter = response.headers.get('Retry-After')))
        keep('retry', now() + Math.min(RETRY_AFTER_MS, (retryAfter as unknown as number) * 1e3 || Date.parse(retryAfter) - now()));
      // Only what reads as an acknowledgement is one: a captive portal says 200 too.
      settle(((await response.json()) as Ack).rejected.map((rejection) => batch[rejection.index]!));
      settle(batch, 0, 'delivered');
      delete store[prefix + 'dropped'];
      request = failures = 0;
      return flush();
    } catch {}
    request = 0;
    if (/^4(?!08|29)/.test(status as unknown as string)) {
      if (status == 413 && batch[1]) most = batch.length >> 1;
      else settle(batch, status == 413 ? 'too_large' : 'refused');
      return flush();
    }
    batch.map((entry) => entry._tell('queued'));
    if (failures++ < UNANSWERED || status > 407) wait = BACKOFF_MS * 2 ** Math.min(failures, BACKOFF_DOUBLINGS) * (1 + Math.random());
  }
};

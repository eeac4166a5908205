import { open } from './consent.ts';
import { countDrops, forgetDrops, takeDrops } from './dropped.ts';
import { BATCH_EVENTS, FLUSH_EVENTS, FLUSH_MS, UNANSWERED } from './limits.ts';
import { pack } from './pack.ts';
import { abort, post } from './post.ts';
import { settle, waiting } from './queue.ts';
import { backoff, held, hold } from './retry.ts';

let timer: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> | undefined;
let failures = 0;
let most = BATCH_EVENTS;

const later = (ms: number): void => {
  clearTimeout(timer);
  timer = setTimeout(flush, ms);
};

/** Something waits: send it at the end of the interval, or at once when it is much. While attempts fail, they keep their own pace. */
export const schedule = (): void => {
  if (failures || !open()) return;
  if (waiting.size >= FLUSH_EVENTS) later(0);
  else if (!timer) later(FLUSH_MS);
};

/** Sends what waits, one batch at a time. Resolves when nothing is left or an attempt has failed. */
export const flush = (): Promise<void> => {
  clearTimeout(timer);
  timer = undefined;
  return running || (running = sendAll().finally(() => (running = undefined)));
};

/** A new chance: the page is seen again, or the network is back. */
export const revive = (): void => {
  failures = 0;
  flush();
};

/** Consent is gone: nothing leaves any more, and what is under way is cut off. */
export const halt = (): void => {
  clearTimeout(timer);
  timer = undefined;
  abort();
};

const sendAll = async (): Promise<void> => {
  while (open()) {
    if (held()) return later(held() + backoff(0));
    const drops = takeDrops();
    const batch = pack(most, drops);
    if (!batch) return countDrops(drops);
    const ids = batch._ids;
    const { _status: status, _retryAfter: retryAfter, _ack: ack } = await post(batch);
    if (!open()) return;
    if (ack) {
      failures = 0;
      forgetDrops();
      settle(ack.rejected.map(({ index }) => ids[index]!), 'dropped');
      settle(ids, 'delivered');
      continue;
    }
    countDrops(drops);
    if (status == 413 && ids[1]) most = ids.length >> 1;
    else if (status > 399 && status < 500 && status != 408 && status != 429) settle(ids, 'dropped', status == 413 ? 'too_large' : 'refused');
    else {
      failures++;
      for (const id of ids) waiting.get(id)?._tell?.('queued');
      if (retryAfter) hold(retryAfter);
      if (status > 407 || failures < UNANSWERED) later(held() + backoff(failures));
      return;
    }
  }
};

import type { WireEvent } from '../../collector/src/contract/index.ts';
import { attempt } from './attempt.ts';
import { navigator, now, parse } from './browser.ts';
import { consent } from './consent.ts';
import { adoptDrops } from './dropped.ts';
import { flush } from './flush.ts';
import { QUEUE_AGE_MS, QUEUE_EVENTS } from './limits.ts';
import { EVENT_KEY, settle, waiting } from './queue.ts';
import { keys, prefix, read } from './storage.ts';

const takeOver = (): Promise<void> => {
  adoptDrops();
  for (const id of keys(EVENT_KEY)) {
    const json = read(EVENT_KEY + id);
    if (!json || waiting.has(id) || waiting.size >= QUEUE_EVENTS) continue;
    waiting.set(id, { _json: json, _beaconed: true });
    const event = attempt(() => parse(json) as WireEvent);
    const age = now() - Date.parse(event?.timestamp!);
    if (event?.id != id || isNaN(age)) settle([id], 'dropped', 'corrupt');
    else if (age > QUEUE_AGE_MS) settle([id], 'dropped', 'expired');
  }
  return flush();
};

/** Takes over what earlier pages and closed tabs left behind. One tab at a time, where the browser has locks; should two do it, the collector tells by the ids. */
export const adopt = (): void => {
  if (consent != 'granted') return;
  if (navigator.locks) navigator.locks.request(prefix(), { ifAvailable: true }, (lock) => lock && takeOver()).catch(() => {});
  else takeOver();
};

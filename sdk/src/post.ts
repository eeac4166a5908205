import type { Ack } from '../../collector/src/contract/index.ts';
import { fetch } from './browser.ts';
import { KEEPALIVE_BYTES, REQUEST_MS } from './limits.ts';
import type { Packed } from './pack.ts';
import { settings } from './settings.ts';

let request: AbortController | undefined;

export interface Answer {
  /** 0 where nobody answered. */
  _status: number;
  _retryAfter?: string | null;
  /** Only what reads as an acknowledgement is one: a captive portal says 200 too. */
  _ack?: Ack;
}

/** One request. A simple one: no preflight, no cookies. */
export const post = async (batch: Packed): Promise<Answer> => {
  const answer: Answer = { _status: 0 };
  const controller = (request = new AbortController());
  const timeout = setTimeout(() => controller.abort(), REQUEST_MS);
  try {
    const response = await fetch(settings.api, {
      method: 'POST',
      body: batch._body,
      keepalive: batch._bytes < KEEPALIVE_BYTES,
      credentials: 'omit',
      signal: controller.signal,
    });
    answer._status = response.status;
    answer._retryAfter = response.headers.get('Retry-After');
    if (response.ok) answer._ack = (await response.json()) as Ack;
  } catch {}
  clearTimeout(timeout);
  return answer;
};

/** Cuts off the request under way. */
export const abort = (): void => request?.abort();

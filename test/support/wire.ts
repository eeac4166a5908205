import { v7 as uuidv7 } from 'uuid';
import type { Ack, Batch, Problem, WireEvent } from '../../collector/src/contract/index.ts';

/** A page view of now, by an anonymous visitor; say what should differ. */
export function wireEvent(overrides: Partial<WireEvent> = {}): WireEvent {
  return {
    id: uuidv7(),
    event: 'page_view',
    timestamp: new Date().toISOString(),
    actor: { type: 'visitor' },
    context: { url: 'http://localhost/work' },
    properties: {},
    ...overrides,
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Ack & Problem;
}

/** Sends a batch as a browser on the site would: text/plain, with an origin. */
export async function track(url: string, batch: Partial<Omit<Batch, 'events'>> & { site: string; events: unknown[] }, headers: Record<string, string> = {}): Promise<Answer> {
  return post(url, JSON.stringify({ sent_at: new Date().toISOString(), ...batch }), headers);
}

/** Sends any body to the collector's `/api/track`. */
export async function post(url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${url}/api/track`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=UTF-8', origin: 'http://localhost', 'user-agent': CHROME, ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: (text === '' ? {} : JSON.parse(text)) as Ack & Problem };
}

export const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

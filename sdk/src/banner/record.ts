import { attempt } from '../attempt.ts';
import { put } from './put.ts';
import { data, optOut, script, site, version, type Choice } from './settings.ts';
import { TRACKER_KEY } from './tracker.ts';

/** The proof of a decision: it says what was chosen, when, and to which version of the question, and nothing of who. */
export interface ConsentRecord {
  /** Random, made for this decision only. */
  id: string;
  version: string;
  choice: Choice;
  /** ISO 8601. */
  time: string;
}

/** As kept in the browser: once the collector has it, with a mark. */
type KeptRecord = ConsentRecord & { sent?: true };

/** Outside of the tracker's `passerby:<site>:…`, which a refusal wipes. */
export const RECORD_KEY = `banner.${TRACKER_KEY}`;

/**
 * What the visitor has decided. Who answered another version of the question, or more than six months ago, is asked again, and the
 * tracker starts anew. An opt-out under the CCPA has no such end.
 */
export const readRecord = (): KeptRecord | undefined =>
  attempt(() => {
    const record = JSON.parse(localStorage[RECORD_KEY]) as KeptRecord;
    const end = new Date(record.time);
    if (optOut || (record.version == version && end.setMonth(end.getMonth() + 6) > Date.now())) return record;
    delete localStorage[RECORD_KEY];
    delete localStorage[TRACKER_KEY];
    window.track?.forget?.();
    return;
  });

/** Keeps it and sends the proof. Where that does not arrive, the next page does so again; the collector keeps one copy of an id. */
export const sendRecord = async (record: KeptRecord): Promise<void> => {
  if (record.sent) return;
  put(RECORD_KEY, JSON.stringify(record));
  try {
    const { ok } = await fetch(new URL('/api/consent', data['api'] || script.src), {
      method: 'POST',
      body: JSON.stringify({ site, record }),
      keepalive: true,
      credentials: 'omit',
    });
    if (ok) {
      record.sent = true;
      put(RECORD_KEY, JSON.stringify(record));
    }
  } catch {}
};

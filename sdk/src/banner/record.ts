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

/** What the visitor has decided, in this tab or another. */
export const readRecord = (): KeptRecord | undefined => attempt(() => JSON.parse(localStorage[RECORD_KEY]) as KeptRecord);

/**
 * Who answered another version of the question, or more than six months ago, is asked again, and the tracker, which looks there, waits again. An
 * opt-out under the CCPA has no such end. Judged once: a record that appears later is another tab's, made by a newer page.
 */
export const expireRecord = (): void =>
  attempt(() => {
    const { version: answered, time } = readRecord()!;
    const end = new Date(time);
    if (optOut || (answered == version && end.setMonth(end.getMonth() + 6) > Date.now())) return;
    delete localStorage[RECORD_KEY];
    delete localStorage[TRACKER_KEY];
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

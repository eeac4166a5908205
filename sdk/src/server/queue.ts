import type { WireEvent } from '../../../collector/src/contract/index.ts';
import type { Outcome } from '../queue.ts';
import { openJournal } from './journal.ts';
import { textOf } from './make-event.ts';

/** An event that waits for its acknowledgement. */
export interface Queued {
  event: WireEvent;
  json: string;
  /** The first outcome that is told holds. */
  tell: (outcome: Outcome) => void;
}

export interface Queue {
  /** Oldest first. */
  readonly waiting: readonly Queued[];
  /** So many of the oldest are on their way, and make no room. */
  sending: number;
  /** Kept when this returns, on the disk where there is a folder. Hands back what had to make room. Throws on what JSON cannot hold. */
  add(event: WireEvent, tell: Queued['tell']): Queued[];
  remove(entries: readonly Queued[]): void;
  /** Takes over what dead processes have left, and shows that this one lives. Hands back how many lines were no events. */
  tend(): number;
  close(): void;
}

/** The file is written anew where more than this of it is settled, and more than half. Characters. */
const COMPACT = 1_000_000;

/** @param onError hears of a disk that does not write: events then wait in memory */
export function openQueue(folder: string | undefined, most: number, onError: (error: Error) => void): Queue {
  const journal = folder === undefined ? undefined : openJournal(folder);
  let waiting: Queued[] = [];
  /** Characters in the file of events that wait, and of those that wait no more. */
  let live = 0;
  let settled = 0;

  const attempt = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      onError(error as Error);
    }
  };
  const put = (entry: Queued): void => {
    waiting.push(entry);
    live += entry.json.length;
    attempt(() => journal?.append(entry.json));
  };
  const rewrite = (): void => {
    settled = 0;
    attempt(() => journal?.rewrite(waiting.map(({ json }) => json)));
  };

  return {
    sending: 0,
    get waiting() { return waiting; },
    add(event, tell) {
      const json = textOf(event);
      put({ event, json, tell });
      const full = waiting.slice(this.sending, this.sending + Math.max(0, waiting.length - most));
      this.remove(full);
      return full;
    },
    remove(entries) {
      if (entries.length === 0) return;
      const gone = new Set(entries);
      waiting = waiting.filter((entry) => !gone.has(entry));
      const length = entries.reduce((sum, { json }) => sum + json.length, 0);
      live -= length;
      settled += length;
      if (waiting.length === 0 || settled > Math.max(live, COMPACT)) rewrite();
    },
    tend() {
      let corrupt = 0;
      attempt(() => {
        if (journal?.touch() === false) rewrite();
        journal?.adopt((lines) => {
          const known = new Set(waiting.map(({ event }) => event.id));
          for (const json of lines) {
            const event = read(json);
            if (!event) corrupt++;
            else if (!known.has(event.id)) put({ event, json, tell() {} });
          }
        });
      });
      return corrupt;
    },
    close() { attempt(() => journal?.close()); },
  };
}

function read(json: string): WireEvent | undefined {
  try {
    const event = JSON.parse(json) as WireEvent | null;
    return typeof event?.id === 'string' && !Number.isNaN(Date.parse(event.timestamp)) ? event : undefined;
  } catch {
    return undefined;
  }
}

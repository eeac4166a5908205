import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { track, wireEvent } from '../../test/support/wire.ts';
import type { Sql } from '../../collector/src/db/connect.ts';
import { placeLive } from '../../collector/src/store/event-id.ts';

export interface History {
  /** Ids under which acknowledged events must be stored. */
  acked: Set<string>;
  /** Answers by status; `none` where there was no answer. */
  answers: Map<string, number>;
  /** Batches that had to be sent more than once. */
  resent: number;
  stop(): Promise<void>;
}

export interface Verdict {
  stored: number;
  /** Acknowledged and not there. */
  lost: string[];
  /** Rows more than ids. */
  doubled: number;
}

const EVENTS_EACH = 5;
const PATIENCE_MS = 15_000;

/** Clients that send fresh batches, each to any collector, and again until it is acknowledged; some have clocks that are years wrong. */
export function startClients(count: number, site: string, url: () => string, pick: (most: number) => number): History {
  let stopping = false;
  const history: History = {
    acked: new Set(),
    answers: new Map(),
    resent: 0,
    async stop() {
      stopping = true;
      await Promise.all(running);
    },
  };

  async function run(): Promise<void> {
    while (!stopping) {
      const wrongClock = pick(20) === 0 ? Date.UTC(pick(2) === 0 ? 1970 : 2099, 5) : undefined;
      const at = wrongClock ?? Date.now();
      const sent_at = new Date(at).toISOString();
      const events = Array.from({ length: EVENTS_EACH }, () => wireEvent({ id: uuidv7({ msecs: at }), timestamp: sent_at }));
      for (let attempt = 1; !stopping; attempt += 1) {
        const status = await send(url(), { site, sent_at, events });
        history.answers.set(status, (history.answers.get(status) ?? 0) + 1);
        if (attempt === 2) history.resent += 1;
        if (status === '202') {
          for (const { id } of events) history.acked.add(placeLive(id, Date.now(), at).eventId);
          break;
        }
        await delay(20 + pick(100));
      }
      await delay(pick(60));
    }
  }

  const running = Array.from({ length: count }, run);
  return history;
}

async function send(url: string, batch: Parameters<typeof track>[1]): Promise<string> {
  try {
    const answer = await Promise.race([track(url, batch), delay(PATIENCE_MS)]);
    return answer ? String(answer.status) : 'none';
  } catch {
    return 'none';
  }
}

/** Whether what was acknowledged is a subset of what is stored, and every id there once. */
export async function judge(sql: Sql, acked: ReadonlySet<string>): Promise<Verdict> {
  const rows = await sql<{ id: string }[]>`select event_id as id from passerby.raw_events`;
  const stored = new Set(rows.map((row) => row.id));
  return { stored: stored.size, lost: [...acked].filter((id) => !stored.has(id)), doubled: rows.length - stored.size };
}

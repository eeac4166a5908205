import { setTimeout as delay } from 'node:timers/promises';
import { track, wireEvent } from '../../../test/support/wire.ts';
import { until } from '../../../test/support/until.ts';

export interface Load {
  /** Ids of the events that were acknowledged, in the order of their acknowledgement. */
  acked: string[];
  /** Every status that was answered. */
  statuses: Set<number>;
  /** Of the last refusal that had one. */
  retryAfter: string | null;
  /** 2xx answers that did not account for every event sent. */
  emptyAcks: number;
  untilAcked(count: number): Promise<void>;
  stop(): Promise<void>;
}

/** Several clients that send fresh events one batch after the other, and again until each is acknowledged. `url` may change as collectors come and go. */
export function startLoad(url: string | (() => string), site: string, { clients = 2, eventsEach = 5 } = {}): Load {
  let stopping = false;
  const load: Load = {
    acked: [],
    statuses: new Set(),
    retryAfter: null,
    emptyAcks: 0,
    untilAcked: (count) => until(`${count} events are acknowledged`, () => load.acked.length >= count),
    async stop() {
      stopping = true;
      await Promise.all(running);
    },
  };
  const address = typeof url === 'string' ? () => url : url;

  async function run(): Promise<void> {
    while (!stopping) {
      const events = Array.from({ length: eventsEach }, () => wireEvent());
      for (let done = false; !done && !stopping; ) {
        try {
          const answer = await track(address(), { site, events });
          load.statuses.add(answer.status);
          load.retryAfter = answer.headers.get('retry-after') ?? load.retryAfter;
          done = answer.status === 202;
          if (done && answer.body.accepted + answer.body.duplicates !== events.length) load.emptyAcks += 1;
          if (done) load.acked.push(...events.map((event) => event.id));
        } catch {
          // no answer is no acknowledgement
        }
        if (!done) await delay(10);
      }
    }
  }

  const running = Array.from({ length: clients }, run);
  return load;
}

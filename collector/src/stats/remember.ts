import { LRUCache } from 'lru-cache';

/** How many answers were worked out, and how many were known or being worked out when they were asked for. */
export interface AnswerCounts {
  computed: number;
  remembered: number;
}

/** What an entry costs besides its text, in characters. */
const ENTRY = 500;

/**
 * Does a piece of work once for each key, however many ask at the same time, and keeps what came of it, the latest answers up to
 * so many characters of JSON. The key has to name everything that the answer depends on. What fails is not kept.
 */
export function remember(mostCharacters: number, counts: AnswerCounts = { computed: 0, remembered: 0 }): (key: string, work: () => Promise<object>) => Promise<object> {
  const known = new LRUCache<string, object>({ maxSize: mostCharacters, sizeCalculation: (answer) => JSON.stringify(answer).length + ENTRY });
  const working = new Map<string, Promise<object>>();
  return (key, work) => {
    const answer = known.get(key);
    const before = answer ? Promise.resolve(answer) : working.get(key);
    if (before) {
      counts.remembered += 1;
      return before;
    }
    counts.computed += 1;
    const begun = work().then((done) => {
      known.set(key, done);
      return done;
    }).finally(() => working.delete(key));
    working.set(key, begun);
    return begun;
  };
}

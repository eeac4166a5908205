import { LRUCache } from 'lru-cache';

/** How many answers were worked out, and how many were known or being worked out when they were asked for. */
export interface AnswerCounts {
  computed: number;
  remembered: number;
}

/**
 * Does a piece of work once for each key, however many ask at the same time, and keeps what came of it. The key has to name
 * everything that the answer depends on. What fails is not kept.
 */
export function remember(most: number, counts: AnswerCounts = { computed: 0, remembered: 0 }): (key: string, work: () => Promise<object>) => Promise<object> {
  const known = new LRUCache<string, Promise<object>>({ max: most });
  return (key, work) => {
    const before = known.get(key);
    if (before) {
      counts.remembered += 1;
      return before;
    }
    counts.computed += 1;
    const answer = work();
    known.set(key, answer);
    answer.catch(() => { if (known.peek(key) === answer) known.delete(key); });
    return answer;
  };
}

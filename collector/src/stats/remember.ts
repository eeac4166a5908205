import { LRUCache } from 'lru-cache';

/**
 * Does a piece of work once for each key, however many ask at the same time, and keeps what came of it. The key has to name
 * everything that the answer depends on. What fails is not kept.
 */
export function remember(most: number): (key: string, work: () => Promise<object>) => Promise<object> {
  const known = new LRUCache<string, Promise<object>>({ max: most });
  return (key, work) => {
    const before = known.get(key);
    if (before) return before;
    const answer = work();
    known.set(key, answer);
    answer.catch(() => { if (known.peek(key) === answer) known.delete(key); });
    return answer;
  };
}

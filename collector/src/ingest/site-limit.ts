import { LRUCache } from 'lru-cache';
import { ProblemError } from '../contract/index.ts';

const WINDOW_MS = 60_000;
const MOST_SITES = 10_000;

/** At most so many events a minute of one site, so that a flood of one does not stand in the way of the others. */
export class SiteLimit {
  readonly #most: number;
  readonly #now: () => number;
  readonly #windows = new LRUCache<number, { ends: number; events: number }>({ max: MOST_SITES });

  constructor(most: number, now: () => number = Date.now) {
    this.#most = most;
    this.#now = now;
  }

  /**
   * Counts events of a site.
   * @throws {ProblemError} rate_limited, where they would be too many; none of them counts then
   */
  take(siteId: number, events: number): void {
    const now = this.#now();
    let window = this.#windows.get(siteId);
    if (!window || window.ends <= now) {
      window = { ends: now + WINDOW_MS, events: 0 };
      this.#windows.set(siteId, window);
    }
    if (window.events > 0 && window.events + events > this.#most) {
      throw new ProblemError('rate_limited', 'This site sends more events than it may. Wait as long as Retry-After says.', Math.ceil((window.ends - now) / 1_000));
    }
    window.events += events;
  }
}

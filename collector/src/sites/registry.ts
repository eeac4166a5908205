import { LRUCache } from 'lru-cache';
import type { Queryable } from '../db/connect.ts';
import { withDeadline } from '../ops/deadline.ts';
import { lookUpSite } from './find-site.ts';
import type { Site } from './site.ts';

/** Milliseconds after which a site is read again: how long a change of origins or a revoked key takes to be felt. */
const FRESH_MS = 10_000;
/** How long the database has to answer, and how long what is known is used again after it did not. */
const DEADLINE_MS = 2_000;

interface Entry {
  /** Null: there is no such site. */
  site: Site | null;
  readAt: number;
}

/**
 * Sites by public key, for the way in. What was known stays in use while the database is away, so that events can still be
 * taken and kept; unknown keys are remembered too, in a bounded map, so that guessing costs no query each.
 */
export class SiteRegistry {
  readonly #sql: Queryable;
  readonly #now: () => number;
  readonly #entries = new LRUCache<string, Entry>({ max: 20_000 });
  readonly #reading = new Map<string, Promise<Site | null>>();

  constructor(sql: Queryable, now: () => number = Date.now) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The site, null where there is none, undefined where the database has to be asked first. */
  peek(key: string): Site | null | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#now() - entry.readAt < FRESH_MS ? entry.site : undefined;
  }

  /** Rejects only where the database is away and the key was never seen. */
  async find(key: string): Promise<Site | null> {
    const known = this.peek(key);
    if (known !== undefined) return known;
    let reading = this.#reading.get(key);
    if (!reading) {
      reading = this.#read(key).finally(() => this.#reading.delete(key));
      this.#reading.set(key, reading);
    }
    return reading;
  }

  async #read(key: string): Promise<Site | null> {
    try {
      const site = await withDeadline(lookUpSite(this.#sql, key), DEADLINE_MS, 'looking a site up') ?? null;
      this.#entries.set(key, { site, readAt: this.#now() });
      return site;
    } catch (error) {
      const stale = this.#entries.get(key);
      if (!stale?.site) throw error;
      stale.readAt = this.#now() - FRESH_MS + DEADLINE_MS;
      return stale.site;
    }
  }
}

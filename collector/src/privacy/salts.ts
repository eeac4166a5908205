import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Queryable } from '../db/connect.ts';
import { withDeadline } from '../ops/deadline.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEADLINE_MS = 2_000;

/**
 * The random salts under which addresses are hashed, one per calendar date, kept in Postgres so that every instance has the
 * same and deleted for good once the date is past: nobody can then find out which pseudonym an address had. A date lives
 * from its beginning in the easternmost zone to one day after its end in the westernmost; `passerby.expire_salts()`
 * follows the same rule.
 */
export class Salts {
  readonly #sql: Queryable;
  readonly #now: () => number;
  readonly #known = new Map<string, KeyObject>();
  #range = { hour: -1, oldest: '', newest: '' };

  constructor(sql: Queryable, now: () => number = Date.now) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The salt for events of this day, if it was loaded. A day too long ago takes the oldest salt that lives. */
  peek(day: string): KeyObject | undefined {
    return this.#known.get(this.#living(day));
  }

  /** Loads the salts of these days, making those that are not there yet. */
  async load(days: Iterable<string>): Promise<void> {
    const missing = new Set([...days].map((day) => this.#living(day)).filter((day) => !this.#known.has(day)));
    if (missing.size === 0) return;
    const rows = await withDeadline(makeSalts(this.#sql, [...missing].toSorted()), DEADLINE_MS, 'loading salts');
    for (const { day, salt } of rows) this.#known.set(day, createSecretKey(salt));
  }

  /** Deletes what is past, here and in the database, and makes the salts of today and tomorrow, so that a midnight without a database finds one. */
  async renew(): Promise<void> {
    const { oldest, newest } = this.#livingRange();
    for (const day of this.#known.keys()) if (day < oldest) this.#known.delete(day);
    const sql = this.#sql;
    await sql`select passerby.expire_salts()`;
    const days = [];
    for (let time = this.#now(); isoDay(time) <= newest; time += DAY) days.push(isoDay(time));
    await this.load(days);
  }

  #living(day: string): string {
    const { oldest, newest } = this.#livingRange();
    return day < oldest ? oldest : day > newest ? newest : day;
  }

  /** Changes at full hours only, and is asked for every event. */
  #livingRange(): { oldest: string; newest: string } {
    const now = this.#now();
    const hour = Math.floor(now / HOUR);
    if (hour !== this.#range.hour) this.#range = { hour, oldest: isoDay(now - 12 * HOUR - DAY), newest: isoDay(now + DAY) };
    return this.#range;
  }
}

/** The salts of these days, all of them, whoever made them. */
async function makeSalts(sql: Queryable, days: string[]): Promise<{ day: string; salt: Buffer }[]> {
  const made = days.map(() => randomBytes(32).toString('hex'));
  // A snapshot from before another instance's insert would not show its row: hence two statements.
  await sql`
    insert into passerby.salts (day, salt)
    select day, decode(salt, 'hex') from unnest(${days}::date[], ${made}::text[]) as made(day, salt)
    on conflict do nothing`;
  return sql<{ day: string; salt: Buffer }[]>`select day, salt from passerby.salts where day = any (${days}::date[])`;
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

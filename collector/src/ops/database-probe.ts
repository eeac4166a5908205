import { renewablePool } from '../store/renewable-pool.ts';
import { withDeadline } from './deadline.ts';

/** Milliseconds that the database has to answer: a frozen one shows well within five seconds. */
const DEADLINE_MS = 2_000;

export interface DatabaseProbe {
  /**
   * Resolves when the database answers, on a connection of its own; one question at a time, however many ask.
   * @throws {DeadlineError} where it does not in time; whatever the connection says where it is broken
   */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/** Asks whether the database is there. A connection that gave no answer is not asked again: its other end may be gone for good. */
export function databaseProbe(url: string): DatabaseProbe {
  const pool = renewablePool(url, { max: 1, connectTimeoutMs: DEADLINE_MS });
  let asking: Promise<void> | undefined;
  async function ask(): Promise<void> {
    try {
      await withDeadline(pool.sql`select 1`.then(() => {}), DEADLINE_MS, 'the database check');
    } catch (error) {
      pool.renew();
      throw error;
    } finally {
      asking = undefined;
    }
  }
  return { ask: () => asking ??= ask(), close: () => pool.close() };
}

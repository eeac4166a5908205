import { ProblemError } from '../contract/index.ts';
import { withDeadline } from '../ops/deadline.ts';
import type { Log } from '../ops/logger.ts';
import { codeOf, isAway, RETRY_AFTER_SECONDS } from './database-errors.ts';
import type { Outcome, PreparedBatch } from './prepared-batch.ts';
import type { RenewablePool } from './renewable-pool.ts';
import type { Spool } from './spool.ts';
import { storeCall, type StoreCall } from './store-call.ts';
import { storeGroup, type StoreObserver } from './store-group.ts';

export interface DurableStoreOptions {
  pool: RenewablePool;
  /** Where batches wait while the database is away. Without one they are refused meanwhile. */
  spool?: Spool | undefined;
  log: Log;
  observer?: StoreObserver;
  /** Milliseconds that the database has for a group. Default 5,000. */
  deadlineMs?: number;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Makes groups durable: in the database, or on disk while it is away.
 *
 *   up ── a group fails or is not done in time ──> away ── a probe and the oldest segment succeed ──> up
 *
 * While away nothing is sent to the database but the probe, so that nobody waits for it; every group goes to the spool, and
 * is refused where that is full. Back up, the spool is emptied beside the new traffic. A group that was not done in time may
 * still have been committed: stored again, it only finds its own rows.
 */
export class DurableStore {
  readonly #options: DurableStoreOptions;
  readonly #deadlineMs: number;
  #away = false;
  #recovery: Promise<void> | undefined;
  #closing = new AbortController();

  constructor(options: DurableStoreOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? 5_000;
    if (options.spool?.empty === false) this.#recover();
  }

  get away(): boolean { return this.#away; }

  /** Bytes that wait on disk. */
  get spooledBytes(): number { return this.#options.spool?.bytes ?? 0; }

  /**
   * Resolves once the group is durable.
   * @throws {ProblemError} database_unavailable, where it could be made so nowhere
   */
  async store(group: readonly PreparedBatch[]): Promise<Map<number, Outcome>> {
    const call = storeCall(group);
    if (!this.#away) {
      try {
        return await this.#send(call);
      } catch (error) {
        if (!isAway(error)) throw error;
        this.#goAway(error);
      }
    }
    await this.#spool(call);
    return new Map(group.map(({ number, count }) => [number, { accepted: count, unstorable: [] }]));
  }

  /** Stops trying to reach the database; what is on disk stays there for the next process. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#recovery;
    await this.#options.spool?.close();
  }

  #send(call: StoreCall): Promise<Map<number, Outcome>> {
    return withDeadline(storeGroup(this.#options.pool.sql, call, this.#options.observer), this.#deadlineMs, 'storing a group');
  }

  async #spool(call: StoreCall): Promise<void> {
    const { spool, log } = this.#options;
    if (!spool) throw new ProblemError('database_unavailable', undefined, RETRY_AFTER_SECONDS);
    try {
      await spool.append(call);
    } catch (error) {
      log.error({ err: error, bytes: spool.bytes }, 'the spool takes no more');
      throw new ProblemError('database_unavailable', undefined, RETRY_AFTER_SECONDS);
    }
  }

  #goAway(error: unknown): void {
    if (this.#away) return;
    this.#away = true;
    this.#options.log.error({ err: error }, 'the database is away');
    // Whatever hangs on these connections has no answer to come.
    if (codeOf(error) === 'DEADLINE') this.#options.pool.renew();
    this.#recover();
  }

  #recover(): void {
    this.#recovery ??= this.#untilBack().finally(() => {
      this.#recovery = undefined;
      // It may have gone again while the last segment was on its way.
      if (this.#away && !this.#closing.signal.aborted) this.#recover();
    });
  }

  async #untilBack(): Promise<void> {
    const { pool, spool, log } = this.#options;
    for (let wait = FIRST_WAIT_MS; !this.#closing.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        await withDeadline(pool.sql`select 1`.then(() => {}), Math.min(this.#deadlineMs, 2_000), 'the probe');
        // One segment shows that rows can be written too; what follows need not keep new traffic waiting.
        await spool?.replay(async (call) => {
          this.#closing.signal.throwIfAborted();
          await this.#send(call);
          this.#comeBack();
        });
        this.#comeBack();
        return;
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        if (!isAway(error)) log.error({ err: error }, 'the spool could not be replayed');
        // Also because the driver itself waits longer and longer before it connects again.
        pool.renew();
      }
      await pause(wait, this.#closing.signal);
    }
  }

  #comeBack(): void {
    if (!this.#away) return;
    this.#away = false;
    this.#options.log.info({ spooledBytes: this.spooledBytes }, 'the database is back');
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => { clearTimeout(timer); signal.removeEventListener('abort', done); resolve(); };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

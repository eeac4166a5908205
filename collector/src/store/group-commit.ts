import { ProblemError } from '../contract/index.ts';
import { sizeOf, type Outcome, type PreparedBatch } from './prepared-batch.ts';

export interface GroupCommitOptions {
  /** Makes a group durable; answers what became of each batch, by its number. */
  store: (group: readonly PreparedBatch[]) => Promise<Map<number, Outcome>>;
  /** Groups on their way at once. Default 4. */
  writers?: number;
  /** Events in a group. Default 1,000: beyond, latency grows and the cost of a row does not fall. */
  groupEvents?: number;
  /** Bytes of batches that may wait for a writer. Default 16 MiB; what comes beyond is refused at once. */
  waitingBytes?: number;
}

/** Seconds after which a refused sender may try again. */
export const RETRY_AFTER = 2;

interface Waiting {
  batch: PreparedBatch;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/**
 * Gathers what arrives while the database is busy into one transaction, and answers each request only when that has
 * committed. One writer is always ready to take what is there; a further one starts only for a full group, so that a quiet
 * collector answers at once and a busy one makes large groups.
 */
export class GroupCommit {
  readonly #store: GroupCommitOptions['store'];
  readonly #writers: number;
  readonly #groupEvents: number;
  readonly #mostBytes: number;
  #waiting: Waiting[] = [];
  #waitingEvents = 0;
  #waitingBytes = 0;
  #busy = 0;
  #scheduled = false;
  #idle: (() => void)[] = [];

  constructor({ store, writers = 4, groupEvents = 500, waitingBytes = 16 * 1_048_576 }: GroupCommitOptions) {
    this.#store = store;
    this.#writers = writers;
    this.#groupEvents = groupEvents;
    this.#mostBytes = waitingBytes;
  }

  /** Bytes that wait for a writer. */
  get waitingBytes(): number { return this.#waitingBytes; }

  /** Whether the next batch would be refused. */
  get full(): boolean { return this.#waitingBytes >= this.#mostBytes; }

  /**
   * Resolves once the batch is durable.
   * @throws {ProblemError} overloaded
   */
  add(batch: PreparedBatch): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.full) throw new ProblemError('overloaded', undefined, RETRY_AFTER);
      this.#waiting.push({ batch, resolve, reject });
      this.#waitingEvents += batch.count;
      this.#waitingBytes += sizeOf(batch);
      this.#schedule();
    });
  }

  /** Resolves when nothing is waiting or on its way. */
  async drained(): Promise<void> {
    if (this.#busy === 0 && this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Requests that arrived in the same turn of the event loop are taken together. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#waiting.length > 0 && (this.#busy === 0 || (this.#busy < this.#writers && this.#waitingEvents >= this.#groupEvents / 2))) {
        void this.#commit(this.#take());
      }
    });
  }

  #take(): Waiting[] {
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const { batch } of this.#waiting) {
      if (events >= this.#groupEvents) break;
      events += batch.count;
      bytes += sizeOf(batch);
      count += 1;
    }
    this.#waitingEvents -= events;
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Waiting[]): Promise<void> {
    this.#busy += 1;
    try {
      const outcomes = await this.#store(group.map((waiting) => waiting.batch));
      for (const { batch, resolve } of group) resolve(outcomes.get(batch.number) ?? { accepted: 0, unstorable: [] });
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    } finally {
      this.#busy -= 1;
      if (this.#waiting.length > 0) this.#schedule();
      else if (this.#busy === 0) for (const idle of this.#idle.splice(0)) idle();
    }
  }
}

import type { PreparedBatch } from './prepared-batch.ts';

/** What became of one batch. */
export interface Stored {
  /** New rows. */
  accepted: number;
}

export interface GroupCommitOptions {
  /** Stores a group as one transaction; answers how many events of each batch were new. */
  store: (group: readonly PreparedBatch[]) => Promise<number[]>;
  /** Groups on their way at once. Default 4. */
  writers?: number;
  /** Events in a group. Default 1,000: beyond, latency grows and the cost of a row does not fall. */
  groupEvents?: number;
}

interface Waiting {
  batch: PreparedBatch;
  resolve: (stored: Stored) => void;
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
  #waiting: Waiting[] = [];
  #waitingEvents = 0;
  #busy = 0;
  #scheduled = false;
  #idle: (() => void)[] = [];

  constructor({ store, writers = 4, groupEvents = 1_000 }: GroupCommitOptions) {
    this.#store = store;
    this.#writers = writers;
    this.#groupEvents = groupEvents;
  }

  /** Resolves once the batch is committed. */
  add(batch: PreparedBatch): Promise<Stored> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#waitingEvents += batch.events.length;
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
      while (this.#waiting.length > 0 && (this.#busy === 0 || (this.#busy < this.#writers && this.#waitingEvents >= this.#groupEvents))) {
        void this.#commit(this.#take());
      }
    });
  }

  #take(): Waiting[] {
    let events = 0;
    let count = 0;
    while (count < this.#waiting.length && (count === 0 || events < this.#groupEvents)) {
      events += (this.#waiting[count] as Waiting).batch.events.length;
      count += 1;
    }
    this.#waitingEvents -= events;
    return this.#waiting.splice(0, count);
  }

  async #commit(group: Waiting[]): Promise<void> {
    this.#busy += 1;
    try {
      const accepted = await this.#store(group.map((waiting) => waiting.batch));
      group.forEach((waiting, i) => waiting.resolve({ accepted: accepted[i] ?? 0 }));
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    } finally {
      this.#busy -= 1;
      if (this.#waiting.length > 0) this.#schedule();
      else if (this.#busy === 0) for (const idle of this.#idle.splice(0)) idle();
    }
  }
}

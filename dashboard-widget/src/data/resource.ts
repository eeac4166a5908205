import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Params, StatsClient } from '../client/stats-client.ts';
import { StatsError } from '../client/stats-error.ts';

/** One question to the collector. */
export interface Ask {
  client: StatsClient;
  endpoint: string;
  params: Params;
  after: number;
}

interface Host extends ReactiveControllerHost {
  /** Told of each answer and each failure. */
  resourceSettled?(error: StatsError | undefined): void;
}

/**
 * Keeps an answer in step with a question. Before each update the host is asked what it wants to know; a new question is
 * sent, and the old answer stays until the new one or an error is there. An answer that comes after a newer question is dropped.
 */
export class Resource<T> implements ReactiveController {
  /** The last good answer. */
  data: T | undefined;
  /** Why the last question failed; undefined once one succeeds. */
  error: StatsError | undefined;
  loading = false;
  readonly #host: Host;
  readonly #ask: () => Ask | 'hold' | undefined;
  #client: StatsClient | undefined;
  #endpoint: string | undefined;
  #key = '';

  /** @param ask undefined asks nothing and forgets; `hold` waits for what the question depends on, and keeps the answer */
  constructor(host: Host, ask: () => Ask | 'hold' | undefined) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostUpdate(): void {
    const ask = this.#ask();
    if (ask === 'hold') return;
    const key = ask ? JSON.stringify([ask.endpoint, ask.params, ask.after]) : '';
    if (key === this.#key && (!ask || ask.client === this.#client)) return;
    this.#key = key;
    this.loading = ask !== undefined;
    // Never show one site's figures under another's name, nor one report's as another.
    if (ask?.client.base !== this.#client?.base || ask?.endpoint !== this.#endpoint) this.data = this.error = undefined;
    this.#endpoint = ask?.endpoint;
    this.#client = ask?.client;
    if (ask) void this.#load(ask, key);
  }

  async #load({ client, endpoint, params, after }: Ask, key: string): Promise<void> {
    const current = (): boolean => key === this.#key && client === this.#client;
    try {
      const data = await client.get<T>(endpoint, params, after);
      if (!current()) return;
      this.data = data;
      this.error = undefined;
    } catch (error) {
      if (!current()) return;
      this.error = error instanceof StatsError ? error : new StatsError('unreadable_answer', String(error));
    }
    this.loading = false;
    this.#host.resourceSettled?.(this.error);
    this.#host.requestUpdate();
  }
}

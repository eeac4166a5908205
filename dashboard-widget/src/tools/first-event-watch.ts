import type { ReactiveController } from 'lit';
import type { DataContext } from '../data/data-context.ts';

/** Milliseconds between two looks. */
const PAUSE = 5_000;

interface Host {
  addController(controller: ReactiveController): void;
  /** Whether the site has had no event yet. */
  readonly waiting: boolean;
  readonly context: DataContext | undefined;
}

/** While a site has had no event yet, looks again and again, so that the owner sees the first one arrive. */
export class FirstEventWatch implements ReactiveController {
  readonly #host: Host;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#host.waiting) this.hostDisconnected();
    else this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#host.context?.refresh();
    }, PAUSE);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

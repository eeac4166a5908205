import type { ReactiveController } from 'lit';
import type { DataContext } from '../data/data-context.ts';

/** Milliseconds after which figures are asked for again when the reader comes back to the page. */
const OLD = 300_000;

interface Host {
  addController(controller: ReactiveController): void;
  readonly context: DataContext | undefined;
}

/** Refreshes when the reader comes back to a page left open; never behind their back. */
export class ReturnRefresh implements ReactiveController {
  readonly #host: Host;
  #since = 0;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#since = Date.now();
    document.addEventListener('visibilitychange', this.#onChange);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onChange);
  }

  readonly #onChange = (): void => {
    if (document.visibilityState === 'hidden' || Date.now() - this.#since < OLD) return;
    this.#since = Date.now();
    this.#host.context?.refresh();
  };
}

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { DataContext } from '../data/data-context.ts';

/** Milliseconds after which figures are asked for again when the reader comes back to the page. */
const OLD = 300_000;

interface Host extends ReactiveControllerHost {
  readonly context: DataContext | undefined;
}

/** Follows the page: draws anew when it changes language or direction, refreshes when the reader comes back to it. */
export class PageWatch implements ReactiveController {
  readonly #host: Host;
  readonly #language = new MutationObserver(() => this.#host.requestUpdate());
  #since = Date.now();

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#language.observe(document.documentElement, { attributeFilter: ['lang', 'dir'] });
    document.addEventListener('visibilitychange', this.#onReturn);
  }

  hostDisconnected(): void {
    this.#language.disconnect();
    document.removeEventListener('visibilitychange', this.#onReturn);
  }

  /** Never behind the reader's back. */
  readonly #onReturn = (): void => {
    if (document.hidden || Date.now() - this.#since < OLD) return;
    this.#since = Date.now();
    this.#host.context?.refresh();
  };
}

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Draws anew when the page changes its language or its direction. */
export class LanguageWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #observer: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => this.#host.requestUpdate());
    this.#observer.observe(document.documentElement, { attributeFilter: ['lang', 'dir'] });
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}

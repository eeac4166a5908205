import type { ReactiveController } from 'lit';
import type { DataContext } from '../data/data-context.ts';
import { DEFAULT_QUERY } from '../data/query.ts';
import { StatsChangeEvent } from '../events/stats-change-event.ts';
import { readAddress } from '../panel/read-address.ts';
import { writeAddress } from './write-address.ts';

interface Host extends EventTarget {
  addController(controller: ReactiveController): void;
  readonly syncUrl: boolean;
  readonly context: DataContext | undefined;
}

/** Keeps the question in the page's address, where the host wants it: links can be shared and the back button works. */
export class UrlSync implements ReactiveController {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    host.addEventListener(StatsChangeEvent.type, (event) => {
      if (host.syncUrl && !event.defaultPrevented) queueMicrotask(this.#write);
    });
  }

  hostConnected(): void {
    addEventListener('popstate', this.#read);
  }

  hostDisconnected(): void {
    removeEventListener('popstate', this.#read);
  }

  readonly #read = (): void => {
    const { context, syncUrl } = this.#host;
    if (syncUrl && context) {
      const { metric, goal } = context.query;
      context.set({ ...DEFAULT_QUERY, metric, goal, ...readAddress() });
    }
  };

  readonly #write = (): void => {
    const { query } = this.#host.context ?? {};
    if (!query) return;
    const url = new URL(location.href);
    writeAddress(url, query);
    if (url.href !== location.href) history.pushState(history.state, '', url);
  };
}

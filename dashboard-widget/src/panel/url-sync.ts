import type { ReactiveController } from 'lit';
import type { DataContext } from '../data/data-context.ts';
import { parseFilter } from '../data/filter.ts';
import { queryParams } from '../data/query-params.ts';
import { DEFAULT_QUERY, PERIODS, type Period, type Query } from '../data/query.ts';
import { StatsChangeEvent } from '../events/stats-change-event.ts';

/** Keeps apart what is the panel's in the page's address. */
const PREFIX = 'stats-';

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

  /** What the page's address says. */
  static read(): Partial<Query> {
    const params = new URLSearchParams(location.search);
    const of = (name: string): string => params.get(PREFIX + name) ?? '';
    const [period, from, to] = [of('period') as Period, of('from'), of('to')];
    const filters = params.getAll(`${PREFIX}filter`).map(parseFilter).filter((filter) => filter !== undefined);
    return {
      ...(PERIODS.includes(period) ? { period } : isDay(from) && isDay(to) ? { period: '', from, to } : {}),
      ...(filters.length ? { filters } : {}),
      ...(of('compare') ? { compare: true } : {}),
    };
  }

  readonly #read = (): void => {
    const { context, syncUrl } = this.#host;
    if (syncUrl && context) {
      const { metric, goal } = context.query;
      context.set({ ...DEFAULT_QUERY, metric, goal, ...UrlSync.read() });
    }
  };

  readonly #write = (): void => {
    const { query } = this.#host.context ?? {};
    if (!query) return;
    const url = new URL(location.href);
    const ours = Array.from(url.searchParams.keys()).filter((name) => name.startsWith(PREFIX));
    for (const name of ours) url.searchParams.delete(name);
    for (const [name, value] of queryParams(query)) url.searchParams.append(PREFIX + name, value);
    if (query.compare) url.searchParams.set(`${PREFIX}compare`, '1');
    if (url.href !== location.href) history.pushState(history.state, '', url);
  };
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

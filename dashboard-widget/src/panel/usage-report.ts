import type { ReactiveController } from 'lit';
import { StatsChangeEvent } from '../events/stats-change-event.ts';
import type { StatsExportEvent } from '../events/stats-export-event.ts';

interface Host extends EventTarget {
  addController(controller: ReactiveController): void;
  readonly trackUsage: boolean;
  readonly view: string;
}

type Track = (event: string, properties: Record<string, string>) => unknown;

/** Tells the page's own tracker, where the host wants it, how the panel is used. The tracker asks for consent, not the panel. */
export class UsageReport implements ReactiveController {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    host.addEventListener(StatsChangeEvent.type, (event) => {
      this.#track('analytics.filter_change', { filter: Object.keys((event as StatsChangeEvent).change).join(' ') });
    });
    host.addEventListener('stats-export', (event) => this.#track('analytics.export', { format: (event as StatsExportEvent).format }));
  }

  hostConnected(): void {
    queueMicrotask(() => this.#track('analytics.dashboard_view', { view: this.#host.view || 'overview' }));
  }

  #track(event: string, properties: Record<string, string>): void {
    const { track } = globalThis as { track?: Track };
    if (this.#host.trackUsage) track?.(event, properties);
  }
}

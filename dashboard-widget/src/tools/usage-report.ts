import type { ReactiveController } from 'lit';
import type { UsageEvent } from '../../../collector/src/contract/index.ts';
import type { DataContext } from '../data/data-context.ts';
import { StatsChangeEvent } from '../events/stats-change-event.ts';
import type { StatsExportEvent } from '../events/stats-export-event.ts';
import { StatsUsageEvent } from '../events/stats-usage-event.ts';

interface Host extends EventTarget {
  addController(controller: ReactiveController): void;
  readonly trackUsage: boolean;
  readonly view: string;
  readonly context: DataContext | undefined;
}

type Properties = Record<string, string>;
type Track = (event: string, properties: Properties) => unknown;

/**
 * Tells how the panel is used: by events of its own and, where the host wants it, through the page's tracker, which asks for
 * consent; where a page has none, the collector's usage endpoint.
 */
export class UsageReport implements ReactiveController {
  readonly #host: Host;
  #viewed = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    host.addEventListener(StatsChangeEvent.type, (event) => {
      this.#tell('analytics.filter_change', { filter: Object.keys((event as StatsChangeEvent).change).join(' ') });
    });
    host.addEventListener('stats-export', (event) => this.#tell('analytics.export', { format: (event as StatsExportEvent).format }));
  }

  hostUpdated(): void {
    if (this.#viewed || !this.#host.context?.client) return;
    this.#viewed = true;
    this.#tell('analytics.dashboard_view', { view: this.#host.view || 'overview' });
  }

  hostDisconnected(): void {
    this.#viewed = false;
  }

  #tell(event: UsageEvent, properties: Properties): void {
    const { trackUsage, context } = this.#host;
    if (!this.#host.dispatchEvent(new StatsUsageEvent({ event, properties })) || !trackUsage) return;
    const { track } = globalThis as { track?: Track };
    if (track) track(event, properties);
    // A figure that is not counted is no reason to disturb a reader.
    else void context?.client?.send('usage', { method: 'POST', body: { event, properties } }).catch(() => {});
  }
}

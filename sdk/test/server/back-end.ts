import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WireEvent } from '../../../collector/src/contract/index.ts';
import type { TestCollector } from '../../../test/support/collector.ts';
import { startFaultProxy, type FaultProxy } from '../../../test/support/fault-proxy.ts';
import { until } from '../../../test/support/until.ts';
import { createTracker, type ServerOptions, type ServerTracker } from '../../src/server/index.ts';

/** A back end with a site of its own, and a proxy between it and the collector. */
export interface BackEnd {
  proxy: FaultProxy;
  /** For `createTracker`, in a hurry. */
  options: ServerOptions;
  tracker: ServerTracker;
  /** What was given up on, by reason. */
  dropped: string[];
  /** Failures that were heard of. */
  errors: Error[];
  /** Another tracker of the same site. */
  start(more?: Partial<ServerOptions>): ServerTracker;
  /** A folder, removed at the end. */
  folder(): Promise<string>;
  /** Every event that arrived at the proxy, resent ones again. */
  sent(): WireEvent[];
  /** The names of the stored events, once there are so many. */
  stored(count: number): Promise<string[]>;
}

export type Cleanup = () => Promise<unknown>;

export async function startBackEnd(collector: TestCollector, cleanup: Cleanup[], more: Partial<ServerOptions> = {}): Promise<BackEnd> {
  const site = await collector.addSite();
  const proxy = await startFaultProxy(collector.url);
  const dropped: string[] = [];
  const errors: Error[] = [];
  const options: ServerOptions = {
    site: site.key, secretKey: site.secretKey, api: proxy.url, flushMs: 20, retryMs: 40,
    onDrop: (_event, reason) => dropped.push(reason), onError: (error) => errors.push(error), ...more,
  };
  const trackers: ServerTracker[] = [];
  const start = (others?: Partial<ServerOptions>): ServerTracker => {
    const tracker = createTracker({ ...options, ...others });
    trackers.push(tracker);
    return tracker;
  };
  cleanup.push(async () => {
    await Promise.all(trackers.map((tracker) => tracker.close(0)));
    await proxy.close();
  });
  return {
    proxy, options, dropped, errors, start,
    tracker: start(),
    async folder() {
      const folder = await mkdtemp(path.join(tmpdir(), 'passerby-server-'));
      cleanup.push(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
    sent: () => proxy.arrivals.flatMap(({ batch }) => batch.events),
    async stored(count) {
      const read = () => collector.sql<{ event: string }[]>`select event from passerby.raw_events where site_id = ${site.site_id} order by ts, event_id`;
      let rows = await read();
      await until(`${count} events are stored`, async () => (rows = await read()).length >= count);
      return rows.map(({ event }) => event);
    },
  };
}

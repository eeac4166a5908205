import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../db/connect.ts';

/** How often to look, ms. */
const PAUSE_MS = 500;

/** An event that has arrived. */
export interface Arrived {
  event: string;
  path: string | null;
  /** Why it was taken for a machine's; null for a person's. */
  bot: string | null;
}

/** The first event of a site from a host that is stored after a moment, or undefined where none comes within the wait or before the signal. */
export async function waitForEvent(sql: Queryable, site: { siteId: number; hostname: string; since: Date }, waitMs: number, signal: AbortSignal): Promise<Arrived | undefined> {
  const until = performance.now() + waitMs;
  for (;;) {
    const [arrived] = await sql<Arrived[]>`
      select event, path, bot from passerby.raw_events
      where site_id = ${site.siteId} and received_at >= ${site.since} and hostname = ${site.hostname} order by received_at limit 1`;
    if (arrived || signal.aborted || performance.now() >= until) return arrived;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

import type { WireEvent } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';
import type { Salts } from '../privacy/salts.ts';
import { platformSite } from '../sites/platform-site.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import { prepare } from './prepare.ts';
import { toldDevice } from './sender.ts';

export interface PlatformDeps {
  sql: Sql;
  salts: Salts;
  commits: GroupCommit;
  now: () => number;
}

/** Stores events about the platform itself on its own site, by the way that all events go. */
export async function recordPlatformEvents(events: WireEvent[], { sql, salts, commits, now }: PlatformDeps): Promise<void> {
  const site = await platformSite(sql);
  const sender = { site, origin: 'server' as const, receivedAt: now(), skew: 0, device: toldDevice(undefined, undefined, undefined) };
  const { batch } = await prepare({ events }, JSON.stringify(events).length, sender, salts);
  await commits.add(batch);
}

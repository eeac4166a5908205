import { createHash, randomUUID } from 'node:crypto';
import type { Sql } from '../../src/db/connect.ts';

/** An event as a test tells it; what is not told is empty. */
export interface TestEvent {
  /** ISO instant. */
  at: string;
  /** Default `page_view`. */
  event?: string;
  /** Any name; the same name is the same visitor. Null: no person. Default `anna`. */
  visitor?: string | null;
  /** Default true: an id kept in the browser. */
  kept?: boolean;
  /** Any name; the same name is the same visit id. Default: the tracker gave none. */
  visit?: string;
  /** Any name; the same name is the same event id. Default: a new one. */
  id?: string;
  path?: string;
  columns?: Record<string, string | number | null | Record<string, string | number | boolean>>;
}

/** Stores events by the statement that the collector uses, marks included; answers their ids. */
export async function storeEvents(sql: Sql, siteId: number, events: TestEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const times = events.map((event) => event.at).toSorted();
  await sql`select passerby.ensure_partitions(${times[0]!}::timestamptz, ${times.at(-1)!}::timestamptz)`;
  const rows = events.map((event, context) => ({
    batch: 0,
    context,
    event_id: eventId(event),
    ts: event.at,
    event: event.event ?? 'page_view',
    actor_type: event.visitor === null ? 'system' : 'visitor',
    visitor: event.visitor === null ? null : nameToUuid(event.visitor ?? 'anna'),
    visitor_kept: event.visitor !== null && (event.kept ?? true),
    visit_id: event.visit === undefined ? null : nameToUuid(event.visit),
    path: event.path ?? null,
    ...event.columns,
  }));
  const batch = { batch: 0, site_id: siteId, batch_id: randomUUID(), received_at: times[0], events: rows.length, rejected: 0, origin: 'import' };
  await sql`select passerby.store_events(${sql.json(rows)}::json, ${sql.json(rows)}::json, ${sql.json([batch])}::json)`;
  return rows.map((row) => row.event_id);
}

/** A site of a test's own; answers its id and key. */
export async function addTestSite(sql: Sql, timezone = 'UTC', owner: string | null = null): Promise<{ siteId: number; key: string }> {
  const key = `pk_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  const [site] = await sql<[{ site_id: number }]>`
    insert into passerby.sites (public_key, domain, timezone, owner) values (${key}, 'example.com', ${timezone}, ${owner}) returning site_id`;
  return { siteId: site.site_id, key };
}

export function nameToUuid(name: string): string {
  const hex = createHash('md5').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A UUIDv7 of the event's time. */
function eventId({ at, id }: TestEvent): string {
  const time = new Date(at).getTime().toString(16).padStart(12, '0');
  const rest = id === undefined ? randomUUID() : nameToUuid(id);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(15)}`;
}

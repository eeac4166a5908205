import type { Sql } from '../db/connect.ts';
import { keysOf, type Person } from './person.ts';

const ROWS_AT_ONCE = 1_000;

/** Every event that is kept of a person on one site, oldest first, as it is stored. The record of the request names nobody. */
export async function* exportPerson(sql: Sql, siteId: number, person: Person): AsyncGenerator<Record<string, unknown>> {
  const { visitors, userId } = await keysOf(sql, siteId, person);
  const query = sql`
    select ts, event_id, event, actor_type, visitor, user_id, plan, visit_id, hostname, path, title, referrer, source, channel, utm_source, utm_medium,
           utm_campaign, utm_term, utm_content, click_id, country, region, city, device, browser, os, language, screen, engaged_ms, scroll_depth, properties
      from passerby.raw_events
     where site_id = ${siteId} and (visitor_kept and visitor = any (${visitors}::uuid[]) or user_id = ${userId})
     order by ts, event_id`;
  let events = 0;
  for await (const rows of query.cursor(ROWS_AT_ONCE)) {
    events += rows.length;
    yield* rows;
  }
  await sql`insert into passerby.privacy_requests (site_id, kind, completed_at, events) values (${siteId}, 'export', now(), ${events})`;
}

import type { Sql } from '../db/connect.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { keysOf, type Person } from './person.ts';

export interface Erased {
  /** Of the record that says it was done, without saying to whom. */
  requestId: string;
  events: number;
}

/**
 * Deletes what is kept of a person on one site: events first, then, computed anew without them, visits and figures. A day
 * whose events retention has taken keeps its totals, which name nobody; the person's visits in it go. Should it break off
 * after the events are gone, the next aggregation ends it: the days are marked in the same transaction.
 */
export async function erasePerson(sql: Sql, siteId: number, person: Person): Promise<Erased> {
  const erased = await sql.begin(async (tx): Promise<Erased> => {
    // Not beside a computation that has read the events already.
    await tx`select pg_advisory_xact_lock(hashtextextended('passerby.aggregate', ${siteId}))`;
    const { visitors, userId } = await keysOf(tx, siteId, person);
    const [gone] = await tx<[{ events: number }]>`
      with gone as (
        delete from passerby.raw_events
         where site_id = ${siteId} and (visitor_kept and visitor = any (${visitors}::uuid[]) or user_id = ${userId})
        returning ts
      ),
      marked as (
        insert into passerby.aggregation_queue (site_id, day)
        select distinct s.site_id, (g.ts at time zone s.timezone)::date from gone g join passerby.sites s on s.site_id = ${siteId}
      )
      select count(*)::int as events from gone`;
    await tx`
      delete from passerby.visits
       where site_id = ${siteId} and day < passerby.computable_from(${siteId})
         and (visitor_kept and visitor = any (${visitors}::uuid[]) or user_id = ${userId})`;
    // Of a day that is computed again the accounts are too; of others they go here.
    await tx`delete from passerby.account_days where site_id = ${siteId} and user_id = ${userId} and day < passerby.computable_from(${siteId})`;
    await tx`delete from passerby.builder_days where site_id = ${siteId} and user_id = ${userId} and day < passerby.computable_from(${siteId})`;
    const ids = 'visitorId' in person ? [person.visitorId] : [person.userId];
    await tx`delete from passerby.rejected_events r where site_id = ${siteId} and exists (select from unnest(${ids}::text[]) id where strpos(r.payload, id) > 0)`;
    await tx`select passerby.touch_site(${siteId})`;
    const [request] = await tx<[{ request_id: string }]>`
      insert into passerby.privacy_requests (site_id, kind, events) values (${siteId}, 'erase', ${gone.events}) returning request_id`;
    return { requestId: request.request_id, events: gone.events };
  });
  await aggregate(sql);
  await sql`update passerby.privacy_requests set completed_at = now() where site_id = ${siteId} and request_id = ${erased.requestId}`;
  return erased;
}

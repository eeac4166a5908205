import type { Queryable } from '../db/connect.ts';
import { keptVisitor } from '../ingest/visitor.ts';

/** Whom a request is about: by the id that the browser keeps, or by the platform's id of a user. */
export type Person = { visitorId: string } | { userId: string };

/** A person as the events know them. */
export interface Keys {
  /** Visitor keys. */
  visitors: string[];
  userId: string | null;
}

/** A user's visitor keys are those that no other user has used: a browser may be shared. */
export async function keysOf(sql: Queryable, siteId: number, person: Person): Promise<Keys> {
  if ('visitorId' in person) return { visitors: [keptVisitor(siteId, person.visitorId)], userId: null };
  const rows = await sql<{ visitor: string }[]>`
    select distinct e.visitor from passerby.raw_events e
     where e.site_id = ${siteId} and e.user_id = ${person.userId} and e.visitor_kept and not exists (
       select from passerby.raw_events o
        where o.site_id = ${siteId} and o.visitor = e.visitor and o.visitor_kept and o.user_id <> ${person.userId})`;
  return { visitors: rows.map((row) => row.visitor), userId: person.userId };
}

import type { Queryable } from '../db/connect.ts';

export interface Freshness {
  /** When this site's figures were last known to be complete; null before the first aggregation. */
  aggregatedAt: Date | null;
  /** Events wait that are not in the figures yet. */
  pending: boolean;
  /** Rises whenever a day of this site was computed anew. */
  version: number;
  /** First day whose visits are all still kept; null where none were ever deleted. */
  visitsFrom: string | null;
}

/** A site with nothing waiting is as fresh as the last run that found nothing to do for it. */
export async function freshness(sql: Queryable, siteId: number): Promise<Freshness> {
  const [row] = await sql<[Freshness]>`
    select q.pending, coalesce(s.version, 0) as version, s.visits_from as "visitsFrom",
           case when q.pending then s.aggregated_at else greatest(s.aggregated_at, r.ended_at) end as "aggregatedAt"
      from (select exists (select from passerby.aggregation_queue where site_id = ${siteId}) as pending) q
      left join passerby.aggregation_state s on s.site_id = ${siteId}
      left join lateral (select ended_at from passerby.aggregation_runs where ended_at is not null and error is null
                          order by started_at desc limit 1) r on true`;
  return row;
}

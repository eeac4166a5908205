import type { Queryable } from '../db/connect.ts';
import type { Sites } from './per-site.ts';

export interface Freshness {
  /** When the figures were last known to be complete, of several sites those that are furthest behind; null before the first aggregation. */
  aggregatedAt: Date | null;
  /** Events wait that are not in the figures yet. */
  pending: boolean;
  /** Rises whenever a day was computed anew. */
  version: number;
  /** First day whose visits are all still kept; null where none were ever deleted. */
  visitsFrom: string | null;
}

/** A site with nothing waiting is as fresh as the last run that found nothing to do for it. */
export async function freshness(sql: Queryable, sites: Sites): Promise<Freshness> {
  const ids = sql`${typeof sites === 'number' ? [sites] : [...sites]}::integer[]`;
  const [row] = await sql<[Freshness]>`
    with last_run as (
      select ended_at from passerby.aggregation_runs where ended_at is not null and error is null order by started_at desc limit 1
    ),
    waiting as materialized (select distinct q.site_id from passerby.aggregation_queue q where q.site_id = any (${ids})),
    each as (
      select w.site_id is not null as pending, s.aggregated_at, s.version, s.visits_from
        from unnest(${ids}) as one (id)
        left join passerby.aggregation_state s on s.site_id = one.id
        left join waiting w on w.site_id = one.id
    )
    select coalesce(bool_or(pending), false) as pending, coalesce(sum(version), 0)::bigint as version, max(visits_from) as "visitsFrom",
           case when not coalesce(bool_or(pending and aggregated_at is null), false)
             then min(case when pending then aggregated_at else greatest(aggregated_at, (select ended_at from last_run)) end) end as "aggregatedAt"
      from each`;
  return row;
}

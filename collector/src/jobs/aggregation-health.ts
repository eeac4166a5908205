import type { Queryable } from '../db/connect.ts';

export interface AggregationHealth {
  /** `late`: something waits longer than it should. `failing`: the last run could not compute a day. */
  state: 'ok' | 'late' | 'failing';
  /** How long the oldest event that is not counted yet has waited; 0 where none does. */
  lagSeconds: number;
  /** Days of sites that wait. */
  waitingDays: number;
  /** When the last run that ended did so. */
  lastRunAt: Date | null;
  /** What the last run failed on. */
  error: string | null;
}

/** How far counting is behind. `lateAfterSeconds`: how long an event may wait, given when the job runs. */
export async function aggregationHealth(sql: Queryable, lateAfterSeconds: number): Promise<AggregationHealth> {
  const [row] = await sql<[Omit<AggregationHealth, 'state'>]>`
    select coalesce(extract(epoch from clock_timestamp() - q.oldest), 0)::float8 as "lagSeconds", q.days as "waitingDays",
           r.ended_at as "lastRunAt", r.error
      from (select min(queued_at) as oldest, count(distinct (site_id, day)) as days from passerby.aggregation_queue) q
      left join lateral (select ended_at, error from passerby.aggregation_runs where ended_at is not null order by started_at desc limit 1) r on true`;
  return { state: row.error !== null ? 'failing' : row.lagSeconds > lateAfterSeconds ? 'late' : 'ok', ...row };
}

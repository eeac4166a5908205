import type { PlanPoint } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { openSince } from './open-since.ts';
import type { Range } from './range.ts';

/**
 * Accounts by plan at the end of each day of a range. A day without events is as the one before it; a day that is not closed
 * is counted from what accounts were last heard of.
 */
export async function planAdoption(sql: Queryable, siteId: number, range: Range, today: string): Promise<PlanPoint[]> {
  const rows = await sql<{ day: string; accounts: Record<string, number>; upgrades: number; downgrades: number }[]>`
    with since as materialized (${openSince(sql, siteId, range)}),
    days as (
      select d::date as day, d::date >= (select day from since) as open
        from generate_series(${range.from}::date, ${range.to}::date, interval '1 day') d
    ),
    counted as (
      select d.day, p.plan, p.accounts, case when p.day = d.day then p.upgrades else 0 end as upgrades, case when p.day = d.day then p.downgrades else 0 end as downgrades
        from days d join passerby.stats_daily_plans p
          on p.site_id = ${siteId} and p.day = (select max(l.day) from passerby.stats_daily_plans l where l.site_id = ${siteId} and l.day <= d.day)
       where not d.open
      union all
      select d.day, l.plan, count(*), sum(case when l.day = d.day then l.upgrades else 0 end), sum(case when l.day = d.day then l.downgrades else 0 end)
        from days d cross join lateral (
          select distinct on (a.user_id) a.day, a.plan, a.upgrades, a.downgrades
            from passerby.account_days a where a.site_id = ${siteId} and a.day <= d.day order by a.user_id, a.day desc) l
       where d.open group by d.day, l.plan
    )
    select d.day, coalesce(jsonb_object_agg(c.plan, c.accounts) filter (where c.plan is not null), '{}') as accounts,
           coalesce(sum(c.upgrades), 0)::int as upgrades, coalesce(sum(c.downgrades), 0)::int as downgrades
      from days d left join counted c on c.day = d.day
     group by d.day order by d.day`;
  return rows.map(({ day, ...point }) => ({ t: day, ...point, partial: day >= today }));
}

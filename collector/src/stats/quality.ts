import type { DropReason, Quality, RejectReason } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import type { Fragment } from './fragment.ts';
import { addDays } from './local-day.ts';
import type { Question } from './question.ts';
import { oneSite } from './scope.ts';

/** Days for which what is known of each batch is kept. */
const KEPT_DAYS = 90;

type Asked = Pick<Question, 'sites' | 'timezone' | 'range'>;

/** Whether the batches of a range are all still there to be looked at. */
export function batchesGone({ range, today }: Pick<Question, 'range' | 'today'>): boolean {
  return range.from < addDays(today, -KEPT_DAYS);
}

/** What a range's figures rest on: who could be counted, what was not, and how far counting is behind. */
export async function quality(sql: Queryable, asked: Asked): Promise<Pick<Quality, 'consent' | 'events' | 'lag_seconds'>> {
  const { range } = asked;
  const siteId = oneSite(asked);
  const [[consent], [counted], [batches], rejected, dropped, [{ lag }]] = await Promise.all([
    // Statistics are the purpose named `analytics`; a banner that asks for none by that name may mean any.
    sql<[{ asked: number; granted: number }]>`
      select count(*) as asked, count(*) filter (where coalesce((choice ->> 'analytics')::boolean, jsonb_path_exists(choice, '$.* ? (@ == true)'))) as granted
        from passerby.consent_records where site_id = ${siteId} and ${within(sql, 'recorded_at', asked)}`,
    sql<[{ stored: number; bots: number }]>`
      select coalesce(sum(events), 0)::bigint as stored, coalesce(sum(bots), 0)::bigint as bots
        from passerby.stats_daily where site_id = ${siteId} and day between ${range.from}::date and ${range.to}::date`,
    sql<[{ duplicates: number }]>`
      select coalesce(sum(duplicates), 0)::bigint as duplicates from passerby.event_batches where site_id = ${siteId} and ${within(sql, 'received_at', asked)}`,
    byReason<RejectReason>(sql, 'reasons', asked),
    byReason<DropReason>(sql, 'dropped', asked),
    sql<[{ lag: number }]>`
      select coalesce(floor(extract(epoch from clock_timestamp() - min(queued_at))), 0)::int as lag from passerby.aggregation_queue where site_id = ${siteId}`,
  ]);
  return {
    consent: { asked: consent.asked, granted: consent.granted, denied: consent.asked - consent.granted, coverage: consent.asked === 0 ? null : consent.granted / consent.asked },
    events: { ...counted, rejected, duplicates: batches.duplicates, dropped_by_trackers: dropped },
    lag_seconds: lag,
  };
}

/** Adds up what a column of event_batches counts by reason. */
async function byReason<R>(sql: Queryable, column: 'reasons' | 'dropped', asked: Asked): Promise<{ reason: R; events: number }[]> {
  return [...await sql<{ reason: R; events: number }[]>`
    select r.key as reason, sum(r.value::bigint)::bigint as events
      from passerby.event_batches b cross join lateral jsonb_each_text(b.${sql(column)}) r
     where b.site_id = ${oneSite(asked)} and ${within(sql, 'received_at', asked)} and b.${sql(column)} is not null
     group by r.key order by events desc, reason`];
}

/** A column's moment lies on a local day of the range. */
function within(sql: Queryable, column: string, { timezone, range }: Asked): Fragment {
  return sql`${sql(column)} >= ${range.from}::timestamp at time zone ${timezone} and ${sql(column)} < (${range.to}::date + 1)::timestamp at time zone ${timezone}`;
}

import type { FunnelDefinition, FunnelStepFigures } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { walkFunnel, type Hits } from './funnel-walk.ts';
import type { Range } from './range.ts';

const VISITORS_AT_ONCE = 5_000;

/**
 * How far visitors come who begin in the range; what follows the first step may lie after it, up to the window's end. Reads the
 * events themselves, and of them only those that meet a step.
 */
export async function funnel(sql: Queryable, siteId: number, timezone: string, range: Range, { steps, window_s }: FunnelDefinition): Promise<FunnelStepFigures[]> {
  const reached = steps.map(() => ({ visitors: 0, seconds: [] as number[] }));
  const until = sql`(${range.to}::date + 1)::timestamp at time zone ${timezone}::text`;
  const query = sql<{ events: number[]; times: number[]; steps: number[]; until: number }[]>`
    with rules as (
      select r.step::int - 1 as step, r.event, passerby.glob_to_like(r.path) as path, r.properties
        from rows from (jsonb_to_recordset(${sql.json(steps as never)}::jsonb) as (event text, path text, properties jsonb)) with ordinality as r (event, path, properties, step)
    ),
    hits as (
      select e.visitor, e.ts, e.event_id, r.step
        from passerby.raw_events e
        join rules r on r.event = e.event and (r.path is null or e.path like r.path) and (r.properties is null or e.properties @> r.properties)
       where e.site_id = ${siteId} and e.visitor is not null and e.bot is null
         and e.ts >= ${range.from}::date::timestamp at time zone ${timezone}::text and e.ts < ${until} + make_interval(secs => ${window_s}::int)
         -- In brackets each: reckoned once, not for every row.
         and (e.event_id >= (select passerby.uuid7_floor(${range.from}::date - interval '47 days'))
              and e.event_id < (select passerby.uuid7_floor(${range.to}::date + make_interval(days => 47, secs => ${window_s}::int)))
              or e.event_id < '00000000-0001-0000-0000-000000000000')
    )
    -- Sorted once, by the window, and gathered in that order: what an aggregate sorts for itself it sorts each time.
    select array_agg(o.event) as events, array_agg(o.time) as times, array_agg(o.step) as steps, extract(epoch from ${until})::float8 as until
      from (select h.visitor, extract(epoch from h.ts)::float8 as time, h.step, dense_rank() over (partition by h.visitor order by h.ts, h.event_id)::int as event
              from hits h order by h.visitor, h.ts, h.event_id, h.step) o
     group by o.visitor`;
  for await (const visitors of query.cursor(VISITORS_AT_ONCE)) {
    for (const { events, times, steps: which, until } of visitors) {
      const hits: Hits = events.map((event, index) => ({ event, time: times[index]!, step: which[index]! }));
      walkFunnel(hits, steps.length, window_s, until).forEach((seconds, step) => {
        reached[step]!.visitors += 1;
        if (step > 0) reached[step]!.seconds.push(seconds);
      });
    }
  }
  return steps.map(({ name }, step) => {
    const { visitors, seconds } = reached[step]!;
    const rate = (of: number) => (of === 0 ? 0 : visitors / of);
    return {
      name, visitors, step_rate: step === 0 ? 1 : rate(reached[step - 1]!.visitors), total_rate: step === 0 ? 1 : rate(reached[0]!.visitors),
      median_seconds: median(seconds),
    };
  });
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

import type { BuilderActivity, BuilderFigures, BuilderPoint } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { buckets } from './buckets.ts';
import type { Fragment } from './fragment.ts';
import type { Question } from './question.ts';
import type { Range } from './range.ts';
import { oneSite } from './scope.ts';

const PUBLISHED = 'builder.site_published';
/** Days in which a new builder is activated by publishing, that of the first action included. */
const ACTIVATION_DAYS = 7;

type Asked = Pick<Question, 'sites' | 'timezone' | 'range' | 'now'>;

/** Who is active in the builder in a range, and who begins. */
export async function builderFigures(sql: Queryable, asked: Asked): Promise<BuilderFigures> {
  const { range } = asked;
  const siteId = oneSite(asked);
  const [{ active_builders, actions, publishers, new_builders, activated }] = await sql<[Record<keyof BuilderFigures, number>]>`
    with builders as (
      select user_id, min(day) as first, sum(actions) as actions, bool_or(event = ${PUBLISHED}) as published
        from (${actionsOf(sql, siteId, range)}) a group by user_id
    ),
    judged as (
      select b.*, not exists (
               select from passerby.builder_days e where e.site_id = ${siteId} and e.user_id = b.user_id and e.day < ${range.from}::date) as new
        from builders b
    )
    select count(*) as active_builders, coalesce(sum(j.actions), 0)::bigint as actions, count(*) filter (where j.published) as publishers,
           count(*) filter (where j.new) as new_builders,
           count(*) filter (where j.new and exists (
             select from passerby.builder_days p
              where p.site_id = ${siteId} and p.user_id = j.user_id and p.event = ${PUBLISHED} and p.day between j.first and j.first + ${ACTIVATION_DAYS - 1}::int)) as activated
      from judged j`;
  const part = (of: number, all: number) => (all === 0 ? 0 : of / all);
  return {
    active_builders, actions, actions_per_builder: part(actions, active_builders), publishers, publish_rate: part(publishers, active_builders),
    new_builders, activated, activation_rate: part(activated, new_builders),
  };
}

/** When they are active, and what they do. */
export async function builderDetails(sql: Queryable, asked: Asked, interval: BuilderActivity['interval']): Promise<Pick<BuilderActivity, 'points' | 'features'>> {
  const { range, timezone, now } = asked;
  const siteId = oneSite(asked);
  const [all, counts, features] = await Promise.all([
    buckets(sql, range, interval, timezone, now),
    sql<(Pick<BuilderPoint, 'active_builders' | 'actions'> & { key: string })[]>`
      select to_char(date_trunc(${interval}, day::timestamp), 'YYYY-MM-DD') as key, count(distinct user_id) as active_builders, sum(actions)::bigint as actions
        from (${actionsOf(sql, siteId, range)}) a group by 1`,
    sql<BuilderActivity['features']>`
      select event as value, count(distinct user_id) as builders, sum(actions)::bigint as actions
        from (${actionsOf(sql, siteId, range)}) a group by event order by builders desc, actions desc, event collate "C"`,
  ]);
  const byKey = new Map(counts.map((one) => [one.key, one]));
  return {
    points: all.map(({ key, t, partial }) => ({ t, active_builders: byKey.get(key)?.active_builders ?? 0, actions: byKey.get(key)?.actions ?? 0, partial })),
    features: [...features],
  };
}

function actionsOf(sql: Queryable, siteId: number, { from, to }: Range): Fragment {
  return sql`select user_id, day, event, actions from passerby.builder_days where site_id = ${siteId} and day between ${from}::date and ${to}::date`;
}

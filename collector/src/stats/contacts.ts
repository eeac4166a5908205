import { CONTACT_EVENTS, type ContactFigures, type Contacts } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { buckets } from './buckets.ts';
import type { Fragment } from './fragment.ts';
import { perSite } from './per-site.ts';
import type { Question } from './question.ts';
import { summary } from './summary.ts';
import { visitRows } from './visit-rows.ts';

const MOST_SOURCES = 20;

type Asked = Pick<Question, 'sites' | 'timezone' | 'range' | 'filters' | 'now'>;

/** How many turn to the artist in a range, and what part that is of all visitors. */
export async function contactFigures(sql: Queryable, asked: Asked): Promise<ContactFigures> {
  const [all, [sent]] = await Promise.all([
    summary(sql, asked.sites, asked.range, asked.filters),
    sql<[{ submissions: number; visitors: number }]>`with sent as (${sentIn(sql, asked)}) select ${figures(sql, asked)} from sent`,
  ]);
  return { ...sent, contact_rate: all.visitors === 0 ? 0 : sent.visitors / all.visitors };
}

/** On which days, and from where. */
export async function contactDetails(sql: Queryable, asked: Asked): Promise<Pick<Contacts, 'points' | 'sources'>> {
  const [days, [found]] = await Promise.all([
    buckets(sql, asked.range, 'day', asked.timezone, asked.now),
    sql<[{ days: Record<string, number> | null; sources: Contacts['sources'] | null }]>`
      with sent as materialized (${sentIn(sql, asked)}),
      sources as (
        select coalesce(source, '') as value, ${figures(sql, asked)} from sent
         group by source order by visitors desc, submissions desc, source collate "C" nulls first limit ${MOST_SOURCES}
      )
      select (select json_object_agg(d.day, d.submissions) from (select day, sum(submissions) as submissions from sent group by day) d) as days,
             (select json_agg(s) from sources s) as sources`,
  ]);
  return { points: days.map(({ key, t, partial }) => ({ t, submissions: found.days?.[key] ?? 0, partial })), sources: found.sources ?? [] };
}

/** A visitor belongs to one site. */
function figures(sql: Queryable, { sites }: Asked): Fragment {
  const visitor = typeof sites === 'number' ? sql`visitor` : sql`(site_id, visitor)`;
  return sql`coalesce(sum(submissions), 0)::bigint as submissions, count(distinct ${visitor}) filter (where visitor is not null) as visitors`;
}

/** Rows of visits in which something was sent, with how often. */
function sentIn(sql: Queryable, { sites, range, filters }: Asked): Fragment {
  const names = sql`${[...CONTACT_EVENTS]}::text[]`;
  return perSite(sql, sites, (siteId) => sql`
    select v.site_id, v.visitor, v.day, v.source,
           (select sum(n.times) from unnest(v.names, v.name_counts) as n (name, times) where n.name = any (${names})) as submissions
      from (${visitRows(sql, siteId, range, filters, ['site_id', 'visitor', 'day', 'source', 'names', 'name_counts'])}) v
     where v.names && ${names}`);
}

import { CONTACT_EVENTS, type ContactFigures, type Contacts } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { buckets } from './buckets.ts';
import type { Fragment } from './fragment.ts';
import type { Question } from './question.ts';
import { summary } from './summary.ts';
import { visitRows } from './visit-rows.ts';

const MOST_SOURCES = 20;

type Asked = Pick<Question, 'siteId' | 'timezone' | 'range' | 'filters' | 'now'>;

/** How many turn to the artist in a range, and what part that is of all visitors. */
export async function contactFigures(sql: Queryable, asked: Asked): Promise<ContactFigures> {
  const [all, [sent]] = await Promise.all([
    summary(sql, asked.siteId, asked.range, asked.filters),
    sql<[{ submissions: number; visitors: number }]>`select ${figures(sql)} from (${contactRows(sql, asked, ['visitor'])}) c`,
  ]);
  return { ...sent, contact_rate: all.visitors === 0 ? 0 : sent.visitors / all.visitors };
}

/** On which days, and from where. */
export async function contactDetails(sql: Queryable, asked: Asked): Promise<Pick<Contacts, 'points' | 'sources'>> {
  const [days, counts, sources] = await Promise.all([
    buckets(sql, asked.range, 'day', asked.timezone, asked.now),
    sql<{ day: string; submissions: number }[]>`select day, ${figures(sql)} from (${contactRows(sql, asked, ['visitor', 'day'])}) c group by day`,
    sql<Contacts['sources']>`
      select coalesce(source, '') as value, ${figures(sql)} from (${contactRows(sql, asked, ['visitor', 'source'])}) c
       group by source order by visitors desc, submissions desc, source collate "C" nulls first limit ${MOST_SOURCES}`,
  ]);
  const byDay = new Map(counts.map((one) => [one.day, one.submissions]));
  return { points: days.map(({ key, t, partial }) => ({ t, submissions: byDay.get(key) ?? 0, partial })), sources: [...sources] };
}

function figures(sql: Queryable): Fragment {
  return sql`coalesce(sum(submissions), 0)::bigint as submissions, count(distinct visitor) as visitors`;
}

/** Rows of visits in which somebody wrote, with how often. */
function contactRows(sql: Queryable, { siteId, range, filters }: Asked, columns: string[]): Fragment {
  const names = sql`${[...CONTACT_EVENTS]}::text[]`;
  return sql`
    select ${sql(columns)}, (select sum(n.times) from unnest(v.names, v.name_counts) as n (name, times) where n.name = any (${names})) as submissions
      from (${visitRows(sql, siteId, range, filters, [...columns, 'names', 'name_counts'])}) v
     where v.names && ${names}`;
}

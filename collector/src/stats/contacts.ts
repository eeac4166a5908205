import { CONTACT_EVENTS, type ContactFigures, type Contacts } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { buckets } from './buckets.ts';
import type { Fragment } from './fragment.ts';
import type { Question } from './question.ts';
import { perSite } from './sites.ts';
import { summary } from './summary.ts';
import { visitRows } from './visit-rows.ts';

const MOST_SOURCES = 20;

type Asked = Pick<Question, 'sites' | 'timezone' | 'range' | 'filters' | 'now'>;
interface Sent { submissions: number; visitors: number }

/** How many turn to the artist in a range, and what part that is of all visitors. */
export async function contactFigures(sql: Queryable, asked: Asked): Promise<ContactFigures> {
  const [all, [sent]] = await Promise.all([
    summary(sql, asked.sites, asked.range, asked.filters),
    sql<[Sent]>`select ${added(sql)} from (${sentBy(sql, asked, sql`''`)}) one`,
  ]);
  return { ...sent, contact_rate: all.visitors === 0 ? 0 : sent.visitors / all.visitors };
}

/** On which days, and from where. */
export async function contactDetails(sql: Queryable, asked: Asked): Promise<Pick<Contacts, 'points' | 'sources'>> {
  const [days, counts, sources] = await Promise.all([
    buckets(sql, asked.range, 'day', asked.timezone, asked.now),
    sql<(Sent & { value: string })[]>`select value, ${added(sql)} from (${sentBy(sql, asked, sql`to_char(v.day, 'YYYY-MM-DD')`)}) one group by value`,
    sql<(Sent & { value: string })[]>`
      select value, ${added(sql)} from (${sentBy(sql, asked, sql`coalesce(v.source, '')`)}) one
       group by value order by visitors desc, submissions desc, one.value collate "C" limit ${MOST_SOURCES}`,
  ]);
  const byDay = new Map(counts.map((one) => [one.value, one.submissions]));
  return { points: days.map(({ key, t, partial }) => ({ t, submissions: byDay.get(key) ?? 0, partial })), sources: [...sources] };
}

function added(sql: Queryable): Fragment {
  return sql`coalesce(sum(submissions), 0)::bigint as submissions, coalesce(sum(visitors), 0)::bigint as visitors`;
}

/** What was sent, and by how many, from each site and by something of the visit v. */
function sentBy(sql: Queryable, { sites, range, filters }: Asked, value: Fragment): Fragment {
  const names = sql`${[...CONTACT_EVENTS]}::text[]`;
  return perSite(sql, sites, (siteId) => sql`
    select ${value} as value, count(distinct v.visitor) as visitors,
           sum((select sum(n.times) from unnest(v.names, v.name_counts) as n (name, times) where n.name = any (${names}))) as submissions
      from (${visitRows(sql, siteId, range, filters, ['visitor', 'day', 'source', 'names', 'name_counts'])}) v
     where v.names && ${names} group by 1`);
}

import { CONTACT_EVENTS, type SiteRow, type SitesOverview, type SiteSort } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import type { Fragment } from './fragment.ts';
import { openSince } from './open-since.ts';
import type { SiteId } from './per-site.ts';
import type { Question } from './question.ts';
import type { Range } from './range.ts';
import { figuresOf } from './summary.ts';

/** Plans, and owners, to choose from. */
const MOST_CHOICES = 1_000;

export interface OverviewQuery {
  search: string;
  sort: SiteSort;
  limit: number;
  offset: number;
}

/** The figures of each site, the largest first, of those in whose domain, owner or key the search occurs. */
export async function overview(sql: Queryable, { open, chosen, range }: Question, { search, sort, limit, offset }: OverviewQuery): Promise<Omit<SitesOverview, 'meta'>> {
  const wanted = search.toLowerCase();
  const found = chosen.filter(({ domain, owner, key }) => [domain, owner ?? '', key].some((text) => text.toLowerCase().includes(wanted)));
  const order = sort === 'domain' ? sql`s.domain` : sql`figures.${sql(sort)} desc, s.domain`;
  const rows = await sql<SiteRow[]>`
    select s.public_key as site, s.domain, s.owner, s.plan, figures.*
      from passerby.sites s cross join lateral (
        select coalesce(f.visitors, 0)::bigint as visitors, coalesce(f.visits, 0)::bigint as visits, coalesce(f.page_views, 0)::bigint as page_views,
               ${contactsOf(sql, sql`s.site_id`, range)} as contacts
          from (${figuresOf(sql, sql`s.site_id`, range, [])}) f) figures
     where s.site_id = any (${found.map((site) => site.siteId)}::integer[])
     order by ${order}, s.site_id limit ${limit} offset ${offset}`;
  return { rows: [...rows], total_rows: found.length, plans: choices(open.map((site) => site.plan)), owners: choices(open.map((site) => site.owner)) };
}

/** As the list of events has it: of closed days from their figures, and of the days since from visits. */
function contactsOf(sql: Queryable, siteId: SiteId, range: Range): Fragment {
  const names = sql`${[...CONTACT_EVENTS]}::text[]`;
  return sql`(
    with since as (${openSince(sql, siteId, range)})
    select coalesce((select sum(d.events) from passerby.stats_daily_dimensions d
                      where d.site_id = ${siteId} and d.dimension = 'event' and d.day >= ${range.from}::date and d.day < (select day from since) and d.value = any (${names})), 0)::bigint
         + coalesce((select sum(n.times) from passerby.visits v cross join lateral unnest(v.names, v.name_counts) as n (name, times)
                      where v.site_id = ${siteId} and v.day between (select day from since) and ${range.to}::date and n.name = any (${names})), 0)::bigint)`;
}

function choices(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].toSorted().slice(0, MOST_CHOICES);
}

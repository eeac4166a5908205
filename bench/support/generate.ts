import type { Sql } from '../../collector/src/db/connect.ts';

export interface Generated {
  events: number;
  sites: number;
  days: number;
}

export interface GenerateOptions extends Generated {
  /** The day after the last one, `YYYY-MM-DD`. */
  until: string;
  workers?: number;
  onProgress?: (message: string) => void;
}

/** Adds sites 1..n; the first is the largest. */
export async function generateSites(sql: Sql, sites: number): Promise<void> {
  await sql`
    insert into passerby.sites (public_key, domain)
    select 'pk_bench' || lpad(n::text, 16, '0'), 'site-' || n || '.example' from generate_series(1, ${sites}::int) n`;
}

/**
 * Fills raw_events with visits: sites by Zipf's law, four in ten bounce, half the visitors keep their id and come back, one
 * event in ten has no visit id. About as many events as asked for, a day at a time, each day in the order of its ids.
 */
export async function generateEvents(sql: Sql, options: GenerateOptions): Promise<void> {
  const { days, until, workers = 3, onProgress = () => {} } = options;
  await sql`select passerby.ensure_partitions(${until}::date - ${days + 7}::int, ${until}::date + 7)`;
  const left = Array.from({ length: days }, (_, index) => index);
  let done = 0;
  await Promise.all(Array.from({ length: workers }, async () => {
    for (let day = left.shift(); day !== undefined; day = left.shift()) {
      await generateDay(sql, options, day);
      done += 1;
      if (done % 10 === 0) onProgress(`${done} of ${days} days generated`);
    }
  }));
  await sql`analyze passerby.raw_events`;
}

/** One day, `index` days after the first, of `events / days` events. */
export async function generateDay(sql: Sql, { events, sites, days, until }: GenerateOptions, index: number): Promise<void> {
  const visits = Math.round(events / days / MEAN_EVENTS);
  await sql`
    with visit as materialized (
      select v, floor(power(${sites}::float, random()))::int as site, hashtext(v || 'k' || ${index}::text) & 1 = 0 as kept,
             ${until}::date - ${days}::int + ${index}::int + make_interval(secs => 86400 * (0.5 + 0.49 * sin(pi() * (random() - 0.5)))) as started,
             case when random() < 0.4 then 1 else 1 + floor(-ln(1 - random()) * 7)::int end as size, random() as luck, random() as taste
        from generate_series(1, ${visits}::int) v
    ),
    person as (
      select v.*, md5(site || '/' || case when kept then 'k' || floor(luck * ${events}::float / 20 / site) else 'd' || ${index}::text || v end)::uuid as visitor,
             gen_random_uuid() as visit_id
        from visit v
    ),
    event as (
      select p.*, n, started::timestamptz + make_interval(secs => n * 40 + random() * 30) as ts, random() as chance, floor(power(200, random()))::int as page
        from person p, generate_series(0, p.size - 1) n
    )
    insert into passerby.raw_events (
      site_id, event_id, ts, received_at, event, actor_type, visitor, visitor_kept, visit_id, hostname, path, title, referrer, source, channel,
      utm_source, utm_campaign, country, device, browser, os, language, screen, properties, bot)
    select site, (substr(passerby.uuid7_floor(ts)::text, 1, 14) || '7' || substr(gen_random_uuid()::text, 16))::uuid, ts, ts,
           case when chance < 0.7 then 'page_view' when chance < 0.85 then 'engagement' when chance < 0.95 then 'click' else 'contact_submitted' end,
           'visitor', visitor, kept, case when hashtext(visit_id::text) % 10 = 0 then null else visit_id end,
           'site-' || site || '.example', '/page/' || page, 'Page ' || page, 'search-' || floor(taste * 20) || '.example/',
           case when taste < 0.3 then null else 'Source ' || floor(taste * 30) end, (array['Direct','Organic Search','Referral','Organic Social','Email'])[1 + floor(taste * 5)::int],
           case when taste > 0.8 then 'newsletter' end, case when taste > 0.8 then 'campaign-' || floor(taste * 40) end,
           (array['CH','DE','FR','US','GB','IT','AT','NL','ES','SE','NO','DK','PL','CZ','JP','BR','IN','CA','AU','BE'])[1 + floor(power(20, luck) - 0.001)::int % 20],
           (array['desktop','mobile','mobile','tablet'])[1 + floor(luck * 4)::int], (array['Chrome','Safari','Firefox','Edge'])[1 + floor(taste * 4)::int],
           (array['Windows','iOS','Android','macOS','Linux'])[1 + floor(luck * 5)::int], (array['en','de','fr','it'])[1 + floor(taste * 4)::int], '1440x900',
           case when chance > 0.85 then jsonb_build_object('label', 'item ' || page) end, case when luck < 0.02 then 'crawler' end
      from event order by 2
    on conflict do nothing`;
}

/** 0.4 · 1 + 0.6 · (1 + 6.5) */
const MEAN_EVENTS = 4.9;

/** Marks every day that has events. */
export async function markAll(sql: Sql): Promise<number> {
  const [row] = await sql<[{ marked: number }]>`
    with marked as (
      insert into passerby.aggregation_queue (site_id, day)
      select distinct e.site_id, (e.ts at time zone s.timezone)::date from passerby.raw_events e join passerby.sites s using (site_id)
      returning 1
    ) select count(*)::int as marked from marked`;
  return row.marked;
}

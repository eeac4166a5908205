-- From raw events to visits, one site and one local day at a time, always whole and always from raw: so the result cannot
-- depend on how often, when, or in which order days are computed. The rules stand in docs/metrics.md; in short:
--
--   An event with a visit id belongs to that visit. One without continues the visit of the visitor's event before it when
--   less than 30 minutes have passed, and starts a visit otherwise. That makes fragments: the visits within one local day.
--   A fragment continues one of the day before when it has the same visit id, or when it begins without one and the
--   visitor's last event is less than 30 minutes back. A fragment that continues is not continued again: a visit ends
--   with the local day after its start at the latest. This keeps every day dependent on two days back and one ahead, not more.

create function passerby.compute_visits(p_site integer, p_day date, p_zone text) returns void
language plpgsql set search_path = '' set timezone = 'UTC' set work_mem = '64MB' set enable_nestloop = off set plan_cache_mode = force_generic_plan set jit = off
as $$
#variable_conflict error
declare
  longest   constant integer := 500;  -- characters of a path or referrer that tell it from others; an index takes no more than 2,704 bytes
  gap       constant interval := interval '30 minutes';
  declared  constant text[] := (select s.properties from passerby.sites s where s.site_id = p_site);
  has_goals constant boolean := exists (select from passerby.goals g where g.site_id = p_site);
  nobody    constant uuid := '00000000-0000-0000-0000-000000000000';
  timeless  constant uuid := '00000000-0001-0000-0000-000000000000';
  -- Local midnight, give or take what a change of the clocks can do; the local date itself decides.
  lo        constant timestamptz := (p_day::timestamp at time zone p_zone) - interval '3 hours';
  hi        constant timestamptz := ((p_day + 1)::timestamp at time zone p_zone) + interval '3 hours';
  far_lo    constant timestamptz := ((p_day - 2)::timestamp at time zone p_zone) - interval '3 hours';
  far_hi    constant timestamptz := ((p_day + 2)::timestamp at time zone p_zone) + interval '3 hours';
  -- An id's own time lies within 45 days of the event's, or the row is in the partition of ids without a time.
  id_lo     constant uuid := passerby.uuid7_floor(far_lo - interval '45 days');
  id_hi     constant uuid := passerby.uuid7_floor(far_hi + interval '45 days');
begin
  delete from passerby.visits v where v.site_id = p_site and v.day = p_day;

  insert into passerby.visits (
    site_id, hour, day, visit, visitor, visitor_kept, started_at, ended_at, span, visits, bounces, duration_ms, page_views, events,
    engaged_ms, scroll_depth, entry_page, exit_page, source, channel, referrer, utm_source, utm_medium, utm_campaign,
    utm_term, utm_content, country, region, city, device, browser, os, language, plan, user_id,
    pages, page_counts, page_events, names, name_counts, goals, goal_counts,
    property_names, property_values, property_counts)
  with today as materialized (
    select e.event_id, e.ts, p_day as day, e.visitor, e.visitor_kept, e.visit_id, e.event, left(e.path, longest) as path,
           e.engaged_ms, e.scroll_depth, e.source, e.channel, left(e.referrer, longest) as referrer, e.utm_source, e.utm_medium, e.utm_campaign, e.utm_term, e.utm_content,
           e.country, e.region, e.city, e.device, e.browser, e.os, e.language, e.plan, e.user_id,
           case when has_goals or declared <> '{}' then e.properties end as properties
      from passerby.raw_events e
     where e.site_id = p_site and e.ts >= lo and e.ts < hi and (e.ts at time zone p_zone)::date = p_day
       and (e.event_id >= id_lo and e.event_id < id_hi or e.event_id < timeless)
       and e.bot is null
  ),
  -- What the day's kept visitors did on the days beside it. Pseudonyms live for one day and have no days beside it.
  beside as (
    select e.event_id, e.ts, (e.ts at time zone p_zone)::date as day, e.visitor, e.visitor_kept, e.visit_id, e.event, left(e.path, longest) as path,
           e.engaged_ms, e.scroll_depth, e.source, e.channel, left(e.referrer, longest) as referrer, e.utm_source, e.utm_medium, e.utm_campaign, e.utm_term, e.utm_content,
           e.country, e.region, e.city, e.device, e.browser, e.os, e.language, e.plan, e.user_id, null::jsonb as properties
      from passerby.raw_events e
     where e.site_id = p_site and e.ts >= far_lo and e.ts < far_hi
       and (e.ts at time zone p_zone)::date = any (array[p_day - 2, p_day - 1, p_day + 1])
       and (e.event_id >= id_lo and e.event_id < id_hi or e.event_id < timeless)
       and e.bot is null and e.visitor_kept
       and e.visitor in (select t.visitor from today t where t.visitor_kept)
  ),
  persons as (select * from today where visitor is not null union all select * from beside),
  -- Sorting is what costs, so what is sorted is narrow; where a visit came from is looked up when its first event is known.
  steps as (select p.event_id, p.ts, p.day, p.visitor, p.visitor_kept, p.visit_id, p.event, p.path, p.engaged_ms, p.scroll_depth, p.plan, p.user_id from persons p),
  -- A run: an event that heads a visit of its own, and those after it that follow without a visit id.
  headed as (
    select p.*, p.visit_id is not null or lag(p.ts) over w is null or p.ts - lag(p.ts) over w >= gap as head
      from steps p window w as (partition by p.visitor, p.day order by p.ts, p.event_id)
  ),
  runs as (
    select h.*, count(*) filter (where h.head) over (partition by h.visitor, h.day order by h.ts, h.event_id) as run
      from headed h
  ),
  keyed as (
    select r.*, coalesce(r.visit_id, first_value(coalesce(r.visit_id, r.event_id)) over
           (partition by r.visitor, r.day, r.run order by r.ts, r.event_id)) as key
      from runs r
  ),
  placed as (
    select k.*, row_number() over w as place, count(*) over f as places,
           count(*) filter (where k.event = 'page_view') over w as page, count(*) filter (where k.event = 'page_view') over f as pages
      from keyed k
    window f as (partition by k.visitor, k.day, k.key),
           w as (partition by k.visitor, k.day, k.key order by k.ts, k.event_id)
  ),
  fragments as materialized (
    select p.visitor, p.day, p.key, min(p.ts) as first_ts, max(p.ts) as last_ts,
           (max(p.event_id::text) filter (where p.place = 1))::uuid as first_event,
           (max(p.event_id::text) filter (where p.place = p.places))::uuid as last_event,
           bool_or(p.visit_id is null) filter (where p.place = 1) as by_gap, bool_or(p.visitor_kept) as visitor_kept,
           sum(pg_catalog.hashtext(p.event || ' ' || coalesce(p.path, ''))) as items,
           max(p.pages) as page_views,
           count(*) filter (where p.event <> 'page_view' and p.event <> 'engagement') as actions,
           min(p.ts) filter (where p.event = 'page_view') as entry_ts, max(p.ts) filter (where p.event = 'page_view') as exit_ts,
           max(p.path) filter (where p.event = 'page_view' and p.page = 1) as entry_page,
           max(p.path) filter (where p.event = 'page_view' and p.page = p.pages) as exit_page,
           max(p.plan) as plan, max(p.user_id) as user_id
      from placed p
     group by p.visitor, p.day, p.key
  ),
  edges as (
    select distinct on (f.visitor, f.day) f.visitor, f.day, f.key as first_key,
           first_value(f.key) over (partition by f.visitor, f.day order by f.last_ts desc, f.last_event desc) as last_key,
           max(f.last_ts) over (partition by f.visitor, f.day) as last_ts
      from fragments f
     where f.visitor in (select b.visitor from beside b)
     order by f.visitor, f.day, f.first_ts, f.first_event
  ),
  -- The fragment of the day before that this one would continue.
  candidates as materialized (
    select f.visitor, f.day, f.key, coalesce(same.key, near.last_key) as parent
      from fragments f
      join edges e on e.visitor = f.visitor and e.day = f.day
      left join fragments same on same.visitor = f.visitor and same.day = f.day - 1 and same.key = f.key
      left join edges near on near.visitor = f.visitor and near.day = f.day - 1
           and f.by_gap and f.key = e.first_key and f.first_ts - near.last_ts < gap
     where coalesce(same.key, near.last_key) is not null
  ),
  continued as (
    select c.visitor, c.day, c.key, c.parent
      from candidates c
     where not exists (select from candidates up where up.visitor = c.visitor and up.day = c.day - 1 and up.key = c.parent)
  ),
  members as (
    select f.*, c.parent is null as root, coalesce(c.parent, f.key) as root_key, f.day - (c.parent is not null)::integer as root_day
      from fragments f left join continued c on c.visitor = f.visitor and c.day = f.day and c.key = f.key
  ),
  whole as (
    select m.visitor, m.root_day, m.root_key,
           (max(m.first_event::text) filter (where m.root))::uuid as visit,
           min(m.first_ts) as started_at, max(m.last_ts) as ended_at, count(*) > 1 as crosses,
           bool_or(m.visitor_kept) as visitor_kept, sum(m.items) as items,
           (sum(m.page_views) = 1 and sum(m.actions) = 0)::integer as bounces,
           (array_agg(m.entry_page order by m.entry_ts nulls last, m.first_event))[1] as entry_page,
           (array_agg(m.exit_page order by m.exit_ts desc nulls last, m.last_event desc))[1] as exit_page,
           max(m.plan) as plan, max(m.user_id) as user_id
      from members m
     where m.root_day between p_day - 1 and p_day
     group by m.visitor, m.root_day, m.root_key
  ),
  named as (
    select w.*, o.source, o.channel, o.referrer, o.utm_source, o.utm_medium, o.utm_campaign, o.utm_term, o.utm_content,
           o.country, o.region, o.city, o.device, o.browser, o.os, o.language,
           case when w.crosses then pg_catalog.hashtextextended(w::text || row(
             o.source, o.channel, o.referrer, o.utm_source, o.utm_medium, o.utm_campaign, o.utm_term, o.utm_content,
             o.country, o.region, o.city, o.device, o.browser, o.os, o.language)::text, 0) end as span
      from whole w join persons o on o.event_id = w.visit
  ),
  -- Events that meet a goal.
  met as (
    select t.event_id, g.goal_id
      from today t join passerby.goals g on g.event = t.event
     where g.site_id = p_site and (g.path is null or t.path like passerby.glob_to_like(g.path)) and (g.properties is null or t.properties @> g.properties)
  ),
  -- What events tell in the properties that the site has declared.
  told as (
    select t.event_id, d.name, left(t.properties ->> d.name, longest) as value
      from today t cross join unnest(declared) as d (name)
     where t.properties ->> d.name is not null
  ),
  -- The day's own rows, each with its visit; those of no person share one that is not a visit.
  own as materialized (
    select k.event_id, m.root_day, m.root_key, k.visitor, pg_catalog.date_trunc('hour', k.ts, p_zone) as hour, k.ts, k.event, k.path, k.engaged_ms, k.scroll_depth
      from keyed k join members m on m.visitor = k.visitor and m.day = k.day and m.key = k.key
     where k.day = p_day
    union all
    select t.event_id, p_day, nobody, nobody, pg_catalog.date_trunc('hour', t.ts, p_zone), t.ts, t.event, t.path, t.engaged_ms, t.scroll_depth
      from today t where t.visitor is null
  ),
  hours as (
    select o.visitor, o.root_day, o.root_key, o.hour, min(o.ts) as first_ts, max(o.ts) as last_ts, count(*) as events,
           count(*) filter (where o.event = 'page_view') as page_views,
           coalesce(sum(o.engaged_ms), 0) as engaged_ms, max(o.scroll_depth) as scroll_depth
      from own o group by 1, 2, 3, 4
  ),
  paths as (
    select c.visitor, c.root_day, c.root_key, c.hour, array_agg(c.path) as pages, array_agg(c.page_views) as page_counts, array_agg(c.events) as page_events
      from (select o.visitor, o.root_day, o.root_key, o.hour, o.path, count(*)::integer as events,
                   count(*) filter (where o.event = 'page_view')::integer as page_views
              from own o where o.path is not null group by 1, 2, 3, 4, 5) c
     group by 1, 2, 3, 4
  ),
  names as (
    select c.visitor, c.root_day, c.root_key, c.hour, array_agg(c.event) as names, array_agg(c.events) as name_counts
      from (select o.visitor, o.root_day, o.root_key, o.hour, o.event, count(*)::integer as events
              from own o group by 1, 2, 3, 4, 5) c
     group by 1, 2, 3, 4
  ),
  goals as (
    select c.visitor, c.root_day, c.root_key, c.hour, array_agg(c.goal_id) as goals, array_agg(c.times) as goal_counts
      from (select o.visitor, o.root_day, o.root_key, o.hour, m.goal_id, count(*)::integer as times
              from own o join met m on m.event_id = o.event_id group by 1, 2, 3, 4, 5) c
     group by 1, 2, 3, 4
  ),
  properties as (
    select c.visitor, c.root_day, c.root_key, c.hour, array_agg(c.name) as property_names, array_agg(c.value) as property_values, array_agg(c.times) as property_counts
      from (select o.visitor, o.root_day, o.root_key, o.hour, t.name, t.value, count(*)::integer as times
              from own o join told t on t.event_id = o.event_id group by 1, 2, 3, 4, 5, 6) c
     group by 1, 2, 3, 4
  )
  select p_site, h.hour, p_day, coalesce(n.visit, nobody), nullif(h.visitor, nobody), coalesce(n.visitor_kept, false),
         coalesce(n.started_at, h.first_ts), coalesce(n.ended_at, h.last_ts), n.span,
         f.first::integer, f.first::integer * coalesce(n.bounces, 0),
         case when f.first then (extract(epoch from n.ended_at - n.started_at) * 1000)::bigint else 0 end,
         h.page_views, h.events, h.engaged_ms, h.scroll_depth, n.entry_page, n.exit_page, n.source, n.channel, n.referrer,
         n.utm_source, n.utm_medium, n.utm_campaign, n.utm_term, n.utm_content,
         n.country, n.region, n.city, n.device, n.browser, n.os, n.language, n.plan, n.user_id,
         coalesce(p.pages, '{}'), coalesce(p.page_counts, '{}'), coalesce(p.page_events, '{}'), s.names, s.name_counts, coalesce(g.goals, '{}'), coalesce(g.goal_counts, '{}'),
         coalesce(t.property_names, '{}'), coalesce(t.property_values, '{}'), coalesce(t.property_counts, '{}')
    from hours h
    left join named n on n.visitor = h.visitor and n.root_day = h.root_day and n.root_key = h.root_key
    cross join lateral (select n.visit is not null and n.started_at = h.first_ts and h.root_day = p_day as first) f
    join names s on s.visitor = h.visitor and s.root_day = h.root_day and s.root_key = h.root_key and s.hour = h.hour
    left join paths p on p.visitor = h.visitor and p.root_day = h.root_day and p.root_key = h.root_key and p.hour = h.hour
    left join goals g on g.visitor = h.visitor and g.root_day = h.root_day and g.root_key = h.root_key and g.hour = h.hour
    left join properties t on t.visitor = h.visitor and t.root_day = h.root_day and t.root_key = h.root_key and t.hour = h.hour;
end $$;

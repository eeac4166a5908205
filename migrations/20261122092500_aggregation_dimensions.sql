-- From visits to the figures of a day that is over, by dimension and value, with what makes distinct visitors add up over days.

-- The values of a row of passerby.visits, one per dimension of which a visit has one.
create function passerby.visit_values(v passerby.visits) returns table (dimension text, value text)
language sql immutable
as $$
  select d.dimension, coalesce(d.value, '') from (values
    ('entry_page', v.entry_page), ('exit_page', v.exit_page), ('source', v.source), ('channel', v.channel), ('referrer', v.referrer),
    ('utm_source', v.utm_source), ('utm_medium', v.utm_medium), ('utm_campaign', v.utm_campaign), ('utm_term', v.utm_term),
    ('utm_content', v.utm_content), ('country', v.country), ('region', v.region), ('city', v.city), ('device', v.device),
    ('browser', v.browser), ('os', v.os), ('language', v.language)) as d (dimension, value)
$$;

-- Every dimension of a site. Named in a delete, they lead to the rows of one day by the key.
create function passerby.dimensions(p_site integer) returns text[]
language sql stable set search_path = ''
as $$
  select '{entry_page,exit_page,source,channel,referrer,utm_source,utm_medium,utm_campaign,utm_term,utm_content,country,region,city,device,browser,os,language,page,event,goal}'::text[]
         || array(select 'property:' || p from unnest(s.properties) as p)
    from passerby.sites s where s.site_id = p_site
$$;

-- Sets which properties of a site's events are dimensions. They are told apart in the past too, as far back as events are kept.
create function passerby.declare_properties(p_site integer, p_names text[]) returns void
language plpgsql set search_path = ''
as $$
begin
  delete from passerby.stats_daily_dimensions d using passerby.sites s
   where s.site_id = p_site and d.site_id = p_site and d.dimension in (select 'property:' || p from unnest(s.properties) as p where not p = any (p_names));
  update passerby.sites s set properties = p_names where s.site_id = p_site;
  perform passerby.mark_days(p_site);
  perform passerby.touch_site(p_site);
end $$;

create function passerby.close_day(p_site integer, p_day date) returns void
language plpgsql set search_path = '' set work_mem = '64MB' set enable_nestloop = off set plan_cache_mode = force_generic_plan set jit = off
as $$
#variable_conflict error
declare
  most constant integer := 1000;  -- values of a dimension that are kept apart
  regulars constant uuid[] := array(select distinct v.visitor from passerby.visits v where v.site_id = p_site and v.day = p_day and v.visitor_kept);
begin
  with seen as (
    select p_day - last.day as gap
      from unnest(regulars) as r (visitor)
     cross join lateral (select v.day from passerby.visits v
                          where v.site_id = p_site and v.visitor = r.visitor and v.visitor_kept and v.day < p_day
                          order by v.day desc limit 1) last
  ),
  steps as (select s.gap, sum(count(*)) over (order by s.gap) as returned from seen s group by s.gap)
  update passerby.stats_daily d
     set closed = true,
         gaps = (select array_agg(s.gap order by s.gap) from steps s), returned = (select array_agg(s.returned order by s.gap) from steps s)
   where d.site_id = p_site and d.day = p_day;

  perform passerby.count_plans(p_site, p_day);

  delete from passerby.stats_daily_dimensions d where d.site_id = p_site and d.dimension = any (passerby.dimensions(p_site)) and d.day = p_day;

  insert into passerby.stats_daily_dimensions
    (site_id, day, dimension, value, visitors, visits, bounces, duration_ms, page_views, events, gaps, returned)
  with own as materialized (
    select v.* from passerby.visits v where v.site_id = p_site and v.day = p_day
  ),
  -- What the visits that start today do after midnight: a visit counts whole, on its day, for every page and event in it.
  after_midnight as (
    select v.* from passerby.visits v
     where v.site_id = p_site and v.day = p_day + 1 and v.visits = 0
       and v.visit in (select o.visit from own o where o.visits = 1 and o.span is not null)
  ),
  before as materialized (
    -- One by one by the index: they are few, and the visits of the site many. Offset keeps the planner from turning that round.
    select b.*
      from unnest(regulars) as r (visitor)
     cross join lateral (select v.* from passerby.visits v
                          where v.site_id = p_site and v.visitor = r.visitor and v.visitor_kept and v.day < p_day
                         offset 0) b
  ),
  valued as (
    select x.dimension, x.value, o.visitor, sum(o.visits) as visits, sum(o.bounces) as bounces, sum(o.duration_ms) as duration_ms,
           sum(o.page_views) as page_views, sum(o.events) as events, true as present
      from own o cross join lateral passerby.visit_values(o) x
     group by x.dimension, x.value, o.visitor
  ),
  rows as (select * from own union all select * from after_midnight),
  items as (
    select 'page' as dimension, i.value, r.visit, r.visitor, r.day = p_day as inside, i.page_views as times, i.page_views, i.events
      from rows r, unnest(r.pages, r.page_counts, r.page_events) as i (value, page_views, events)
    union all
    select 'event', i.value, r.visit, r.visitor, r.day = p_day, i.events, case i.value when 'page_view' then i.events else 0 end, i.events
      from rows r, unnest(r.names, r.name_counts) as i (value, events)
    union all
    select 'goal', i.value::text, r.visit, r.visitor, r.day = p_day, i.events, 0, i.events
      from rows r, unnest(r.goals, r.goal_counts) as i (value, events)
    union all
    select 'property:' || i.name, i.value, r.visit, r.visitor, r.day = p_day, i.events, 0, i.events
      from rows r, unnest(r.property_names, r.property_values, r.property_counts) as i (name, value, events)
  ),
  listed as (
    select x.dimension, x.value, x.visit, x.visitor, sum(x.page_views) filter (where x.inside) as page_views,
           sum(x.events) filter (where x.inside) as events, bool_or(x.inside and x.times > 0) as present, sum(x.times) > 0 as had
      from items x
     group by x.dimension, x.value, x.visit, x.visitor
  ),
  itemised as (
    select l.dimension, l.value, l.visitor, count(s.visit) as visits, coalesce(sum(s.bounces), 0) as bounces,
           coalesce(sum(s.duration_ms), 0) as duration_ms, coalesce(sum(l.page_views), 0) as page_views,
           coalesce(sum(l.events), 0) as events, bool_or(l.present) as present
      from listed l left join own s on s.visit = l.visit and s.visits = 1 and l.had
     group by l.dimension, l.value, l.visitor
  ),
  by_visitor as (select * from valued union all select * from itemised),
  last_seen as (
    select x.dimension, x.value, x.visitor, p_day - max(x.day) as gap
      from (select d.dimension, d.value, b.visitor, b.day from before b cross join lateral passerby.visit_values(b) d
            union all
            select 'page', i.value, b.visitor, b.day from before b, unnest(b.pages, b.page_counts) as i (value, page_views) where i.page_views > 0
            union all
            select 'event', i.value, b.visitor, b.day from before b, unnest(b.names) as i (value)
            union all
            select 'goal', i.value::text, b.visitor, b.day from before b, unnest(b.goals) as i (value)
            union all
            select 'property:' || i.name, i.value, b.visitor, b.day from before b, unnest(b.property_names, b.property_values) as i (name, value)) x
     group by x.dimension, x.value, x.visitor
  ),
  gapped as (
    select v.dimension, v.value, s.gap, count(v.visitor) filter (where v.present) as visitors, sum(v.visits) as visits, sum(v.bounces) as bounces,
           sum(v.duration_ms) as duration_ms, sum(v.page_views) as page_views, sum(v.events) as events
      from by_visitor v
      left join last_seen s on s.dimension = v.dimension and s.value = v.value and s.visitor = v.visitor and v.present
     group by v.dimension, v.value, s.gap
  ),
  running as (
    select g.*, sum(g.visitors) over (partition by g.dimension, g.value order by g.gap) as returned from gapped g
  ),
  whole as (
    select r.dimension, r.value, sum(r.visitors) as visitors, sum(r.visits) as visits, sum(r.bounces) as bounces, sum(r.duration_ms) as duration_ms,
           sum(r.page_views) as page_views, sum(r.events) as events,
           (array_agg(r.gap order by r.gap) filter (where r.gap is not null))::smallint[] as gaps,
           (array_agg(r.returned order by r.gap) filter (where r.gap is not null))::integer[] as returned
      from running r
     group by r.dimension, r.value
  ),
  ranked as (
    select w.*, row_number() over (partition by w.dimension order by w.visitors desc, w.events desc, w.value collate "C") > most as rest from whole w
  )
  -- Visitors of several of the rest count for each: an upper bound, and the API says that such a figure is approximate.
  select p_site, p_day, k.dimension, k.name, sum(k.visitors), sum(k.visits), sum(k.bounces), sum(k.duration_ms), sum(k.page_views), sum(k.events),
         case when not bool_or(k.rest) then max(k.gaps) end, case when not bool_or(k.rest) then max(k.returned) end
    from (select r.*, case when r.rest then '(other)' else r.value end as name from ranked r) k
   -- Nobody has a value, nor has had one: the row would be that of the day again.
   where not (k.value = '' and exists (
     select from passerby.stats_daily d
      where d.site_id = p_site and d.day = p_day and d.visitors = k.visitors and d.visits = k.visits and d.events = k.events
        and d.gaps is not distinct from k.gaps and d.returned is not distinct from k.returned))
   group by k.dimension, k.name;
end $$;

revoke execute on function passerby.dimensions(integer), passerby.declare_properties(integer, text[]), passerby.visit_values(passerby.visits), passerby.close_day(integer, date) from public;

-- What Supabase adds: the schedule runs inside the database, and owners may ask for their own figures.

-- Aggregating and the upkeep by Supabase Cron (pg_cron). Without it the collector does both, or a job of yours that calls
-- passerby.aggregate() and passerby.upkeep().
do $$
begin
  if exists (select from pg_available_extensions where name = 'pg_cron') then
    create extension if not exists pg_cron with schema pg_catalog;
    perform passerby.schedule();
  end if;
end $$;
select passerby.ensure_partitions(now() - interval '37 days', now() + interval '60 days');

-- For supabase-js: supabase.schema('passerby_owner').rpc('my_days', { p_from: '2026-11-01' }). A site is an owner's by the
-- `--owner` that it was added with: the id in auth.users. The functions run as the tables' owner, so each asks who is asking.
create schema passerby_owner;
grant usage on schema passerby_owner to authenticated;

create function passerby_owner.my_sites()
returns table (site text, domain text, timezone text, plan text, aggregated_at timestamptz)
language sql stable security definer set search_path = ''
as $$
  select s.public_key, s.domain, s.timezone, s.plan, a.aggregated_at
    from passerby.sites s left join passerby.aggregation_state a on a.site_id = s.site_id
   where s.owner = (select auth.uid())::text
   order by s.domain
$$;

-- Totals of each local day, as far back as the plan shows. Visitors of several days do not add up (some came on more than
-- one): for a range ask the statistics API.
create function passerby_owner.my_days(p_site text default null, p_from date default null, p_to date default null)
returns table (site text, day date, visitors integer, visits integer, bounces integer, page_views integer, events integer, duration_seconds numeric, closed boolean)
language sql stable security definer set search_path = ''
as $$
  select s.public_key, d.day, d.visitors, d.visits, d.bounces, d.page_views, d.events, round(d.duration_ms / 1000.0, 3), d.closed
    from passerby.sites s
    join passerby.stats_daily d on d.site_id = s.site_id
    left join passerby.plans p on p.plan = s.plan
   where s.owner = (select auth.uid())::text
     and (p_site is null or s.public_key = p_site)
     and (p_from is null or d.day >= p_from)
     and (p_to is null or d.day <= p_to)
     and (p.history_days is null or d.day > (now() at time zone s.timezone)::date - p.history_days)
   order by s.public_key, d.day
$$;

-- One dimension (`page`, `source`, `country` and so on) of each closed day, where the plan has it.
create function passerby_owner.my_breakdown(p_dimension text, p_site text default null, p_from date default null, p_to date default null)
returns table (site text, day date, value text, visitors integer, visits integer, bounces integer, page_views integer, events integer)
language sql stable security definer set search_path = ''
as $$
  select s.public_key, d.day, d.value, d.visitors, d.visits, d.bounces, d.page_views, d.events
    from passerby.sites s
    join passerby.stats_daily_dimensions d on d.site_id = s.site_id and d.dimension = p_dimension
    left join passerby.plans p on p.plan = s.plan
   where s.owner = (select auth.uid())::text
     and (p_site is null or s.public_key = p_site)
     and (p_from is null or d.day >= p_from)
     and (p_to is null or d.day <= p_to)
     and (p.history_days is null or d.day > (now() at time zone s.timezone)::date - p.history_days)
     and (p.dimensions is null or p_dimension = any (p.dimensions))
   order by s.public_key, d.day, d.visitors desc, d.value
$$;

revoke execute on all functions in schema passerby_owner from public;
grant execute on all functions in schema passerby_owner to authenticated;

-- How long rows are kept, by site or by plan. Nothing is deleted unless somebody said how long to keep it; totals stay for ever.

create table passerby.plans (
  plan       text constraint plans_pk primary key,
  -- events may arrive eight days late, and a visit reaches into the days beside it
  raw_days   integer constraint plans_raw_days check (raw_days >= 14),
  visit_days integer,
  constraint plans_visits_outlive_events check (visit_days is null or raw_days is not null and visit_days >= raw_days)
);
alter table passerby.plans enable row level security;
revoke all on passerby.plans from public;

alter table passerby.sites
  add column raw_days   integer constraint sites_raw_days check (raw_days >= 14),
  add column visit_days integer,
  add constraint sites_visits_outlive_events check (visit_days is null or raw_days is not null and visit_days >= raw_days);

alter table passerby.aggregation_state
  add column raw_from    date,   -- first day whose events are all still there; null: none were ever taken
  add column visits_from date;   -- first day whose visits are all still there

-- The first day of a site that can be computed from its events: a day needs the two before it.
create function passerby.computable_from(p_site integer) returns date
language sql stable set search_path = ''
as $$ select coalesce((select s.raw_from + 2 from passerby.aggregation_state s where s.site_id = p_site), '-infinity') $$;

-- Moves on what a site keeps, where everything older is counted and closed. From then on no older day is computed again,
-- so that deleting can take its time.
create function passerby.advance_retention(p_site integer) returns void
language plpgsql set search_path = ''
as $$
declare
  raw_cut date;
  visits_cut date;
begin
  select today.day - keep.raw_days, today.day - case when keep.visit_days is not null then greatest(keep.visit_days, keep.raw_days) end
    into raw_cut, visits_cut
    from passerby.sites s left join passerby.plans p on p.plan = s.plan
   cross join lateral (select (now() at time zone s.timezone)::date as day) today
   cross join lateral (select coalesce(s.raw_days, p.raw_days) as raw_days, coalesce(s.visit_days, p.visit_days) as visit_days) keep
   where s.site_id = p_site;
  if raw_cut is null then return; end if;
  if not pg_try_advisory_xact_lock(hashtextextended('passerby.aggregate', p_site)) then return; end if;
  if exists (select from passerby.aggregation_queue q where q.site_id = p_site and q.day < raw_cut + 3)
     or exists (select from passerby.stats_daily d where d.site_id = p_site and d.day < raw_cut + 3 and not d.closed) then
    return;
  end if;
  insert into passerby.aggregation_state as s (site_id, aggregated_at, raw_from, visits_from) values (p_site, null, raw_cut, visits_cut)
  on conflict (site_id) do update
    set raw_from = greatest(s.raw_from, excluded.raw_from), visits_from = greatest(s.visits_from, excluded.visits_from), version = s.version + 1
    where (s.raw_from, s.visits_from) is distinct from (greatest(s.raw_from, excluded.raw_from), greatest(s.visits_from, excluded.visits_from));
end $$;

-- Drops the weeks of raw_events that no site keeps, and says which. Inserts wait for at most half a second; what cannot be
-- had in that time is tried again another day.
create function passerby.drop_old_partitions() returns text[]
language plpgsql set search_path = '' set lock_timeout = '500ms'
as $$
declare
  part record;
  until_time timestamptz;
  kept_from timestamptz;
  wholly_old boolean;
  empty boolean;
  dropped text[] := '{}';
begin
  -- Null as soon as one site keeps everything. An id's own time lies within 45 days of the event's.
  select case when bool_and(s.raw_from is not null) then min((s.raw_from::timestamp at time zone t.timezone)) - interval '46 days' end into kept_from
    from passerby.sites t left join passerby.aggregation_state s on s.site_id = t.site_id;
  for part in
    select c.oid::regclass as name, c.relname, pg_get_expr(c.relpartbound, c.oid) as bounds
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'passerby.raw_events'::regclass and c.relname ~ '^raw_events_\d{8}$'
     order by c.relname
  loop
    until_time := to_timestamp(('x' || translate(substring(part.bounds from 'TO \(''([0-9a-f-]{13})'), '-', ''))::bit(48)::bigint / 1000.0);
    continue when until_time > now() - interval '60 days';
    wholly_old := until_time <= kept_from;
    execute format('select not exists (select from %s)', part.name) into empty;
    continue when not coalesce(wholly_old, false) and not empty;
    begin
      execute format('drop table %s', part.name);
      dropped := dropped || part.relname::text;
    exception when lock_not_available then null;
    end;
  end loop;
  return dropped;
end $$;

-- Deletes what no longer has to be kept, a slice at a time, within the budget.
create procedure passerby.expire(budget interval default '60 seconds')
language plpgsql
as $$
declare
  started constant timestamptz := clock_timestamp();
  site record;
  gone integer;
begin
  for site in select s.site_id from passerby.sites s left join passerby.plans p on p.plan = s.plan
               where coalesce(s.raw_days, p.raw_days) is not null loop
    perform passerby.advance_retention(site.site_id);
    commit;
  end loop;
  perform passerby.drop_old_partitions();
  commit;
  for site in select s.site_id, s.visits_from, s.raw_from::timestamp at time zone t.timezone as raw_start
                from passerby.aggregation_state s join passerby.sites t on t.site_id = s.site_id
               where s.raw_from is not null or s.visits_from is not null loop
    loop
      delete from passerby.raw_events e where (e.site_id, e.event_id) in (
        select o.site_id, o.event_id from passerby.raw_events o where o.site_id = site.site_id and o.ts < site.raw_start limit 10000);
      get diagnostics gone = row_count;
      commit;
      exit when gone = 0 or clock_timestamp() - started > budget;
    end loop;
    loop
      delete from passerby.visits v where (v.site_id, v.day, v.hour, v.visit) in (
        select o.site_id, o.day, o.hour, o.visit from passerby.visits o where o.site_id = site.site_id and o.day < site.visits_from limit 10000);
      get diagnostics gone = row_count;
      commit;
      exit when gone = 0 or clock_timestamp() - started > budget;
    end loop;
    exit when clock_timestamp() - started > budget;
  end loop;
  -- An account is known by when it was last heard of; what it was before goes with the visits.
  delete from passerby.account_days a using passerby.aggregation_state s
   where s.site_id = a.site_id and a.day < s.visits_from
     and exists (select from passerby.account_days later where later.site_id = a.site_id and later.user_id = a.user_id and later.day > a.day);
  -- Of what it did in the builder, its first day stays: by it, it is not new again.
  delete from passerby.builder_days b using passerby.aggregation_state s
   where s.site_id = b.site_id and b.day < s.visits_from
     and exists (select from passerby.builder_days earlier where earlier.site_id = b.site_id and earlier.user_id = b.user_id and earlier.day < b.day);
  delete from passerby.rejected_events r where r.rejected_at < now() - interval '30 days';
  delete from passerby.event_batches b where b.received_at < now() - interval '90 days';
  delete from passerby.aggregation_runs r where r.started_at < now() - interval '90 days';
  commit;
end $$;

-- Marks the days of a site to be computed anew from their events: all of them, or a range. Says how many. Days whose events
-- are no longer kept stay as they are.
create function passerby.mark_days(p_site integer, p_from date default null, p_to date default null) returns integer
language sql set search_path = ''
as $$
  with bounds as (
    -- a day on either side, for a site whose time zone has changed
    select greatest(coalesce(p_from, least((select min(d.day) from passerby.stats_daily d where d.site_id = p_site),
                                           (select min(e.ts)::date from passerby.raw_events e where e.site_id = p_site)) - 1), passerby.computable_from(p_site)) as first,
           coalesce(p_to, greatest((select max(d.day) from passerby.stats_daily d where d.site_id = p_site),
                                   (select max(e.ts)::date from passerby.raw_events e where e.site_id = p_site)) + 1) as last
  ),
  marked as (
    insert into passerby.aggregation_queue (site_id, day)
    select p_site, d::date from bounds b, generate_series(b.first, b.last, interval '1 day') d
    returning 1
  )
  select count(*)::integer from marked
$$;

revoke execute on function passerby.computable_from(integer), passerby.advance_retention(integer), passerby.drop_old_partitions(),
  passerby.mark_days(integer, date, date) from public;
revoke execute on procedure passerby.expire(interval) from public;

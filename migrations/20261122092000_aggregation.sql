-- The job that counts: takes marked days from aggregation_queue and computes each wholly from raw, one transaction a day;
-- then closes the days that are over.

-- Computes one local day of one site. The caller holds the site's lock and has taken the day's marks.
create function passerby.compute_day(p_site integer, p_day date, p_zone text) returns void
language plpgsql set search_path = '' set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  lo    constant timestamptz := (p_day::timestamp at time zone p_zone) - interval '3 hours';
  hi    constant timestamptz := ((p_day + 1)::timestamp at time zone p_zone) + interval '3 hours';
  id_lo constant uuid := passerby.uuid7_floor(lo - interval '45 days');
  id_hi constant uuid := passerby.uuid7_floor(hi + interval '45 days');
begin
  perform passerby.compute_visits(p_site, p_day, p_zone);

  perform passerby.compute_accounts(p_site, p_day, p_zone);

  delete from passerby.stats_hourly h where h.site_id = p_site and h.day = p_day;
  insert into passerby.stats_hourly
    (site_id, hour, day, visitors, visits, bounces, duration_ms, page_views, events, engaged_ms, bots)
  select p_site, hour, p_day, coalesce(v.visitors, 0), coalesce(v.visits, 0), coalesce(v.bounces, 0), coalesce(v.duration_ms, 0),
         coalesce(v.page_views, 0), coalesce(v.events, 0), coalesce(v.engaged_ms, 0), coalesce(b.bots, 0)
    from (select v.hour, count(distinct v.visitor) as visitors, sum(v.visits) as visits, sum(v.bounces) as bounces,
                 sum(v.duration_ms) as duration_ms, sum(v.page_views) as page_views, sum(v.events) as events, sum(v.engaged_ms) as engaged_ms
            from passerby.visits v
           where v.site_id = p_site and v.day = p_day
           group by v.hour) v
    full join (select date_trunc('hour', e.ts, p_zone) as hour, count(*) as bots
                 from passerby.raw_events e
                where e.site_id = p_site and e.ts >= lo and e.ts < hi and (e.ts at time zone p_zone)::date = p_day
                  and (e.event_id >= id_lo and e.event_id < id_hi or e.event_id < '00000000-0001-0000-0000-000000000000')
                  and e.bot is not null
                group by 1) b using (hour);

  delete from passerby.stats_daily d where d.site_id = p_site and d.day = p_day;
  insert into passerby.stats_daily
    (site_id, day, visitors, visits, bounces, duration_ms, page_views, events, engaged_ms, bots)
  select p_site, p_day,
         (select count(distinct v.visitor) from passerby.visits v where v.site_id = p_site and v.day = p_day),
         sum(h.visits), sum(h.bounces), sum(h.duration_ms), sum(h.page_views), sum(h.events), sum(h.engaged_ms), sum(h.bots)
    from passerby.stats_hourly h
   where h.site_id = p_site and h.day = p_day
  having count(*) > 0;

  -- A day with rows gets its dimensions anew when it is closed; one without must not keep them.
  if not found then
    delete from passerby.stats_daily_dimensions d where d.site_id = p_site and d.dimension = any (passerby.dimensions(p_site)) and d.day = p_day;
    delete from passerby.stats_daily_plans d where d.site_id = p_site and d.day = p_day;
  end if;

  -- Who was here on this day decides who returned on a later one.
  update passerby.stats_daily d set closed = false
   where d.site_id = p_site and d.day > p_day and d.closed
     and d.day >= coalesce((select s.visits_from from passerby.aggregation_state s where s.site_id = p_site), '-infinity');
end $$;

-- Marks the days beside this one whose rows no longer agree with it about the visits that cross their midnight.
create function passerby.mark_neighbours(p_site integer, p_day date, p_zone text) returns void
language sql set search_path = ''
as $$
  with crossing as (
    select distinct v.day, v.visit, v.span, (v.started_at at time zone p_zone)::date as started
      from passerby.visits v
     where v.site_id = p_site and v.day between p_day - 1 and p_day + 1 and v.span is not null
  )
  insert into passerby.aggregation_queue (site_id, day)
  select distinct p_site, case when c.day = p_day then pair.other else c.day end
    from crossing c
    cross join lateral (select case when c.started = c.day then c.day + 1 else c.day - 1 end as other) pair
   where p_day in (c.day, pair.other)
     and not exists (select from crossing o
                      where o.day = pair.other and o.visit = c.visit and o.span = c.span and o.started = c.started)
$$;

-- Takes one marked day if no other worker has the site: 'done', 'busy' (another worker), 'gone' (nothing marked any more).
create function passerby.aggregate_day(p_site integer, p_day date) returns text
language plpgsql set search_path = ''
as $$
declare
  zone text;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('passerby.aggregate', p_site)) then return 'busy'; end if;
  -- The marks go first: whatever arrives from here on brings its own, and the statements below see at least what these marks stood for.
  delete from passerby.aggregation_queue q where q.site_id = p_site and q.day = p_day;
  if not found then return 'gone'; end if;
  select s.timezone into zone from passerby.sites s where s.site_id = p_site;
  -- A day whose events are no longer kept stays as it was counted.
  if zone is null or p_day < passerby.computable_from(p_site) then return 'gone'; end if;
  perform passerby.compute_day(p_site, p_day, zone);
  perform passerby.mark_neighbours(p_site, p_day, zone);
  insert into passerby.aggregation_state as s (site_id, aggregated_at) values (p_site, clock_timestamp())
  on conflict (site_id) do update set aggregated_at = excluded.aggregated_at, version = s.version + 1;
  return 'done';
end $$;

-- Closes one day if it still is to be closed and no other worker has the site: 'done', 'busy', 'gone'.
create function passerby.close_open_day(p_site integer, p_day date) returns text
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended('passerby.aggregate', p_site)) then return 'busy'; end if;
  if not exists (select from passerby.stats_daily d where d.site_id = p_site and d.day = p_day and not d.closed) then return 'gone'; end if;
  perform passerby.close_day(p_site, p_day);
  return 'done';
end $$;

-- What there is to do, oldest first: days whose events changed, then days that are over and not closed.
create function passerby.due_days(kind text, except_for text[]) returns table (site_id integer, day date)
language sql stable set search_path = ''
as $$
  (select q.site_id, q.day from passerby.aggregation_queue q
    where kind = 'marked' and not (q.site_id || ' ' || q.day = any (except_for))
    group by q.site_id, q.day order by min(q.queued_at) limit 2000)
  union all
  (select d.site_id, d.day from passerby.stats_daily d join passerby.sites s on s.site_id = d.site_id
    where kind = 'over' and not d.closed and d.day < (now() at time zone s.timezone)::date and not (d.site_id || ' ' || d.day = any (except_for))
    order by d.site_id, d.day limit 2000)
$$;

-- Does what is due until nothing is left, or nothing of it can be done now, or the budget is spent; `waiting` says whether
-- something is left. Commits after each day, so a kill leaves every day old or new. A day that fails is told in the run,
-- stays due, and holds nothing else up. Any number of workers may run at once; a site belongs to one at a time.
create procedure passerby.aggregate(
  budget interval default '60 seconds', inout site_days integer default 0, inout waiting boolean default null, inout failure text default null)
language plpgsql
as $$
declare
  started constant timestamptz := clock_timestamp();
  run uuid := gen_random_uuid();
  kind text;
  due record;
  outcome text;
  progress boolean;
  failed text[] := '{}';
begin
  site_days := 0;
  failure := null;
  insert into passerby.aggregation_runs (run_id) values (run);
  commit;
  foreach kind in array array['marked', 'over'] loop
    loop
      progress := false;
      for due in select d.site_id, d.day from passerby.due_days(kind, failed) d loop
        -- A day lost to a crash is still due after it, so nobody has to wait for the disk.
        set local synchronous_commit = off;
        begin
          if kind = 'marked' then
            outcome := passerby.aggregate_day(due.site_id, due.day);
            if outcome = 'done' then site_days := site_days + 1; end if;
          else
            outcome := passerby.close_open_day(due.site_id, due.day);
          end if;
          if outcome <> 'busy' then progress := true; end if;
        exception when others then
          failed := failed || (due.site_id || ' ' || due.day);
          failure := coalesce(failure, format('site %s, %s: %s (%s)', due.site_id, due.day, sqlerrm, sqlstate));
        end;
        commit;
        -- Some of the budget is for closing, however much is marked.
        exit when clock_timestamp() - started > budget * case kind when 'marked' then 0.8 else 1 end;
      end loop;
      exit when not progress or clock_timestamp() - started > budget * case kind when 'marked' then 0.8 else 1 end;
    end loop;
  end loop;
  waiting := exists (select from passerby.due_days('marked', failed)) or exists (select from passerby.due_days('over', failed));
  update passerby.aggregation_runs r set ended_at = clock_timestamp(), site_days = aggregate.site_days, error = failure where r.run_id = run;
  -- A run that only found another at work is none.
  delete from passerby.aggregation_runs r where r.run_id = run and aggregate.site_days = 0 and failure is null and waiting;
  commit;
end $$;

revoke execute on function passerby.compute_visits(integer, date, text), passerby.compute_day(integer, date, text),
  passerby.mark_neighbours(integer, date, text), passerby.aggregate_day(integer, date), passerby.close_open_day(integer, date),
  passerby.due_days(text, text[]) from public;
revoke execute on procedure passerby.aggregate(interval, integer, boolean, text) from public;

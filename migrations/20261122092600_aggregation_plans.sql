-- From events to the plans that accounts are on and what they do in the builder.

-- The plan of each account on one day: what its last event says, an upgrade or downgrade with the plan after. And its actions
-- in the builder.
create function passerby.compute_accounts(p_site integer, p_day date, p_zone text) returns void
language plpgsql set search_path = '' set plan_cache_mode = force_generic_plan set jit = off
as $$
declare
  lo    constant timestamptz := (p_day::timestamp at time zone p_zone) - interval '3 hours';
  hi    constant timestamptz := ((p_day + 1)::timestamp at time zone p_zone) + interval '3 hours';
  id_lo constant uuid := passerby.uuid7_floor(lo - interval '45 days');
  id_hi constant uuid := passerby.uuid7_floor(hi + interval '45 days');
begin
  delete from passerby.account_days a where a.site_id = p_site and a.day = p_day;
  delete from passerby.builder_days b where b.site_id = p_site and b.day = p_day;
  -- Most sites have no accounts, and the index of users says so at once.
  if not exists (select from passerby.raw_events e where e.site_id = p_site and e.user_id is not null) then return; end if;
  with told as materialized (
    select e.user_id, e.ts, e.event_id, e.event,
           case when e.event in ('plan.upgraded', 'plan.downgraded') then coalesce(e.properties ->> 'to', e.plan) else e.plan end as plan
      from passerby.raw_events e
     where e.site_id = p_site and e.ts >= lo and e.ts < hi and (e.ts at time zone p_zone)::date = p_day
       and (e.event_id >= id_lo and e.event_id < id_hi or e.event_id < '00000000-0001-0000-0000-000000000000')
       and e.bot is null and e.user_id is not null
  ),
  built as (
    insert into passerby.builder_days (site_id, day, user_id, event, actions)
    select p_site, p_day, t.user_id, t.event, count(*) from told t where starts_with(t.event, 'builder.') group by t.user_id, t.event
  )
  insert into passerby.account_days (site_id, day, user_id, plan, upgrades, downgrades)
  select p_site, p_day, t.user_id, (array_agg(t.plan order by t.ts desc, t.event_id desc) filter (where t.plan is not null))[1],
         count(*) filter (where t.event = 'plan.upgraded'), count(*) filter (where t.event = 'plan.downgraded')
    from told t
   group by t.user_id
  having count(t.plan) > 0;
end $$;

-- Accounts by plan at the end of a day: each as it was last heard of.
create function passerby.count_plans(p_site integer, p_day date) returns void
language plpgsql set search_path = ''
as $$
begin
  delete from passerby.stats_daily_plans p where p.site_id = p_site and p.day = p_day;
  if not exists (select from passerby.account_days a where a.site_id = p_site) then return; end if;
  insert into passerby.stats_daily_plans (site_id, day, plan, accounts, upgrades, downgrades)
  select p_site, p_day, l.plan, count(*), sum(case when l.day = p_day then l.upgrades else 0 end), sum(case when l.day = p_day then l.downgrades else 0 end)
    from (select distinct on (a.user_id) a.day, a.plan, a.upgrades, a.downgrades
            from passerby.account_days a where a.site_id = p_site and a.day <= p_day order by a.user_id, a.day desc) l
   group by l.plan;
end $$;

revoke execute on function passerby.compute_accounts(integer, date, text), passerby.count_plans(integer, date) from public;

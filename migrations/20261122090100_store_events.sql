-- The way in: where rows lie, and the one statement that stores them.

-- The smallest UUIDv7 of a moment: event_id >= uuid7_floor(t) finds the partitions that hold what was made since t.
create function passerby.uuid7_floor(moment timestamptz) returns uuid
language sql immutable strict parallel safe set search_path = ''
return (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid;

-- Makes the partition of raw_events that holds ids of this moment: one week, from Monday, UTC. True where it was missing.
-- CREATE and ATTACH rather than PARTITION OF: writers go on meanwhile. There is no default partition, since one row in it
-- would stand in the way of the right one.
create function passerby.ensure_partition(moment timestamptz) returns boolean
language plpgsql set search_path = '' set lock_timeout = '3s' as $$
declare
  lower_bound timestamptz := date_trunc('week', moment, 'UTC');
  upper_bound timestamptz := lower_bound + interval '168 hours';
  partition text := 'raw_events_' || to_char(lower_bound at time zone 'UTC', 'YYYYMMDD');
begin
  if exists (select from pg_catalog.pg_tables where schemaname = 'passerby' and tablename = partition) then return false; end if;
  -- Two instances at once: the second waits here and finds the work done. Not by to_regclass, which may remember that it was not.
  perform pg_advisory_xact_lock(hashtextextended('passerby.ensure_partition', 0));
  if exists (select from pg_catalog.pg_tables where schemaname = 'passerby' and tablename = partition) then return false; end if;
  execute format('create table passerby.%I (like passerby.raw_events including defaults including constraints including storage)', partition);
  execute format('alter table passerby.%I enable row level security', partition);
  execute format('revoke all on passerby.%I from public', partition);
  execute format('alter table passerby.raw_events attach partition passerby.%I for values from (%L) to (%L)',
    partition, passerby.uuid7_floor(lower_bound), passerby.uuid7_floor(upper_bound));
  return true;
end $$;

-- Makes every partition between two moments, both included, and says how many were missing.
create function passerby.ensure_partitions(since timestamptz, until timestamptz) returns integer
language plpgsql set search_path = '' as $$
declare
  moment timestamptz;
  made integer := 0;
begin
  for moment in select generate_series(date_trunc('week', since, 'UTC'), until, interval '168 hours') loop
    if passerby.ensure_partition(moment) then made := made + 1; end if;
  end loop;
  return made;
end $$;

-- Stores events and their batches; answers how many events of each batch were new. One call is one transaction: the rows,
-- the marks that their days need counting, and the batches are there together or not at all.
--   events:   [{ batch, context, event_id, ts, event, … }], what is an event's own
--   contexts: [{ batch, context, actor_type, visitor, … }], the rest of the row, which neighbours share
--   batches:  [{ batch, site_id, batch_id, received_at, events, rejected, origin, … }]
--   twins:    [{ site_id, event_id, twin_id }], events that may already lie under another id; see event-id.ts
-- Sorted, because two calls with shared ids in other orders would wait for each other. An id that comes twice in one call
-- counts for the first batch that has it.
create function passerby.store_events(events json, contexts json, batches json, twins json default null)
returns table (batch integer, accepted integer)
-- The planner expects a handful of rows of every function and would compare each with each.
language plpgsql set search_path = '' set enable_nestloop = off as $$
#variable_conflict use_column
declare
  known text[] := '{}';
begin
  if twins is not null then
    select coalesce(array_agg(t.site_id || ' ' || t.event_id), '{}') into known
    from json_to_recordset(twins) as t(site_id integer, event_id uuid, twin_id uuid)
    where (select count(*) from passerby.raw_events e where e.site_id = t.site_id and e.event_id = t.twin_id) > 0;
  end if;
  return query
  with taken as materialized (
    select b.*, (select s.timezone from passerby.sites s where s.site_id = b.site_id) as timezone
    from json_to_recordset(store_events.batches) as b(
      batch integer, site_id integer, batch_id uuid, received_at timestamptz, events integer, rejected integer, reasons jsonb, origin text,
      sdk text, skew_ms bigint, dropped jsonb)
  ),
  incoming as materialized (
    select distinct on (b.site_id, e.event_id)
      b.site_id, b.timezone, b.received_at, e.event_id, e.ts, e.event, e.path, e.title, e.engaged_ms, e.scroll_depth, e.properties, c.*
    from json_to_recordset(store_events.events) as e(
      batch integer, context integer, event_id uuid, ts timestamptz, event text, path text, title text, engaged_ms integer,
      scroll_depth smallint, properties jsonb)
    join json_to_recordset(store_events.contexts) as c(
      batch integer, context integer, actor_type text, visitor uuid, visitor_kept boolean, user_id text, plan text, visit_id uuid,
      hostname text, referrer text, source text, channel text, utm_source text, utm_medium text, utm_campaign text, utm_term text,
      utm_content text, click_id text, country text, region text, city text, device text, browser text, os text, language text,
      screen text, bot text)
      on c.batch = e.batch and c.context = e.context
    join taken b on b.batch = e.batch
    order by b.site_id, e.event_id, e.batch
  ),
  stored as (
    insert into passerby.raw_events (
      site_id, event_id, ts, received_at, event, actor_type, visitor, visitor_kept, user_id, plan, visit_id, hostname, path,
      title, referrer, source, channel, utm_source, utm_medium, utm_campaign, utm_term, utm_content, click_id, country,
      region, city, device, browser, os, language, screen, bot, engaged_ms, scroll_depth, properties)
    select
      i.site_id, i.event_id, i.ts, i.received_at, i.event, i.actor_type, i.visitor, i.visitor_kept, i.user_id, i.plan, i.visit_id,
      i.hostname, i.path, i.title, i.referrer, i.source, i.channel, i.utm_source, i.utm_medium, i.utm_campaign, i.utm_term,
      i.utm_content, i.click_id, i.country, i.region, i.city, i.device, i.browser, i.os, i.language, i.screen, i.bot,
      i.engaged_ms, i.scroll_depth, i.properties
    from incoming i
    where known = '{}' or not (i.site_id || ' ' || i.event_id = any (known))
    order by i.site_id, i.event_id
    on conflict do nothing
    returning site_id, event_id
  ),
  fresh as materialized (
    select i.batch, i.site_id, (i.ts at time zone i.timezone)::date as day
    from incoming i join stored s on s.site_id = i.site_id and s.event_id = i.event_id
  ),
  queued as (
    insert into passerby.aggregation_queue (site_id, day)
    select f.site_id, f.day from fresh f where f.day is not null group by f.site_id, f.day
  ),
  counted as (
    select t.*, coalesce(f.accepted, 0) as accepted
    from taken t left join (select batch, count(*)::integer as accepted from fresh group by batch) f on f.batch = t.batch
  ),
  recorded as (
    insert into passerby.event_batches (site_id, batch_id, received_at, accepted, duplicates, rejected, reasons, origin, sdk, skew_ms, dropped)
    select c.site_id, c.batch_id, c.received_at, c.accepted, c.events - c.accepted, c.rejected, c.reasons, c.origin, c.sdk, c.skew_ms, c.dropped
    from counted c
    on conflict do nothing
  )
  select c.batch, c.accepted from counted c;
end $$;

-- Deletes the salts of days whose events can no longer be current anywhere: a day lasts until it ended in the westernmost
-- zone, and one more day for what was sent late. From then on nobody can tell which pseudonym an address had.
create function passerby.expire_salts() returns integer
language sql set search_path = '' as $$
  with expired as (
    delete from passerby.salts where day < ((now() at time zone 'UTC') - interval '12 hours')::date - 1 returning 1
  )
  select count(*)::integer from expired;
$$;

revoke execute on function passerby.uuid7_floor(timestamptz), passerby.ensure_partition(timestamptz),
  passerby.ensure_partitions(timestamptz, timestamptz), passerby.store_events(json, json, json, json), passerby.expire_salts() from public;

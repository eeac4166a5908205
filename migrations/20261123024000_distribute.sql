-- Over several machines, by Citus, for who has it. Every table that grows has site_id in its key and lies with its site; the few
-- that say who sites are, and what jobs there are, stay on the coordinator.

-- The tables that are distributed. A test holds them against the schema: each has site_id in every unique index, and none has
-- what Citus refuses.
create function passerby.distributed_tables() returns text[]
language sql immutable parallel safe
return '{raw_events,event_batches,rejected_events,aggregation_queue,visits,stats_hourly,stats_daily,stats_daily_dimensions,aggregation_state,account_days,builder_days,stats_daily_plans,consent_records,privacy_requests}'::text[];

-- Distributes them, those that are not yet, and says how many that were. To be called once, with no collector running; without
-- the extension it does nothing.
create function passerby.distribute() returns integer
language plpgsql set search_path = ''
as $$
declare
  citus text := (select n.nspname from pg_catalog.pg_extension e join pg_catalog.pg_proc p on p.proname = 'create_distributed_table'
                   join pg_catalog.pg_namespace n on n.oid = p.pronamespace where e.extname = 'citus' limit 1);
  t text;
  already boolean;
  done integer := 0;
begin
  if citus is null then
    raise notice 'Citus is not in this database; nothing is distributed';
    return 0;
  end if;
  foreach t in array passerby.distributed_tables() loop
    execute 'select exists (select from pg_catalog.pg_dist_partition where logicalrelid = $1::regclass and partmethod = ''h'')' into already using 'passerby.' || t;
    continue when already;
    execute format('select %I.create_distributed_table($1::regclass, ''site_id'', colocate_with => $2)', citus)
      using 'passerby.' || t, case t when 'raw_events' then 'default' else 'passerby.raw_events' end;
    done := done + 1;
  end loop;
  return done;
end $$;

revoke execute on function passerby.distributed_tables(), passerby.distribute() from public;

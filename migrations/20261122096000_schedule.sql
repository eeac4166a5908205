-- Running by pg_cron (on Supabase: Cron), for who has it. A collector that finds a schedule here leaves aggregating to it.

-- What has to be seen to beside counting: partitions to come, salts of the past, rows that need not be kept.
create procedure passerby.upkeep()
language plpgsql
as $$
begin
  perform passerby.ensure_partitions(now() - interval '37 days', now() + interval '60 days');
  commit;
  perform passerby.expire_salts();
  commit;
  call passerby.expire();
end $$;

-- Whether pg_cron runs the aggregation of this database.
create function passerby.is_scheduled() returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  found_job boolean := false;
begin
  if to_regclass('cron.job') is null then return false; end if;
  execute 'select exists (select from cron.job where jobname = ''passerby-aggregate'' and active and database = current_database())' into found_job;
  return found_job;
end $$;

-- Schedules the aggregation (five cron fields, UTC) and the daily upkeep with pg_cron, or changes when they run.
create function passerby.schedule(p_cron text default '5 * * * *') returns void
language plpgsql set search_path = ''
as $$
begin
  if to_regclass('cron.job') is null then
    raise exception 'pg_cron is not in this database' using errcode = 'undefined_object',
      hint = 'Enable the extension (create extension pg_cron), or let the collector do the scheduling: it does so by itself.';
  end if;
  execute 'select cron.schedule(''passerby-aggregate'', $1, ''call passerby.aggregate()'')' using p_cron;
  execute 'select cron.schedule(''passerby-upkeep'', ''20 3 * * *'', ''call passerby.upkeep()'')';
end $$;

-- Gives the scheduling back to the collector.
create function passerby.unschedule() returns void
language plpgsql set search_path = ''
as $$
begin
  if to_regclass('cron.job') is null then return; end if;
  execute 'select cron.unschedule(jobname) from cron.job where jobname in (''passerby-aggregate'', ''passerby-upkeep'')';
end $$;

revoke execute on function passerby.is_scheduled(), passerby.schedule(text), passerby.unschedule() from public;
revoke execute on procedure passerby.upkeep() from public;

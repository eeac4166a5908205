-- Who does what is due, where several collectors share one database. A lease rather than a lock: a job commits on its way,
-- and a session's lock does not survive a transaction pooler. Whoever dies with a lease holds it until it runs out.
create table passerby.job_leases (
  job    text constraint job_leases_pk primary key,
  holder uuid not null,
  until  timestamptz not null
);
alter table passerby.job_leases enable row level security;
revoke all on passerby.job_leases from public;

-- True where the caller has the job for that long from now on: because nobody had it, or to keep it.
create function passerby.take_lease(p_job text, p_holder uuid, p_for interval) returns boolean
language sql set search_path = ''
as $$
  with taken as (
    insert into passerby.job_leases as l (job, holder, until) values (p_job, p_holder, clock_timestamp() + p_for)
    on conflict (job) do update set holder = excluded.holder, until = excluded.until
     where l.until < clock_timestamp() or l.holder = excluded.holder
    returning 1
  )
  select exists (select from taken)
$$;
revoke execute on function passerby.take_lease(text, uuid, interval) from public;

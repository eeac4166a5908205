-- Summaries of a site's week or month, sent to whoever asked for them.

create table passerby.digests (
  site_id    integer not null,
  digest_id  uuid not null default gen_random_uuid(),
  period     text not null constraint digests_period check (period in ('week', 'month')),
  channel    text not null constraint digests_channel check (channel in ('email', 'webhook')),
  address    text not null constraint digests_address_length check (length(address) between 3 and 500),
  created_at timestamptz not null default now(),
  constraint digests_pk primary key (site_id, digest_id),
  constraint digests_once unique (site_id, period, channel, address)
);

-- One row per period and digest that somebody took on. A claim runs out, so that whoever dies with it holds it no longer.
create table passerby.digest_deliveries (
  site_id       integer not null,
  digest_id     uuid not null,
  period_start  date not null,
  claimed_until timestamptz not null,
  attempts      integer not null default 1,
  sent_at       timestamptz,                   -- null: not yet
  error         text,                          -- the code of what went wrong last; never an address
  constraint digest_deliveries_pk primary key (site_id, digest_id, period_start)
);

do $$
declare t text;
begin
  foreach t in array array['digests', 'digest_deliveries'] loop
    execute format('alter table passerby.%I enable row level security', t);
    execute format('revoke all on passerby.%I from public', t);
  end loop;
end $$;

-- The digests that are due at a moment: from six in the morning of the site's Monday or first of the month on, for three days,
-- to whoever had asked before the period ended. While events of the period wait to be counted they wait too, for a day at most.
create function passerby.due_digests(p_now timestamptz)
returns table (site_id integer, digest_id uuid, channel text, address text, period text, period_start date, period_end date)
language sql stable set search_path = ''
as $$
  select d.site_id, d.digest_id, d.channel, d.address, d.period, (t.until - ('1 ' || d.period)::interval)::date, t.until::date - 1
    from passerby.digests d
    join passerby.sites s on s.site_id = d.site_id
   cross join lateral (select p_now at time zone s.timezone as local) l
   cross join lateral (select date_trunc(d.period, l.local) as until) t
   where l.local >= t.until + interval '6 hours' and l.local < t.until + interval '3 days'
     and d.created_at at time zone s.timezone < t.until
     and (l.local >= t.until + interval '1 day'
          or not exists (select from passerby.aggregation_queue q where q.site_id = d.site_id and q.day < t.until::date))
     and not exists (select from passerby.digest_deliveries y
                      where y.site_id = d.site_id and y.digest_id = d.digest_id and y.period_start = (t.until - ('1 ' || d.period)::interval)::date
                        and (y.sent_at is not null or y.claimed_until > clock_timestamp() or y.attempts >= 6))
   order by d.site_id, d.digest_id
$$;

-- True where the caller may deliver it: nobody else is at it, and it was not delivered before.
create function passerby.claim_digest(p_site integer, p_digest uuid, p_start date, p_for interval) returns boolean
language sql set search_path = ''
as $$
  with claimed as (
    insert into passerby.digest_deliveries as y (site_id, digest_id, period_start, claimed_until)
    values (p_site, p_digest, p_start, clock_timestamp() + p_for)
    on conflict (site_id, digest_id, period_start) do update
      set claimed_until = excluded.claimed_until, attempts = y.attempts + 1
    where y.sent_at is null and y.claimed_until <= clock_timestamp()
    returning 1
  )
  select exists (select from claimed)
$$;

revoke execute on function passerby.due_digests(timestamptz), passerby.claim_digest(integer, uuid, date, interval) from public;

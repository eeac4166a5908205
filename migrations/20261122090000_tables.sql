-- The tables of Passerby, in a schema of their own that PostgREST does not expose.
-- site_id leads every key and every index: one tenant's rows lie together, cannot suppress another's, and can be distributed.

create schema if not exists passerby;
revoke all on schema passerby from public;

-- ---------------------------------------------------------------- configuration (small)

create table passerby.sites (
  site_id        integer generated always as identity constraint sites_pk primary key,
  public_key     text not null constraint sites_public_key_unique unique
                 constraint sites_public_key_shape check (public_key ~ '^pk_[0-9A-Za-z]{16,40}$'),
  -- SHA-256 of the secret key; the key itself is shown once and never kept
  secret_hash    bytea constraint sites_secret_hash_length check (octet_length(secret_hash) = 32),
  domain         text not null constraint sites_domain_length check (length(domain) between 1 and 253),
  -- further origins that may send, wildcards allowed in the first label: https://*.example.com
  origins        text[] not null default '{}',
  timezone       text not null default 'UTC' constraint sites_timezone_known check (now() at time zone timezone is not null),
  owner          text,
  plan           text,
  consent        text not null default 'required' constraint sites_consent_mode check (consent in ('required', 'anonymous')),
  created_at     timestamptz not null default now()
);

-- Things that all instances must agree on and that nobody has to type, such as the generated token secret.
create table passerby.settings (
  name           text constraint settings_pk primary key,
  value          text not null,
  created_at     timestamptz not null default now()
);

-- Random, one per site-local date, few kept, deleted for good: without it a pseudonym cannot be computed again.
create table passerby.salts (
  day            date constraint salts_pk primary key,
  salt           bytea not null constraint salts_length check (octet_length(salt) = 32),
  created_at     timestamptz not null default now()
);

-- ---------------------------------------------------------------- what arrived

-- One row per event, append-only. Partitioned by the id, a UUIDv7 that carries its time, so that the id alone decides
-- where a row lies and a resend always meets the first copy. Ids without a believable time live in one reserved partition.
create table passerby.raw_events (
  site_id        integer not null,
  event_id       uuid not null,
  ts             timestamptz not null,             -- when it happened, corrected only for a grossly wrong clock
  received_at    timestamptz not null default now(),
  event          text not null,
  actor_type     text not null constraint raw_events_actor_type check (actor_type in ('visitor', 'user', 'system')),
  visitor        uuid,                             -- the visitor key: from the kept id, or the pseudonym of the day; null where there is no person
  visitor_kept   boolean not null default false,   -- true: an id kept in the browser; false: a pseudonym that lives one day
  user_id        text,
  plan           text,
  visit_id       uuid,                             -- the tracker's visit id, where it gave one
  hostname       text,
  path           text,
  title          text,
  referrer       text,                             -- host and path, never the query
  source         text,
  channel        text,
  utm_source     text,
  utm_medium     text,
  utm_campaign   text,
  utm_term       text,
  utm_content    text,
  click_id       text,                             -- the name of the parameter, never its value
  country        text constraint raw_events_country check (country ~ '^[A-Z]{2}$'),
  region         text,
  city           text,
  device         text,
  browser        text,
  os             text,
  language       text,
  screen         text,                             -- 'WIDTHxHEIGHT'
  bot            text,                             -- why it was taken for a machine; null for people
  engaged_ms     integer,                          -- of an engagement event: visible and focused time
  scroll_depth   smallint,                         -- of an engagement event: percent
  properties     jsonb,
  constraint raw_events_pk primary key (site_id, event_id)
) partition by range (event_id);

create index raw_events_time on passerby.raw_events (site_id, ts);
create index raw_events_visitor on passerby.raw_events (site_id, visitor, ts) where visitor_kept;
create index raw_events_user on passerby.raw_events (site_id, user_id) where user_id is not null;

-- Ids with no believable time, rewritten to a time of zero: see collector/src/store/event-id.ts.
create table passerby.raw_events_timeless partition of passerby.raw_events
  for values from ('00000000-0000-0000-0000-000000000000') to ('00000000-0001-0000-0000-000000000000');

-- One row per batch that was acknowledged.
create table passerby.event_batches (
  site_id        integer not null,
  batch_id       uuid not null,
  received_at    timestamptz not null default now(),
  accepted       integer not null,
  duplicates     integer not null,
  rejected       integer not null,
  reasons        jsonb,                            -- of the rejected, how many for which reason
  origin         text not null constraint event_batches_origin check (origin in ('browser', 'server', 'import')),
  sdk            text,
  skew_ms        bigint,                           -- our clock minus the sender's
  dropped        jsonb,                            -- what the tracker gave up on, by reason
  constraint event_batches_pk primary key (site_id, received_at, batch_id)
);

-- What could not be stored, and why. Bounded and expiring; holds no address.
create table passerby.rejected_events (
  site_id        integer not null,
  rejected_at    timestamptz not null default now(),
  rejection_id   uuid not null default gen_random_uuid(),
  event_id       text,
  reason         text not null,
  detail         text,
  payload        text,
  constraint rejected_events_pk primary key (site_id, rejected_at, rejection_id)
);

-- ---------------------------------------------------------------- what is counted

-- The days of a site whose figures are older than their rows. Appended by the statement that stores the events, so no row
-- is ever visible without its mark, and no mark without its row.
create table passerby.aggregation_queue (
  site_id        integer not null,
  day            date not null,
  queued_at      timestamptz not null default clock_timestamp()
);
create index aggregation_queue_day on passerby.aggregation_queue (site_id, day);

-- One row per visit and local hour that it touches. Everything additive (page views, events, engagement) is that hour's own;
-- what a visit has once (itself, its bounce, its duration) stands in its first row only. So any range is a plain sum, and
-- distinct visitors are a count over the same rows, whatever the filter.
create table passerby.visits (
  site_id        integer not null,
  hour           timestamptz not null,             -- start of the local hour
  day            date not null,                    -- the local day of that hour
  visit          uuid not null,                    -- all zeros: events that belong to no person
  visitor        uuid,
  visitor_kept   boolean not null default false,   -- true: may come back on another day
  started_at     timestamptz not null,             -- first event of the whole visit
  ended_at       timestamptz not null,             -- last event of the whole visit
  span           bigint,                           -- digest of a visit that crosses midnight, by which its two days see whether they agree
  visits         smallint not null constraint visits_once check (visits in (0, 1)),
  bounces        smallint not null,
  duration_ms    bigint not null,                  -- of the whole visit, in its first row; whole, so that sums are exact in any order
  page_views     integer not null,
  events         integer not null,
  engaged_ms     bigint not null,
  scroll_depth   smallint,
  entry_page     text,
  exit_page      text,
  source         text,
  channel        text,
  referrer       text,
  utm_source     text,
  utm_medium     text,
  utm_campaign   text,
  utm_term       text,
  utm_content    text,
  country        text,
  region         text,
  city           text,
  device         text,
  browser        text,
  os             text,
  language       text,
  plan           text,
  user_id        text,
  pages          text[] not null default '{}',     -- distinct paths of this hour's events
  page_counts    integer[] not null default '{}',  -- page views of each path
  page_events    integer[] not null default '{}',  -- events of any name on each path
  names          text[] not null default '{}',     -- distinct event names of this hour, with how often
  name_counts    integer[] not null default '{}',
  constraint visits_pk primary key (site_id, day, hour, visit)
);
create index visits_visitor on passerby.visits (site_id, visitor, day) where visitor_kept;

create table passerby.stats_hourly (
  site_id        integer not null,
  hour           timestamptz not null,
  day            date not null,
  visitors       integer not null,
  visits         integer not null,
  bounces        integer not null,
  duration_ms    bigint not null,
  page_views     integer not null,
  events         integer not null,
  engaged_ms     bigint not null,
  bots           integer not null,
  constraint stats_hourly_pk primary key (site_id, day, hour)
);

create table passerby.stats_daily (
  site_id        integer not null,
  day            date not null,
  visitors       integer not null,
  visits         integer not null,
  bounces        integer not null,
  duration_ms    bigint not null,
  page_views     integer not null,
  events         integer not null,
  engaged_ms     bigint not null,
  bots           integer not null,
  computed_at    timestamptz not null default clock_timestamp(),
  -- Of the day's visitors, returned[i] were here last at most gaps[i] days before. So the distinct visitors of a range are a
  -- plain sum: each counts on the first of their days in it, the one whose day before lies outside.
  gaps           smallint[],                       -- null: nobody was
  returned       integer[],
  closed         boolean not null default false,   -- the day is over, and gaps, returned and stats_daily_dimensions hold
  constraint stats_daily_pk primary key (site_id, day)
);
create index stats_daily_open on passerby.stats_daily (site_id, day) where not closed;

-- One row per day, dimension and value: the 1,000 largest by visitors, the rest together as '(other)'. Where nobody has a value
-- (most days have no campaign), the day has no row of the dimension, and its '' is the row of stats_daily.
create table passerby.stats_daily_dimensions (
  site_id        integer not null,
  day            date not null,
  dimension      text not null,
  value          text not null,
  visitors       integer not null,
  visits         integer not null,
  bounces        integer not null,
  duration_ms    bigint not null,
  page_views     integer not null,
  events         integer not null,
  gaps           smallint[],                       -- as in stats_daily, of visitors that had this value
  returned       integer[],
  constraint stats_daily_dimensions_pk primary key (site_id, dimension, day, value)
);

-- What the panel says of freshness, and the version that its caches are keyed by.
create table passerby.aggregation_state (
  site_id        integer constraint aggregation_state_pk primary key,
  aggregated_at  timestamptz,                      -- null: never yet
  version        bigint not null default 1
);

create table passerby.aggregation_runs (
  run_id         uuid constraint aggregation_runs_pk primary key default gen_random_uuid(),
  started_at     timestamptz not null default clock_timestamp(),
  ended_at       timestamptz,
  site_days      integer not null default 0,
  error          text
);
create index aggregation_runs_started on passerby.aggregation_runs (started_at);

-- ---------------------------------------------------------------- proof and audit

create table passerby.consent_records (
  site_id        integer not null,
  record_id      uuid not null,
  recorded_at    timestamptz not null default now(),
  choice         jsonb not null,
  version        text not null,
  chosen_at      timestamptz not null,
  constraint consent_records_pk primary key (site_id, record_id)
);
create index consent_records_time on passerby.consent_records (site_id, recorded_at);

-- Row level security without a policy: whoever is not the owner of the tables, or told otherwise, sees nothing.
do $$
declare t text;
begin
  for t in select tablename from pg_catalog.pg_tables where schemaname = 'passerby' loop
    execute format('alter table passerby.%I enable row level security', t);
    execute format('revoke all on passerby.%I from public', t);
  end loop;
end $$;

-- What a site calls a success, in what order people get there, which properties of its events it tells apart, which plans
-- accounts are on, and what they do in the builder.

-- A named rule on events. Belongs to a site; an event that meets it is a conversion.
create table passerby.goals (
  site_id    integer not null,
  goal_id    integer generated always as identity,
  name       text not null constraint goals_name_length check (length(name) between 1 and 100),
  event      text not null,
  path       text,                                -- glob on the path, `*` for any characters; null: any
  properties jsonb constraint goals_properties_flat check (jsonb_typeof(properties) = 'object'),  -- values that the event's must equal
  created_at timestamptz not null default now(),
  constraint goals_pk primary key (site_id, goal_id),
  constraint goals_name_unique unique (site_id, name)
);

-- Ordered steps, each a rule like a goal's: [{ name, event, path?, properties? }].
create table passerby.funnels (
  site_id    integer not null,
  funnel_id  integer generated always as identity,
  name       text not null constraint funnels_name_length check (length(name) between 1 and 100),
  window_s   integer not null default 86400 constraint funnels_window check (window_s between 1 and 7776000),
  steps      jsonb not null constraint funnels_steps check (jsonb_typeof(steps) = 'array' and jsonb_array_length(steps) between 2 and 10),
  created_at timestamptz not null default now(),
  constraint funnels_pk primary key (site_id, funnel_id),
  constraint funnels_name_unique unique (site_id, name)
);

alter table passerby.sites
  add column properties text[] not null default '{}' constraint sites_properties_few check (cardinality(properties) <= 20);  -- that are dimensions

alter table passerby.visits
  add column property_names  text[] not null default '{}',      -- declared properties of this hour's events, with their values
  add column property_values text[] not null default '{}',
  add column property_counts integer[] not null default '{}',
  add column goals       integer[] not null default '{}',   -- goals met in this hour, with how often
  add column goal_counts integer[] not null default '{}';

-- The plan of each account as the last event of the day tells it, and how often it moved on that day.
create table passerby.account_days (
  site_id    integer not null,
  day        date not null,
  user_id    text not null,
  plan       text not null,
  upgrades   integer not null,
  downgrades integer not null,
  constraint account_days_pk primary key (site_id, day, user_id)
);

-- What each account did in the builder on one day: its events named `builder.*`.
create table passerby.builder_days (
  site_id    integer not null,
  day        date not null,
  user_id    text not null,
  event      text not null,
  actions    integer not null,
  constraint builder_days_pk primary key (site_id, user_id, day, event)
);
create index builder_days_day on passerby.builder_days (site_id, day);

-- Accounts by plan at the end of a day, and who moved on it.
create table passerby.stats_daily_plans (
  site_id    integer not null,
  day        date not null,
  plan       text not null,
  accounts   integer not null,
  upgrades   integer not null,                    -- of accounts that ended the day on this plan
  downgrades integer not null,
  constraint stats_daily_plans_pk primary key (site_id, day, plan)
);

do $$
declare t text;
begin
  foreach t in array array['goals', 'funnels', 'account_days', 'builder_days', 'stats_daily_plans'] loop
    execute format('alter table passerby.%I enable row level security', t);
    execute format('revoke all on passerby.%I from public', t);
  end loop;
end $$;

-- A glob as a pattern of LIKE: `*` stands for any characters, everything else for itself.
create function passerby.glob_to_like(glob text) returns text
language sql immutable strict parallel safe
return replace(replace(replace(replace(glob, '\', '\\'), '%', '\%'), '_', '\_'), '*', '%');
-- Tells caches that answers about a site are no longer what they were.
create function passerby.touch_site(p_site integer) returns void
language sql set search_path = ''
as $$
  insert into passerby.aggregation_state as s (site_id) values (p_site) on conflict (site_id) do update set version = s.version + 1
$$;

revoke execute on function passerby.glob_to_like(text), passerby.touch_site(integer) from public;

-- Who may see what: what a plan includes, which sites are the platform's own, tokens that are called back, links that are shared.

alter table passerby.plans
  add column name         text constraint plans_name_length check (length(name) between 1 and 100),   -- null: as it is called in `plan`
  add column position     integer not null default 0,                                                 -- the smallest plan first
  add column history_days integer constraint plans_history_days check (history_days >= 1),            -- local days back, today included; null: no end
  add column intervals    text[] not null default '{hour,day,week,month}'
                          constraint plans_intervals check (cardinality(intervals) > 0 and intervals <@ array['hour', 'day', 'week', 'month']),
  add column dimensions   text[],                                                                     -- null: all, declared properties too
  add column export       boolean not null default true,
  add column funnels      boolean not null default true,
  add column goals        integer constraint plans_goals check (goals >= 0),                          -- how many a site may have; null: any number
  add column share_links  boolean not null default true;

-- The platform's own pages, which its marketers look after.
alter table passerby.sites
  add column marketing boolean not null default false;

-- Tokens that are refused although they are in time: one by its id, those of an owner or all of them up to a moment. Kept for
-- as long as a token may be old.
create table passerby.revocations (
  kind       text not null constraint revocations_kind check (kind in ('token', 'owner', 'all')),
  value      text not null,                     -- the token's jti, the owner; empty for all
  revoked_at timestamptz not null,              -- issued up to then
  constraint revocations_pk primary key (kind, value)
);

-- Links that open one site's figures to whoever holds them.
create table passerby.share_links (
  site_id    integer not null,
  share_id   uuid not null default gen_random_uuid(),
  name       text not null constraint share_links_name_length check (length(name) between 1 and 100),
  -- SHA-256 of the token; the token itself is shown once and never kept
  token_hash bytea not null constraint share_links_hash_length check (octet_length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz,                       -- null: until it is deleted
  constraint share_links_pk primary key (site_id, share_id),
  constraint share_links_token_unique unique (token_hash)
);

do $$
declare t text;
begin
  foreach t in array array['revocations', 'share_links'] loop
    execute format('alter table passerby.%I enable row level security', t);
    execute format('revoke all on passerby.%I from public', t);
  end loop;
end $$;

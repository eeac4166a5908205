-- What a person asked for, and that it was done: proof without the identity.
create table passerby.privacy_requests (
  site_id      integer not null,
  request_id   uuid not null default gen_random_uuid(),
  kind         text not null constraint privacy_requests_kind check (kind in ('erase', 'export')),
  requested_at timestamptz not null default now(),
  completed_at timestamptz,           -- erasure: when the figures were without the person too
  events       integer not null default 0,
  constraint privacy_requests_pk primary key (site_id, request_id)
);
alter table passerby.privacy_requests enable row level security;
revoke all on passerby.privacy_requests from public;

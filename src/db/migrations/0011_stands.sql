-- Which stands were printed for which stall and held against a phone since: the account itself is never kept.
create table stand_events (
  id bigint primary key generated always as identity,
  stall_code text not null references stalls (code) on delete cascade,
  event text not null check (event in ('printed', 'checked', 'wrong')),
  by_caller text not null,
  at timestamptz not null
);
--> statement-breakpoint
create index stand_events_stall on stand_events (stall_code, at desc);

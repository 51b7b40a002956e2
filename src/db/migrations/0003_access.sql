-- Who is signed in, with which key other systems call, who did what.
create table sessions (
  id bigint primary key generated always as identity,
  token_hash text not null unique,
  contact_id bigint not null references contacts(id) on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  ended_how text
);
--> statement-breakpoint
create index sessions_contact on sessions (contact_id) where ended_at is null;
--> statement-breakpoint
create table sign_in_links (
  token_hash text primary key,
  contact_id bigint not null references contacts(id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index sign_in_links_contact on sign_in_links (contact_id);
--> statement-breakpoint
create table api_keys (
  id bigint primary key generated always as identity,
  key_hash text not null unique,
  name text not null,
  role text not null,
  area_code text not null references areas(code),
  created_by text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  simulated boolean not null default false
);
--> statement-breakpoint
create table api_answers (
  caller text not null,
  key text not null,
  request_hash text not null,
  status smallint,
  answer jsonb,
  at timestamptz not null,
  primary key (caller, key)
);
--> statement-breakpoint
create index api_answers_at on api_answers (at);
--> statement-breakpoint
create table audit_log (
  id bigint primary key generated always as identity,
  at timestamptz not null,
  caller text not null,
  caller_name text not null,
  action text not null,
  route text not null,
  subject text,
  area_code text,
  reason text,
  allowed boolean not null,
  simulated boolean not null default false
);
--> statement-breakpoint
create index audit_log_area on audit_log (area_code, id);
--> statement-breakpoint
create index audit_log_caller on audit_log (caller, id);
--> statement-breakpoint
create index audit_log_subject on audit_log (subject, id) where subject is not null;
--> statement-breakpoint
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
--> statement-breakpoint
-- Erasing from the officials' page takes two people: one asks, another agrees.
create table erase_requests (
  id bigint primary key generated always as identity,
  contact_id bigint not null references contacts(id),
  area_code text not null references areas(code),
  reason text not null,
  asked_by text not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision text
);
--> statement-breakpoint
create unique index erase_requests_open on erase_requests (contact_id) where decided_at is null;
--> statement-breakpoint
-- Lower case without accents: names are found however they are typed. The same folding as in src/db/find-people.ts.
create function folded(words text) returns text language sql immutable parallel safe
  return regexp_replace(normalize(translate(lower(words), 'đ', 'd'), NFD), '[\u0300-\u036f]', '', 'g');
--> statement-breakpoint
create index contacts_called on contacts (area_code, folded(call_name) text_pattern_ops);
--> statement-breakpoint
alter table memberships add column end_reason text, add column ended_by text;

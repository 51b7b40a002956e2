-- Phrases nobody has foreseen, for the author's page: words only, no contact, no name, no number.
create table unknown_phrases (
  id bigint generated always as identity primary key,
  phrase text not null,
  simulated boolean not null default false,
  guess text not null,
  times integer not null,
  first_on date not null,
  last_on date not null,
  intent text,
  assigned_by text,
  assigned_at timestamptz,
  unique (phrase, simulated)
);
--> statement-breakpoint
create index unknown_phrases_open on unknown_phrases (simulated, times desc) where intent is null;
--> statement-breakpoint
-- Codes good once and for minutes: a volunteer at a door, the assistant itself, a relative who may be told. Hashed.
create table proof_codes (
  code_hash text primary key,
  kind text not null check (kind in ('volunteer', 'assistant', 'family')),
  contact_id bigint not null references contacts (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by bigint references contacts (id)
);
--> statement-breakpoint
create index proof_codes_contact on proof_codes (contact_id);
--> statement-breakpoint
-- Who is told how somebody gets on, and how they call them. Ended, never deleted, until either is erased.
create table family_links (
  id bigint generated always as identity primary key,
  elder_id bigint not null references contacts (id),
  relative_id bigint not null references contacts (id),
  relation text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);
--> statement-breakpoint
create unique index family_links_open on family_links (elder_id, relative_id) where ended_at is null;
--> statement-breakpoint
create index family_links_relative on family_links (relative_id) where ended_at is null;
--> statement-breakpoint
-- What a turn needs from outside the house: fetched after its commit, answered by an event of our own, then gone.
create table errands (
  id bigint generated always as identity primary key,
  contact_id bigint not null references contacts (id),
  kind text not null check (kind in ('photo', 'question')),
  body bytea not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0
);
--> statement-breakpoint
create index errands_due on errands (due_at);
--> statement-breakpoint
-- Tricks officials have heard of, beside those of content/scam-patterns.json. Append-only but for being withdrawn.
create table scam_patterns (
  id bigint generated always as identity primary key,
  area_code text not null references areas (code),
  phrases text[] not null,
  answer text not null,
  source text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz,
  simulated boolean not null default false
);
--> statement-breakpoint
-- A stall that wants to be asked once a week to scan its own code before it opens; null: does not.
alter table stalls add column morning_check_due date;
--> statement-breakpoint
create index stalls_morning_check on stalls (morning_check_due) where morning_check_due is not null;

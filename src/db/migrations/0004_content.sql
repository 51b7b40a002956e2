-- What officials change of the flows' words, labels and pictures, and the local facts those words refer to
-- (docs/decisions/0010). Publications, facts, checks and answers only grow; drafts are a working copy.
create table content_drafts (
  file text not null,
  simulated boolean not null default false,
  edits jsonb not null,
  -- Grows with every save: two people who write at once find out instead of overwriting each other.
  revision integer not null,
  saved_by text not null,
  saved_by_name text not null,
  saved_at timestamptz not null,
  primary key (file, simulated)
);
--> statement-breakpoint
create table publications (
  id bigint generated always as identity primary key,
  file text not null,
  -- 1, 2, 3 … within a file and world.
  number integer not null,
  edits jsonb not null,
  reason text not null,
  -- Steps whose change nobody under way may miss ("bắt buộc đổi").
  must_see text[] not null default '{}',
  -- Number of the publication this one goes back to; 0 is the text as delivered.
  returns_to integer,
  published_by text not null,
  published_by_name text not null,
  published_at timestamptz not null,
  simulated boolean not null default false,
  constraint publications_number unique (file, simulated, number)
);
--> statement-breakpoint
create table local_facts (
  id bigint generated always as identity primary key,
  area_code text not null references areas (code),
  kind text not null,
  -- Null: withdrawn.
  value text,
  source text not null,
  verified_on date not null,
  recorded_by text not null,
  recorded_by_name text not null,
  recorded_at timestamptz not null
);
--> statement-breakpoint
create index local_facts_newest on local_facts (area_code, kind, id desc);
--> statement-breakpoint
create table screen_checks (
  id bigint generated always as identity primary key,
  -- `changed`: an app has been seen to look different; `seen`: somebody held the step against a real phone.
  finding text not null check (finding in ('changed', 'seen')),
  -- Either a whole app, or one step of one file.
  app text,
  file text,
  step text,
  found_on date not null,
  note text not null,
  recorded_by text not null,
  recorded_by_name text not null,
  recorded_at timestamptz not null,
  simulated boolean not null default false,
  constraint screen_checks_about check ((app is not null) <> (file is not null and step is not null))
);
--> statement-breakpoint
create table open_point_answers (
  id bigint generated always as identity primary key,
  point text not null,
  -- Null: opened again.
  answer text,
  source text not null,
  answered_by text not null,
  answered_by_name text not null,
  answered_at timestamptz not null,
  simulated boolean not null default false
);
--> statement-breakpoint
create index open_point_answers_newest on open_point_answers (point, simulated, id desc);
--> statement-breakpoint
-- Who stands where now, and where people stopped.
create index runs_open on runs (flow_id) where ended_at is null;
--> statement-breakpoint
create index runs_flow on runs (flow_id, started_at);
--> statement-breakpoint
create trigger publications_append_only before update or delete on publications
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger local_facts_append_only before update or delete on local_facts
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger screen_checks_append_only before update or delete on screen_checks
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger open_point_answers_append_only before update or delete on open_point_answers
  for each row execute function refuse_change();
--> statement-breakpoint
-- Every running process listens; whoever writes need not think of them.
create function tell_content() returns trigger language plpgsql as $$
begin
  perform pg_notify('content', tg_table_name);
  return null;
end $$;
--> statement-breakpoint
create trigger publications_tell after insert on publications for each statement execute function tell_content();
--> statement-breakpoint
create trigger local_facts_tell after insert on local_facts for each statement execute function tell_content();
--> statement-breakpoint
create trigger screen_checks_tell after insert on screen_checks for each statement execute function tell_content();

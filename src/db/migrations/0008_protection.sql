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
select 1;

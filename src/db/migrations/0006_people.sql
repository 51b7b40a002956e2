-- Households: a short number to say at the doorstep, members, and what became of a household. The ledger names
-- households by code and is never touched: who follows whom is a row of its own.
alter table households add column number integer, add column near text, add column ended_at timestamptz;
--> statement-breakpoint
create table household_members (
  id bigint primary key generated always as identity,
  household_code text references households (code),
  call_name text not null,
  term text,
  age_band text,
  role text,
  has_smartphone boolean,
  contact_id bigint references contacts (id),
  shares_chat boolean not null default false,
  added_by bigint references contacts (id),
  added_at timestamptz not null,
  left_at timestamptz
);
--> statement-breakpoint
create index household_members_household on household_members (household_code);
--> statement-breakpoint
create index household_members_contact on household_members (contact_id) where contact_id is not null;
--> statement-breakpoint
create table household_changes (
  id bigint primary key generated always as identity,
  household_code text not null references households (code),
  kind text not null,
  into_code text references households (code),
  from_area text references areas (code),
  to_area text references areas (code),
  reason text,
  by_contact bigint references contacts (id),
  at timestamptz not null
);
--> statement-breakpoint
create index household_changes_household on household_changes (household_code);
--> statement-breakpoint
-- The number printed at the end of a code ("01-003") when it is free, else the next one of the hamlet. Two households made
-- at the same moment wait for each other.
create function number_household() returns trigger language plpgsql as $$
declare
  wanted integer := substring(new.code from '-0*([0-9]{1,4})$')::integer;
begin
  if new.number is not null then return new; end if;
  perform pg_advisory_xact_lock(hashtext('household-number'), hashtext(new.area_code));
  if wanted is null or wanted = 0 or exists (
    select 1 from households where area_code = new.area_code and number = wanted) then
    select coalesce(max(number), 0) + 1 into wanted from households where area_code = new.area_code;
  end if;
  new.number := wanted;
  return new;
end $$;
--> statement-breakpoint
create trigger households_number before insert on households for each row execute function number_household();
--> statement-breakpoint
update households set number = n.number from (
  select code, row_number() over (partition by area_code order by created_at, code) as number from households) n
where households.code = n.code;
--> statement-breakpoint
create unique index households_number on households (area_code, number);
--> statement-breakpoint
create table visits (
  id bigint primary key generated always as identity,
  household_code text not null references households (code),
  promised_on date not null,
  promised_by bigint not null references contacts (id),
  made_at timestamptz not null,
  done_at timestamptz,
  simulated boolean not null default false
);
--> statement-breakpoint
create index visits_open on visits (household_code) where done_at is null;
--> statement-breakpoint
-- One person on two channels: both contacts name the same person (the older contact's id). Read with the contact itself,
-- so that a turn costs what it did before.
alter table contacts add column person_id bigint references contacts (id), add column relay_id bigint;
--> statement-breakpoint
create index contacts_person on contacts (person_id) where person_id is not null;
--> statement-breakpoint
create table join_codes (
  code_hash text primary key,
  contact_id bigint not null references contacts (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by bigint references contacts (id)
);
--> statement-breakpoint
create index join_codes_contact on join_codes (contact_id);
--> statement-breakpoint
-- Who answers calls for help: on which days (ISO 1 Monday – 7 Sunday, null every day) and hours of Vietnam; `rank` 0 is on
-- duty, 1 and up stand in for them in this order.
create table rota (
  id bigint primary key generated always as identity,
  contact_id bigint not null references contacts (id),
  area_code text not null references areas (code),
  weekday smallint,
  from_hour real not null default 0,
  to_hour real not null default 24,
  rank smallint not null default 0,
  since timestamptz not null,
  until timestamptz
);
--> statement-breakpoint
create index rota_area on rota (area_code) where until is null;
--> statement-breakpoint
alter table help_requests add column offered_to bigint references contacts (id),
  add column tried bigint[] not null default '{}', add column escalate_at timestamptz, add column chased_at timestamptz;
--> statement-breakpoint
create index help_escalate on help_requests (escalate_at) where closed_at is null and escalate_at is not null;
--> statement-breakpoint
-- A volunteer and a citizen talking through the assistant. What they say is nowhere but in the outbox and the turns.
create table relays (
  id bigint primary key generated always as identity,
  request_id bigint not null references help_requests (id),
  citizen_id bigint not null references contacts (id),
  helper_id bigint not null references contacts (id),
  opened_at timestamptz not null,
  last_at timestamptz not null,
  closed_at timestamptz,
  closed_how text
);
--> statement-breakpoint
create index relays_open on relays (last_at) where closed_at is null;
--> statement-breakpoint
-- What is known about a completion beyond who recorded it. The ledger keeps what was said first; confirmations and samples
-- are rows of their own, so nothing is ever mixed.
create table evidence (
  id bigint primary key generated always as identity,
  completion_id bigint not null references ledger (id),
  kind text not null,
  outcome text not null,
  by_contact bigint references contacts (id),
  at timestamptz not null,
  unique (completion_id, kind)
);
--> statement-breakpoint
create table evidence_questions (
  id bigint primary key generated always as identity,
  contact_id bigint not null references contacts (id),
  keys text[] not null,
  made_at timestamptz not null,
  asked_at timestamptz,
  answered_at timestamptz,
  answer text
);
--> statement-breakpoint
create index evidence_questions_contact on evidence_questions (contact_id);
--> statement-breakpoint
create index evidence_questions_open on evidence_questions (made_at) where asked_at is null;
--> statement-breakpoint
alter table consents add column text_hash text, add column proof text;
--> statement-breakpoint
-- Who asked to be forgotten, and that it was done. Names nobody: the contact is a tombstone by then.
create table erasures (
  id bigint primary key generated always as identity,
  contact_id bigint not null references contacts (id),
  asked_at timestamptz not null,
  done_at timestamptz,
  -- The row that carries the last message; gone once that message has ended.
  farewell_id bigint,
  farewell_done_at timestamptz
);
--> statement-breakpoint
create index erasures_open on erasures (asked_at) where farewell_done_at is null;
--> statement-breakpoint
-- History still only grows – but what was said in it may be forgotten (`heard` becomes null and nothing else changes).
create function refuse_change_of_turn() returns trigger language plpgsql as $$
begin
  if new.heard is null and to_jsonb(new) - 'heard' = to_jsonb(old) - 'heard' then return new; end if;
  raise exception 'turns is append-only: only what was heard may be forgotten';
end $$;
--> statement-breakpoint
drop trigger turns_append_only on turns;
--> statement-breakpoint
create trigger turns_append_only before update on turns for each row execute function refuse_change_of_turn();
--> statement-breakpoint
create index runs_open_area on runs (area_code) where ended_at is null;
--> statement-breakpoint
create index ledger_recorded on ledger (recorded_by, recorded_at);
--> statement-breakpoint
-- Stuck radar: whose step has not moved for `idle`, where and since when. Below `area`, itself included.
create function stuck_people(area text, at timestamptz, is_simulated boolean, idle interval default '1 day')
returns table (
  run_id bigint, contact_id bigint, household_code text, area_code text, area_name text, term text, call_name text,
  channel text, flow_id text, flow_version integer, step text, since timestamptz, misses integer, help_id bigint
) language sql stable as $$
  with recursive inside as (
    select code from areas where code = area
    union all
    select a.code from areas a join inside i on a.parent_code = i.code
  )
  select r.id, c.id,
         coalesce(case when r.subject_kind = 'household' then r.subject_code end, m.memory_run #>> '{helping,household}',
           (select h.household_code from household_contacts h where h.contact_id = c.id order by h.since limit 1)),
         r.area_code, a.name,
         case when m.memory_run ? 'helping' then m.memory_run #>> '{helping,term}' else c.term end,
         case when m.memory_run ? 'helping' then m.memory_run #>> '{helping,callName}' else c.call_name end,
         c.channel, r.flow_id, r.flow_version, m.memory_run #>> '{state,step}', (m.memory_run ->> 'lastAt')::timestamptz,
         coalesce((m.memory_run #>> '{state,misses}')::integer, 0),
         (select h.id from help_requests h where h.contact_id = c.id and h.closed_at is null order by h.id desc limit 1)
  from runs r
  join inside i on i.code = r.area_code
  join areas a on a.code = r.area_code
  join contacts c on c.id = r.contact_id
  cross join lateral (
    select one as memory_run
    from jsonb_array_elements(
      coalesce(jsonb_build_array(c.memory -> 'run'), '[]') || coalesce(c.memory -> 'shelf', '[]')) one
    where one ->> 'id' = r.id::text limit 1) m
  where r.ended_at is null and r.simulated = is_simulated and (m.memory_run ->> 'lastAt')::timestamptz <= at - idle
    and c.left_at is null
  order by (m.memory_run ->> 'lastAt')::timestamptz
$$;
--> statement-breakpoint
-- The finest that is known of each completion that stands, and whether anybody contradicts it. In both stories.
do $outer$
declare
  target text;
begin
  foreach target in array array['report', 'rehearsal'] loop
    execute format($view$
      create view %1$I.evidence as
      select c.completion_id, c.flow_id, c.subject_code, c.area_code, c.recorded_by, c.occurred_at,
             case when s.outcome is not null then 'sample'
                  when p.outcome is not null then 'citizen'
                  else c.how_known end as evidence,
             coalesce(s.outcome, p.outcome, 'unasked') as outcome
      from %1$I.completions c
      left join evidence s on s.completion_id = c.completion_id and s.kind = 'sample'
      left join evidence p on p.completion_id = c.completion_id and p.kind = 'citizen'
      where c.reversed_at is null and c.outcome = 'completed' $view$, target);
  end loop;
end $outer$;
--> statement-breakpoint
-- What a supervisor should look at, without saying why it is so: faster than anybody reads, many within minutes, or the same
-- thing for the same subject twice.
create function evidence_flags(area text, from_time timestamptz, is_simulated boolean)
returns table (completion_id bigint, flag text) language sql stable as $$
  with recursive inside as (
    select code from areas where code = area
    union all
    select a.code from areas a join inside i on a.parent_code = i.code
  ),
  mine as (
    select l.* from ledger l join inside i on i.code = l.area_code
    where l.entry = 'completion' and l.outcome = 'completed' and l.simulated = is_simulated and l.recorded_at >= from_time
      and not exists (select 1 from ledger r where r.reverses = l.id)
  )
  select m.id, 'too-fast' from mine m
  join runs r on m.key = 'run:' || r.id || ':' || m.flow_id
  where m.how_known = 'volunteer' and r.ended_at - r.started_at < interval '60 seconds'
  union all
  select m.id, 'clustered' from mine m
  where m.how_known = 'volunteer' and (
    select count(distinct other.subject_code) from mine other
    where other.recorded_by = m.recorded_by and other.recorded_at between m.recorded_at - interval '5 minutes' and m.recorded_at
  ) > 12
  union all
  select m.id, 'duplicate' from mine m
  where exists (
    select 1 from ledger before where before.subject_code = m.subject_code and before.flow_id = m.flow_id
      and before.id < m.id and before.entry = 'completion' and before.outcome = 'completed'
      and not exists (select 1 from ledger r where r.reverses = before.id))
$$;

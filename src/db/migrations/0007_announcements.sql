-- Announcements: whom, what, who agreed, which way each person was reached, what they answered, who is visited instead.
alter table broadcasts
  add column kind text not null default 'notice',
  add column content jsonb,
  add column audience jsonb,
  add column author_ref text,
  add column officer_id bigint references contacts(id),
  add column corrects bigint references broadcasts(id),
  add column never_twice boolean not null default false,
  add column send_at timestamptz,
  add column spread_minutes integer not null default 0,
  add column spread_from timestamptz,
  add column budget_vnd integer not null default 0,
  add column spent_vnd integer not null default 0,
  add column agreed_count integer,
  add column plan_after bigint not null default 0,
  add column planned_at timestamptz,
  add column paused_at timestamptz,
  add column pause_reason text,
  add column submitted_at timestamptz,
  add column progress_at timestamptz,
  add column updated_at timestamptz,
  alter column author_id drop not null,
  alter column text drop not null;
--> statement-breakpoint
update broadcasts set author_ref = 'contact:' || author_id, audience = jsonb_build_object('area', area_code),
  content = jsonb_build_object('extras', '[]'::jsonb, 'picture', null, 'words', jsonb_build_object('vi',
    jsonb_build_object('what', text, 'bring', '', 'ask', '')));
--> statement-breakpoint
create index broadcasts_open on broadcasts (id) where state in ('scheduled', 'sending', 'paused');
--> statement-breakpoint
create index broadcasts_area on broadcasts (area_code, id desc);
--> statement-breakpoint
create table broadcast_approvals (
  broadcast_id bigint not null references broadcasts(id),
  person_ref text not null,
  contact_id bigint references contacts(id),
  at timestamptz not null,
  primary key (broadcast_id, person_ref)
);
--> statement-breakpoint
alter table broadcast_recipients
  add column person_key text,
  add column way text,
  add column via_contact_id bigint references contacts(id),
  add column cost_vnd integer not null default 0,
  add column attempts integer not null default 0,
  add column sent_at timestamptz,
  add column delivered_at timestamptz;
--> statement-breakpoint
create unique index recipients_person on broadcast_recipients (broadcast_id, person_key) where person_key is not null;
--> statement-breakpoint
drop index recipients_planned;
--> statement-breakpoint
create index recipients_planned on broadcast_recipients (broadcast_id, channel, contact_id) where state = 'planned';
--> statement-breakpoint
create index recipients_queued on broadcast_recipients (broadcast_id, contact_id) where state = 'queued';
--> statement-breakpoint
-- "Three this week" looks back from a person.
create index recipients_contact on broadcast_recipients (contact_id, sent_at) where sent_at is not null;
--> statement-breakpoint
create index recipients_sent on broadcast_recipients (broadcast_id, sent_at) where sent_at is not null;
--> statement-breakpoint
create table broadcast_answers (
  broadcast_id bigint not null references broadcasts(id),
  contact_id bigint not null references contacts(id),
  answer text not null,
  at timestamptz not null,
  primary key (broadcast_id, contact_id)
);
--> statement-breakpoint
create table broadcast_replies (
  id bigint primary key generated always as identity,
  broadcast_id bigint not null references broadcasts(id),
  contact_id bigint not null references contacts(id),
  direction text not null,
  text text not null,
  officer_id bigint references contacts(id),
  at timestamptz not null
);
--> statement-breakpoint
create index broadcast_replies_broadcast on broadcast_replies (broadcast_id, id);
--> statement-breakpoint
create index broadcast_replies_contact on broadcast_replies (contact_id, id);
--> statement-breakpoint
create table saved_audiences (
  id bigint primary key generated always as identity,
  name text not null,
  area_code text not null references areas(code),
  query jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  simulated boolean not null default false,
  unique (area_code, name, simulated)
);
--> statement-breakpoint
create table announcement_pictures (
  hash text primary key,
  bytes bytea not null,
  alt text not null,
  added_by text not null,
  added_at timestamptz not null
);
--> statement-breakpoint
create table visit_tasks (
  id bigint primary key generated always as identity,
  area_code text,
  household_code text references households(code),
  contact_id bigint references contacts(id),
  broadcast_id bigint references broadcasts(id),
  reason text not null,
  created_at timestamptz not null,
  taken_by bigint references contacts(id),
  taken_at timestamptz,
  done_at timestamptz,
  done_by bigint references contacts(id),
  outcome text,
  simulated boolean not null default false,
  check (household_code is not null or contact_id is not null)
);
--> statement-breakpoint
create unique index visit_tasks_contact on visit_tasks (broadcast_id, contact_id) where contact_id is not null;
--> statement-breakpoint
create unique index visit_tasks_household on visit_tasks (broadcast_id, household_code) where household_code is not null;
--> statement-breakpoint
create index visit_tasks_open on visit_tasks (area_code, id) where done_at is null;
--> statement-breakpoint
-- Whoever says stop, by whatever way it is written down, gets no announcement that has not left yet: what is queued ends
-- here, what a sender already holds is named to all of them. A stop after a call began comes too late.
create function announcements_opted_out() returns trigger language plpgsql as $$
begin
  update outbound set state = 'cancelled', reason = 'muted'
  where contact_id = new.id and state = 'queued' and broadcast_id is not null;
  perform pg_notify('opted_out', new.id::text);
  return null;
end $$;
--> statement-breakpoint
create trigger contacts_opted_out after update of muted_at on contacts for each row
  when (new.muted_at is not null and old.muted_at is null) execute function announcements_opted_out();
--> statement-breakpoint
-- The recipient's own row holds its end; while a message is under way its newest outbox row tells. On Zalo a picture goes
-- ahead as a message of its own: the words are what counts.
do $outer$
declare
  target text;
  simulated text;
begin
  foreach target in array array['report', 'rehearsal'] loop
    simulated := case when target = 'rehearsal' then 'true' else 'false' end;
    execute format($view$
      create or replace view %1$I.broadcast_recipients as
      select b.broadcast_id, b.contact_id as contact_ref, b.channel,
             case when b.state = 'planned' then 'queued'
                  when b.state = 'queued' then coalesce(
                    case when o.state = 'sent' and o.delivered_at is not null then 'delivered' else o.state end, 'queued')
                  when b.state = 'sent' and o.delivered_at is not null then 'delivered'
                  else b.state end as state,
             case when b.state = 'queued' then coalesce(o.reason, b.reason) else b.reason end as reason,
             coalesce(o.tries, b.attempts)::bigint as attempts,
             coalesce(b.sent_at, o.sent_at) as sent_at, o.delivered_at,
             coalesce(b.failed_at, o.failed_at) as failed_at
      from broadcast_recipients b
      join broadcasts x on x.id = b.broadcast_id
      left join lateral (
        select last.*, (select sum(attempts) from outbound every_one
                        where every_one.broadcast_id = b.broadcast_id
                          and every_one.contact_id = coalesce(b.via_contact_id, b.contact_id)) as tries
        from outbound last
        where last.broadcast_id = b.broadcast_id and last.contact_id = coalesce(b.via_contact_id, b.contact_id)
          and not (last.channel = 'zalo' and last.kind = 'picture')
        order by last.id + 0 desc limit 1) o on true
      where x.simulated = %2$s $view$, target, simulated);
  end loop;
end $outer$;

-- Figures follow people: a household merged into another, one person on two channels, a member who got a chat of their own
-- count once, and a household that ended is on the list no more (0005_figures.sql, 0006_people.sql).
create function count_merged_household() returns trigger language plpgsql as $$
begin
  perform merge_subject(new.household_code, new.into_code, new.at);
  perform merge_subject('S-' || new.household_code, 'S-' || new.into_code, new.at);
  return null;
end $$;
--> statement-breakpoint
create trigger household_changes_counted after insert on household_changes
  for each row when (new.kind = 'merged') execute function count_merged_household();
--> statement-breakpoint
create function count_joined_contact() returns trigger language plpgsql as $$
begin
  perform part_subject('P' || new.id, clock_timestamp());
  perform part_subject('S-P' || new.id, clock_timestamp());
  if new.person_id is not null and new.person_id <> new.id then
    perform merge_subject('P' || new.id, 'P' || new.person_id, clock_timestamp());
    perform merge_subject('S-P' || new.id, 'S-P' || new.person_id, clock_timestamp());
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger contacts_joined after update of person_id on contacts
  for each row when (new.person_id is distinct from old.person_id) execute function count_joined_contact();
--> statement-breakpoint
-- A member who is the only one behind a chat is that chat's person.
create function count_member_with_chat() returns trigger language plpgsql as $$
begin
  perform part_subject('M' || new.id, clock_timestamp());
  if new.contact_id is not null and not exists (
    select 1 from household_members other
    where other.contact_id = new.contact_id and other.left_at is null and other.id <> new.id) then
    perform merge_subject('M' || new.id, 'P' || new.contact_id, clock_timestamp());
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger household_members_counted after insert or update of contact_id on household_members
  for each row execute function count_member_with_chat();
--> statement-breakpoint
create or replace function list_household() returns trigger language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
begin
  if tg_op = 'UPDATE' and (new.area_code, new.since, new.ended_at) is not distinct from (old.area_code, old.since, old.ended_at)
  then
    return null;
  end if;
  if tg_op = 'INSERT' then at := new.created_at; end if;
  if tg_op = 'UPDATE' and new.ended_at is not null then at := new.ended_at; end if;
  if tg_op <> 'INSERT' then
    update list_entries set removed_at = at where list = 'households' and code = old.code and removed_at is null;
  end if;
  if tg_op <> 'DELETE' and new.ended_at is null then
    insert into list_entries (list, code, area_code, since, recorded_at, simulated)
    values ('households', new.code, new.area_code, coalesce(new.since, vietnam_day(new.created_at)), at, new.simulated);
  end if;
  return null;
end $$;
--> statement-breakpoint
select merge_subject(code, now_code, clock_timestamp()) from subject_now order by code;

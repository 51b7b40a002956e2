-- A household that ended (merged into another, erased) is on the list no more (0005_figures.sql, 0006_people.sql).
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

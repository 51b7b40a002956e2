-- Figures: units over time, indicators as data, and the journal of changes from which every figure is added up
-- (docs/decisions/0013-figures.md, docs/decisions/0014-areas-over-time.md).
drop view report.indicators;
--> statement-breakpoint
drop view rehearsal.indicators;
--> statement-breakpoint
create function vietnam_day(at timestamptz) returns date language sql immutable parallel safe
  return (at at time zone 'Asia/Ho_Chi_Minh')::date;
--> statement-breakpoint
-- A period is written 2026, 2026-Q4, 2026-11 or 2026-W47 (ISO week). Anything else has no first day.
create function period_first(period text) returns date language sql immutable parallel safe
  return case
    when period ~ '^\d{4}$' then make_date(period::int, 1, 1)
    when period ~ '^\d{4}-Q[1-4]$' then make_date(left(period, 4)::int, right(period, 1)::int * 3 - 2, 1)
    when period ~ '^\d{4}-(0[1-9]|1[0-2])$' then make_date(left(period, 4)::int, right(period, 2)::int, 1)
    when period ~ '^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$' then
      date_trunc('week', make_date(left(period, 4)::int, 1, 4)::timestamp)::date + (right(period, 2)::int - 1) * 7
  end;
--> statement-breakpoint
create function period_last(period text) returns date language sql immutable parallel safe
  return case
    when period ~ '^\d{4}$' then make_date(period::int, 12, 31)
    when period ~ '^\d{4}-Q[1-4]$' then (period_first(period) + interval '3 months')::date - 1
    when period ~ '^\d{4}-(0[1-9]|1[0-2])$' then (period_first(period) + interval '1 month')::date - 1
    when period ~ '^\d{4}-W' then period_first(period) + 6
  end;
--> statement-breakpoint

-- ── units over time ──────────────────────────────────────────────────────────────────────────────────────────────
-- `areas` is the structure of today. What it was, and what is already decided for later, is in two tables of dated rows.
alter table areas add column succeeded_by text references areas(code), add column group_kind text,
  add column former text;
--> statement-breakpoint
-- Letters without marks, small: `Trần Đề` → `tran de`, wherever the tone was put (hoà, hòa).
create function without_marks(words text) returns text language sql immutable parallel safe
  return translate(lower(normalize(words, nfc)),
    'áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ',
    'aaaaaaaaaaaaaaaaadeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyy');
--> statement-breakpoint
alter table areas add column search text generated always as
  (without_marks(name || ', ' || coalesce(formed_from, '') || ', ' || coalesce(former, ''))) stored;
--> statement-breakpoint
create index areas_succeeded_by on areas (succeeded_by) where succeeded_by is not null;
--> statement-breakpoint
create table area_versions (
  id bigint primary key generated always as identity,
  code text not null references areas(code),
  name text not null,
  parent_code text references areas(code),
  valid_from date not null,
  source text,
  recorded_at timestamptz not null
);
--> statement-breakpoint
create index area_versions_code on area_versions (code, valid_from, id);
--> statement-breakpoint
create index area_versions_parent on area_versions (parent_code);
--> statement-breakpoint
create index area_versions_changed on area_versions (code) where valid_from > '-infinity';
--> statement-breakpoint
-- `whole`: everything counted for the old unit now belongs to the new one. Otherwise the row only tells where a part of
-- the old unit went, for searching and reading; figures are never divided by guesswork.
create table area_successions (
  id bigint primary key generated always as identity,
  old_code text not null references areas(code),
  new_code text not null references areas(code),
  effective_on date not null,
  whole boolean not null,
  source text,
  recorded_at timestamptz not null,
  withdrawn_at timestamptz,
  check (old_code <> new_code)
);
--> statement-breakpoint
create unique index area_successions_whole on area_successions (old_code) where whole and withdrawn_at is null;
--> statement-breakpoint
create index area_successions_old on area_successions (old_code);
--> statement-breakpoint
create index area_successions_new on area_successions (new_code);
--> statement-breakpoint
create function keep_area_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into area_versions (code, name, parent_code, valid_from, recorded_at)
    values (new.code, new.name, new.parent_code, '-infinity', '-infinity');
  elsif current_setting('areas.settling', true) is distinct from 'on'
        and (new.name, new.parent_code) is distinct from (old.name, old.parent_code) then
    insert into area_versions (code, name, parent_code, valid_from, recorded_at)
    values (new.code, new.name, new.parent_code, vietnam_day(clock_timestamp()), clock_timestamp());
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger areas_keep_version after insert or update on areas
  for each row execute function keep_area_version();
--> statement-breakpoint
insert into area_versions (code, name, parent_code, valid_from, recorded_at)
select code, name, parent_code, '-infinity', '-infinity' from areas;
--> statement-breakpoint
-- One unit cannot be below itself, nor become itself again by way of others; its successor is of its own kind.
create function refuse_area_circle() returns trigger language plpgsql as $$
declare
  circular boolean;
begin
  if tg_table_name = 'area_successions' then
    if not new.whole then return new; end if;
    lock table area_successions in share row exclusive mode;
    if (select count(distinct (kind, simulated)) from areas where code in (new.old_code, new.new_code)) > 1 then
      raise exception 'area % cannot be succeeded by %, which is of another kind', new.old_code, new.new_code
        using errcode = '23514', constraint = 'area_successions_kind';
    end if;
    with recursive later as (
      select new.new_code as code
      union
      select n.code from later l cross join lateral (
        select s.new_code as code from area_successions s
        where s.old_code = l.code and s.whole and s.withdrawn_at is null offset 0) n
    )
    select exists (select 1 from later where code = new.old_code) into circular;
    if circular then
      raise exception 'area % cannot be succeeded by %, which itself became a part of it', new.old_code, new.new_code
        using errcode = '23514', constraint = 'area_successions_circle';
    end if;
  elsif new.parent_code is not null then
    with recursive above as (
      select new.parent_code as code
      union
      select n.code from above b cross join lateral (
        select a.parent_code as code from areas a where a.code = b.code and a.parent_code is not null offset 0) n
    )
    select exists (select 1 from above where code = new.code) into circular;
    if circular then
      raise exception 'area % cannot lie below %, which lies below it', new.code, new.parent_code
        using errcode = '23514', constraint = 'area_versions_circle';
    end if;
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger area_successions_circle before insert on area_successions
  for each row execute function refuse_area_circle();
--> statement-breakpoint
create trigger area_versions_circle before insert on area_versions
  for each row execute function refuse_area_circle();
--> statement-breakpoint
-- Makes `areas` what holds on a day. Called with every change, and daily for what was decided ahead.
create function settle_areas(today date) returns void language plpgsql as $$
begin
  perform set_config('areas.settling', 'on', true);
  update areas a set name = v.name, parent_code = v.parent_code
  from (select distinct on (code) code, name, parent_code from area_versions
        where valid_from <= today and code in (select code from area_versions where valid_from > '-infinity')
        order by code, valid_from desc, id desc) v
  where v.code = a.code and (a.name, a.parent_code) is distinct from (v.name, v.parent_code);
  update areas a set succeeded_by = s.new_code, valid_to = s.effective_on
  from area_successions s
  where s.old_code = a.code and s.whole and s.withdrawn_at is null and s.effective_on <= today
    and (a.succeeded_by, a.valid_to) is distinct from (s.new_code, s.effective_on);
  update areas a set succeeded_by = null, valid_to = null
  where a.succeeded_by is not null and not exists (
    select 1 from area_successions s
    where s.old_code = a.code and s.whole and s.withdrawn_at is null and s.effective_on <= today);
  perform set_config('areas.settling', 'off', true);
end $$;
--> statement-breakpoint
-- Whether a unit has been absorbed by another on a day, as known at a time.
create function area_absorbed(of_code text, on_day date, known timestamptz) returns boolean language sql stable as $$
  select exists (
    select 1 from area_successions s
    where s.old_code = of_code and s.whole and s.effective_on <= on_day and s.recorded_at <= known
      and (s.withdrawn_at is null or s.withdrawn_at > known))
$$;
--> statement-breakpoint
-- Codes counted for each of some units: itself, everything below it, and all that was absorbed on the way.
create function area_members(roots text[], on_day date, known timestamptz)
returns table (root text, code text) language sql stable rows 50 as $$
  with recursive inside as (
    select r as root, r as code from unnest(roots) r
    union
    select i.root, n.code from inside i cross join lateral (
      select s.old_code as code from area_successions s
      where s.new_code = i.code and s.whole and s.effective_on <= on_day and s.recorded_at <= known
        and (s.withdrawn_at is null or s.withdrawn_at > known)
      union all
      select v.code from area_versions v
      where v.parent_code = i.code and v.valid_from <= on_day and v.recorded_at <= known
        and not exists (
          select 1 from area_versions w
          where w.code = v.code and w.valid_from <= on_day and w.recorded_at <= known
            and (w.valid_from, w.id) > (v.valid_from, v.id))
        and not exists (
          select 1 from area_successions s
          where s.old_code = v.code and s.whole and s.effective_on <= on_day and s.recorded_at <= known
            and (s.withdrawn_at is null or s.withdrawn_at > known))
    ) n
  )
  select root, code from inside
$$;
--> statement-breakpoint
-- Units of a kind that exist below some units on a day; `child` null kind: the tier directly below.
create function area_units(roots text[], of_kind text, on_day date, known timestamptz)
returns table (root text, code text) language sql stable rows 20 as $$
  select m.root, m.code
  from area_members(roots, on_day, known) m cross join lateral (
    select 1 from areas a
    where a.code = m.code and a.kind = of_kind and a.valid_from <= on_day and (a.valid_to is null or a.valid_to > on_day)
    offset 0) a
  where m.code <> m.root and not area_absorbed(m.code, on_day, known)
$$;
--> statement-breakpoint

-- ── what is counted ──────────────────────────────────────────────────────────────────────────────────────────────
alter table indicators
  add column aliases text[] not null default '{}',
  add column definition text not null default '',
  add column unit text not null default 'người',
  add column subject_kinds text[],
  add column counts text not null default 'ledger'
    check (counts in ('ledger', 'list', 'units-active', 'units-listed', 'typed')),
  add column counts_lists text[] not null default '{}',
  add column out_of text not null default 'stated' check (out_of in ('stated', 'list', 'units', 'indicator', 'nothing')),
  add column out_of_name text,
  add column unit_kind text,
  add column funnel text,
  add column funnel_step smallint,
  add column shown smallint;
--> statement-breakpoint
alter table targets
  alter column value type numeric,
  add column unit text not null default '%',
  add column recorded_by text,
  add column first_day date generated always as (period_first(period)) stored,
  add column last_day date generated always as (period_last(period)) stored,
  add constraint targets_period check (period_first(period) is not null),
  add constraint targets_value check (value >= 0);
--> statement-breakpoint
alter table denominators add column reason text, add column recorded_by text,
  add constraint denominators_value check (value >= 0);
--> statement-breakpoint
create trigger targets_append_only before update or delete on targets for each row execute function refuse_change();
--> statement-breakpoint
create trigger denominators_append_only before update or delete on denominators
  for each row execute function refuse_change();
--> statement-breakpoint
-- What a report said, as it said it: kept beside what we count ourselves. A correction is a later row.
create table reported_figures (
  id bigint primary key generated always as identity,
  indicator text not null references indicators(id),
  area_code text references areas(code),
  -- A unit that has no code any more, such as a former district. Never added to anything.
  historic_unit text,
  period text not null check (period_first(period) is not null),
  kind text not null default 'actual' check (kind in ('actual', 'target', 'plan')),
  numerator numeric,
  denominator numeric,
  value numeric,
  value_to numeric,
  unit text not null,
  qualifier text check (qualifier in ('gt', 'lt', 'approx', 'most', 'all')),
  as_printed text not null,
  source text not null,
  entered_by text not null,
  approved_by text,
  reason text,
  recorded_at timestamptz not null,
  simulated boolean not null default false,
  check ((area_code is null) <> (historic_unit is null))
);
--> statement-breakpoint
create index reported_figures_area on reported_figures (area_code, indicator, period);
--> statement-breakpoint
create trigger reported_figures_append_only before update or delete on reported_figures
  for each row execute function refuse_change();
--> statement-breakpoint
-- A closed period is read as it was known when it was closed, for ever.
create table closed_periods (
  area_code text not null references areas(code),
  period text not null check (period_first(period) is not null),
  closed_at timestamptz not null,
  closed_by text not null,
  simulated boolean not null default false,
  primary key (area_code, period)
);
--> statement-breakpoint
create trigger closed_periods_append_only before update or delete on closed_periods
  for each row execute function refuse_change();
--> statement-breakpoint
-- Lists that are counted or counted against: households, stalls, teams, beneficiaries, cashless streets … A row says from
-- when to when something was on the list, and from when to when we knew it so.
create table list_entries (
  id bigint primary key generated always as identity,
  list text not null,
  code text not null,
  name text,
  area_code text not null references areas(code),
  place_code text references areas(code),
  since date not null,
  until date,
  details jsonb not null default '{}',
  recorded_at timestamptz not null,
  removed_at timestamptz,
  simulated boolean not null default false
);
--> statement-breakpoint
create unique index list_entries_current on list_entries (list, code) where removed_at is null;
--> statement-breakpoint
create index list_entries_area on list_entries (area_code, list);
--> statement-breakpoint
create index list_entries_place on list_entries (place_code, list) where place_code is not null;
--> statement-breakpoint
alter table households add column since date;
--> statement-breakpoint
alter table stalls add column since date;
--> statement-breakpoint
-- Households and stalls are lists too. Their history is kept here, so that a total of the past stays what it was.
create function list_household() returns trigger language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
begin
  if tg_op = 'UPDATE' and (new.area_code, new.since) is not distinct from (old.area_code, old.since) then
    return null;
  end if;
  if tg_op = 'INSERT' then at := new.created_at; end if;
  if tg_op <> 'INSERT' then
    update list_entries set removed_at = at where list = 'households' and code = old.code and removed_at is null;
  end if;
  if tg_op <> 'DELETE' then
    insert into list_entries (list, code, area_code, since, recorded_at, simulated)
    values ('households', new.code, new.area_code, coalesce(new.since, vietnam_day(new.created_at)), at, new.simulated);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger households_listed after insert or update or delete on households
  for each row execute function list_household();
--> statement-breakpoint
create function list_stall() returns trigger language plpgsql as $$
declare
  at timestamptz := clock_timestamp();
begin
  if tg_op = 'UPDATE'
     and (new.area_code, new.place_code, new.since) is not distinct from (old.area_code, old.place_code, old.since) then
    return null;
  end if;
  if tg_op = 'INSERT' then at := new.registered_at; end if;
  if tg_op <> 'INSERT' then
    update list_entries set removed_at = at where list = 'stalls' and code = old.code and removed_at is null;
  end if;
  if tg_op <> 'DELETE' then
    insert into list_entries (list, code, area_code, place_code, since, recorded_at, simulated)
    values ('stalls', new.code, new.area_code, new.place_code, coalesce(new.since, vietnam_day(new.registered_at)), at,
            new.simulated);
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger stalls_listed after insert or update or delete on stalls for each row execute function list_stall();
--> statement-breakpoint
insert into list_entries (list, code, area_code, since, recorded_at, simulated)
select 'households', code, area_code, vietnam_day(created_at), created_at, simulated from households;
--> statement-breakpoint
insert into list_entries (list, code, area_code, place_code, since, recorded_at, simulated)
select 'stalls', code, area_code, place_code, vietnam_day(registered_at), registered_at, simulated from stalls;
--> statement-breakpoint

-- What somebody added in words; without secrets.
alter table ledger add column note text;
--> statement-breakpoint

-- ── the journal ──────────────────────────────────────────────────────────────────────────────────────────────────
-- A subject (person, household, stall) counts once for an indicator: from the day of its first standing completion, in
-- the unit where that happened, as known by the strongest evidence so far. `figure_subjects` is where each stands now;
-- every change of it is written down in `figure_changes`, so that the figure of any day as known at any time is a sum.
create table figure_subjects (
  indicator text not null,
  subject_kind text not null,
  subject_code text not null,
  simulated boolean not null,
  area_code text,
  area_at timestamptz,
  area_entry bigint,
  place_code text,
  place_at timestamptz,
  place_entry bigint,
  self_day date,
  system_day date,
  volunteer_day date,
  -- Changes of one subject are in the order of this, so that no sum of some of them is ever negative.
  recorded_at timestamptz not null,
  primary key (indicator, subject_kind, subject_code, simulated)
);
--> statement-breakpoint
create index figure_subjects_code on figure_subjects (subject_code);
--> statement-breakpoint
create table figure_changes (
  id bigint primary key generated always as identity,
  indicator text not null,
  area_code text,
  place_code text,
  day date not null,
  how_known text not null,
  n smallint not null,
  subject_kind text not null,
  subject_code text not null,
  simulated boolean not null,
  recorded_at timestamptz not null
);
--> statement-breakpoint
create index figure_changes_area on figure_changes (area_code, simulated, day) include (indicator, how_known, n, recorded_at, id);
--> statement-breakpoint
create index figure_changes_place on figure_changes (place_code, simulated, day) where place_code is not null;
--> statement-breakpoint
-- The journal's beginning, added up, so that a figure of today costs no more when the journal is long: everything up to
-- `upto`. Both change in one transaction, so whoever reads sees them agree; a figure that has not been folded in yet is
-- read from the journal itself. Never needed to be right, only to be fast.
create table figure_tallies (
  area_code text,
  place_code text,
  simulated boolean not null,
  indicator text not null,
  how_known text not null,
  n bigint not null,
  unique nulls not distinct (area_code, place_code, simulated, indicator, how_known)
);
--> statement-breakpoint
create index figure_tallies_place on figure_tallies (place_code) where place_code is not null;
--> statement-breakpoint
create table figure_fold (
  one boolean primary key default true check (one),
  upto bigint not null,
  newest timestamptz not null
);
--> statement-breakpoint
insert into figure_fold (upto, newest) values (0, '-infinity');
--> statement-breakpoint
-- Folds the journal up to a row behind which nothing older can still be committed (`foldFigures` in src/db/figures.ts).
create function fold_figures(mark bigint) returns bigint language plpgsql as $$
declare
  fold figure_fold;
  latest timestamptz;
begin
  select * into fold from figure_fold for update;
  if mark is null or mark <= fold.upto then return 0; end if;
  select max(recorded_at) into latest from figure_changes where id > fold.upto and id <= mark;
  insert into figure_tallies as t (area_code, place_code, simulated, indicator, how_known, n)
  select area_code, place_code, simulated, indicator, how_known, sum(n) from figure_changes
  where id > fold.upto and id <= mark group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (area_code, place_code, simulated, indicator, how_known) do update set n = t.n + excluded.n;
  update figure_fold set upto = mark, newest = greatest(newest, latest);
  return mark - fold.upto;
end $$;
--> statement-breakpoint
create trigger figure_changes_append_only before update or delete on figure_changes
  for each row execute function refuse_change();
--> statement-breakpoint
-- When a subject begins to count and by which evidence: a stronger one takes over from a weaker one on its day.
create function figure_steps(self_day date, system_day date, volunteer_day date)
returns table (day date, how_known text, n int) language sql immutable parallel safe rows 3 as $$
  select volunteer_day, 'volunteer', 1 where volunteer_day is not null
  union all
  select system_day, 'system', 1 where system_day < coalesce(volunteer_day, 'infinity')
  union all
  select volunteer_day, 'system', -1 where system_day < volunteer_day
  union all
  select self_day, 'self', 1 where self_day < least(system_day, volunteer_day, 'infinity')
  union all
  select least(system_day, volunteer_day), 'self', -1 where self_day < least(system_day, volunteer_day)
$$;
--> statement-breakpoint
-- Writes down what changed between where a subject stood and where it stands.
create function figure_journal(was figure_subjects, becomes figure_subjects) returns void language sql as $$
  insert into figure_changes
    (indicator, area_code, place_code, day, how_known, n, subject_kind, subject_code, simulated, recorded_at)
  select becomes.indicator, area_code, place_code, day, how_known, sum(n), becomes.subject_kind, becomes.subject_code,
         becomes.simulated, becomes.recorded_at
  from (
    select becomes.area_code, becomes.place_code, day, how_known, n
    from figure_steps(becomes.self_day, becomes.system_day, becomes.volunteer_day)
    union all
    select was.area_code, was.place_code, day, how_known, -n
    from figure_steps(was.self_day, was.system_day, was.volunteer_day)
  ) steps
  group by area_code, place_code, day, how_known having sum(n) <> 0
  order by sum(n) desc, day
$$;
--> statement-breakpoint
-- Two subjects that turned out to be one: what was recorded for the old one counts for the new one from then on.
create table subject_merges (
  old_code text primary key,
  new_code text not null,
  at timestamptz not null,
  check (old_code <> new_code)
);
--> statement-breakpoint
create index subject_merges_new on subject_merges (new_code);
--> statement-breakpoint
-- Whom a code stands for today, however often it was merged.
create function current_subject(of_code text) returns text language plpgsql stable as $$
declare
  newer text;
begin
  loop
    select new_code into newer from subject_merges where old_code = of_code;
    if newer is null then return of_code; end if;
    of_code := newer;
  end loop;
end $$;
--> statement-breakpoint
-- Counts one subject anew from its own entries in the ledger and those of all that were merged into it: after a reversal,
-- after a merger, or when a definition changed.
create function figure_recount(of_indicator text, of_kind text, of_code text, of_simulated boolean, at timestamptz)
returns void language plpgsql as $$
declare
  was figure_subjects;
  becomes figure_subjects;
begin
  select * into was from figure_subjects
  where (indicator, subject_kind, subject_code, simulated) = (of_indicator, of_kind, of_code, of_simulated) for update;
  if not found then
    insert into figure_subjects (indicator, subject_kind, subject_code, simulated, recorded_at)
    values (of_indicator, of_kind, of_code, of_simulated, at) on conflict do nothing;
    select * into was from figure_subjects
    where (indicator, subject_kind, subject_code, simulated) = (of_indicator, of_kind, of_code, of_simulated) for update;
  end if;
  becomes := was;
  becomes.recorded_at := greatest(was.recorded_at, at);
  with recursive codes as (
    select of_code as code where not exists (select 1 from subject_merges where old_code = of_code)
    union
    select m.old_code from codes c join subject_merges m on m.new_code = c.code
  ),
  standing as materialized (
    select c.id, c.area_code, c.place_code, c.how_known, c.occurred_at, c.recorded_at, vietnam_day(c.occurred_at) as day
    from codes s cross join lateral (
      -- Looked up by subject, never by reading the whole ledger, whatever the planner thinks of a table it has not seen grow.
      select l.* from ledger l
      where l.subject_code = s.code and l.subject_kind = of_kind and l.simulated = of_simulated
        and l.entry = 'completion' and l.outcome = 'completed'
        and (select count(*) from ledger r where r.reverses = l.id) = 0
      offset 0) c
    join indicators i on i.id = of_indicator and c.flow_id = any (i.flow_ids)
      and (i.subject_kinds is null or c.subject_kind = any (i.subject_kinds))
  )
  select
    (select min(day) from standing where how_known not in ('system', 'volunteer')),
    (select min(day) from standing where how_known = 'system'),
    (select min(day) from standing where how_known = 'volunteer'),
    greatest(becomes.recorded_at, (select max(recorded_at) from standing)),
    a.area_code, a.occurred_at, a.id, p.place_code, p.occurred_at, p.id
  into becomes.self_day, becomes.system_day, becomes.volunteer_day, becomes.recorded_at, becomes.area_code,
    becomes.area_at, becomes.area_entry, becomes.place_code, becomes.place_at, becomes.place_entry
  from (select 1) one
  left join lateral (select * from standing where area_code is not null order by occurred_at, id limit 1) a on true
  left join lateral (select * from standing where place_code is not null order by occurred_at, id limit 1) p on true;
  perform figure_journal(was, becomes);
  update figure_subjects set
    area_code = becomes.area_code, area_at = becomes.area_at, area_entry = becomes.area_entry,
    place_code = becomes.place_code, place_at = becomes.place_at, place_entry = becomes.place_entry,
    self_day = becomes.self_day, system_day = becomes.system_day, volunteer_day = becomes.volunteer_day,
    recorded_at = becomes.recorded_at
  where (indicator, subject_kind, subject_code, simulated) = (of_indicator, of_kind, of_code, of_simulated);
end $$;
--> statement-breakpoint
-- A completion can only make days earlier, so it needs nothing but where its subject stood: constant work.
create function figure_count(entry ledger, of_indicator text, subject text) returns void language plpgsql as $$
declare
  was figure_subjects;
  becomes figure_subjects;
  day date := vietnam_day(entry.occurred_at);
begin
  insert into figure_subjects (indicator, subject_kind, subject_code, simulated, recorded_at)
  values (of_indicator, entry.subject_kind, subject, entry.simulated, entry.recorded_at)
  on conflict do nothing;
  select * into was from figure_subjects
  where (indicator, subject_kind, subject_code, simulated)
      = (of_indicator, entry.subject_kind, subject, entry.simulated) for update;
  becomes := was;
  becomes.recorded_at := greatest(was.recorded_at, entry.recorded_at);
  case entry.how_known
    when 'volunteer' then becomes.volunteer_day := least(was.volunteer_day, day);
    when 'system' then becomes.system_day := least(was.system_day, day);
    else becomes.self_day := least(was.self_day, day);
  end case;
  if entry.area_code is not null
     and (was.area_at is null or (entry.occurred_at, entry.id) < (was.area_at, was.area_entry)) then
    becomes.area_code := entry.area_code;
    becomes.area_at := entry.occurred_at;
    becomes.area_entry := entry.id;
  end if;
  if entry.place_code is not null
     and (was.place_at is null or (entry.occurred_at, entry.id) < (was.place_at, was.place_entry)) then
    becomes.place_code := entry.place_code;
    becomes.place_at := entry.occurred_at;
    becomes.place_entry := entry.id;
  end if;
  perform figure_journal(was, becomes);
  update figure_subjects set
    area_code = becomes.area_code, area_at = becomes.area_at, area_entry = becomes.area_entry,
    place_code = becomes.place_code, place_at = becomes.place_at, place_entry = becomes.place_entry,
    self_day = becomes.self_day, system_day = becomes.system_day, volunteer_day = becomes.volunteer_day,
    recorded_at = becomes.recorded_at
  where (indicator, subject_kind, subject_code, simulated)
      = (of_indicator, entry.subject_kind, subject, entry.simulated);
end $$;
--> statement-breakpoint
create function figure_entry(entry ledger) returns void language plpgsql as $$
declare
  counted text;
  subject text;
begin
  if entry.outcome <> 'completed' then return; end if;
  subject := current_subject(entry.subject_code);
  for counted in
    select id from indicators
    where entry.flow_id = any (flow_ids) and (subject_kinds is null or entry.subject_kind = any (subject_kinds))
    order by id
  loop
    if entry.entry = 'completion' then
      perform figure_count(entry, counted, subject);
    else
      perform figure_recount(counted, entry.subject_kind, subject, entry.simulated, entry.recorded_at);
    end if;
  end loop;
end $$;
--> statement-breakpoint
-- Says that two subjects are one. Nothing when they already are, or when it would go in a circle.
create function merge_subject(of_old text, into_new text, moment timestamptz) returns void language plpgsql as $$
declare
  counted record;
  into_now text := current_subject(into_new);
begin
  if current_subject(of_old) <> of_old or into_now = of_old then return; end if;
  insert into subject_merges (old_code, new_code, at) values (of_old, into_now, moment);
  for counted in
    select indicator, subject_kind, simulated from figure_subjects where subject_code = of_old order by 1, 2, 3
  loop
    perform figure_recount(counted.indicator, counted.subject_kind, of_old, counted.simulated, moment);
    perform figure_recount(counted.indicator, counted.subject_kind, into_now, counted.simulated, moment);
  end loop;
end $$;
--> statement-breakpoint
-- Takes that back: each counts for what was recorded for it.
create function part_subject(of_old text, moment timestamptz) returns void language plpgsql as $$
declare
  counted record;
  into_now text := current_subject(of_old);
begin
  delete from subject_merges where old_code = of_old;
  if not found then return; end if;
  for counted in
    select distinct indicator, subject_kind, simulated from figure_subjects where subject_code in (of_old, into_now)
    order by 1, 2, 3
  loop
    perform figure_recount(counted.indicator, counted.subject_kind, of_old, counted.simulated, moment);
    perform figure_recount(counted.indicator, counted.subject_kind, into_now, counted.simulated, moment);
  end loop;
end $$;
--> statement-breakpoint
create function count_ledger_entry() returns trigger language plpgsql as $$
begin
  perform figure_entry(new);
  return null;
end $$;
--> statement-breakpoint
create trigger ledger_counted after insert on ledger for each row execute function count_ledger_entry();
--> statement-breakpoint
-- What was recorded before there was a journal, in the order in which it became known.
do $$
declare
  entry ledger;
begin
  for entry in select * from ledger order by recorded_at, id loop
    perform figure_entry(entry);
  end loop;
end $$;
--> statement-breakpoint
-- A changed definition counts from the moment it was changed; what was read before stays what it was.
create function recount_indicator() returns trigger language plpgsql as $$
declare
  subject record;
begin
  if tg_op = 'UPDATE' and (new.flow_ids, new.subject_kinds) is not distinct from (old.flow_ids, old.subject_kinds) then
    return null;
  end if;
  for subject in
    select distinct subject_kind, current_subject(subject_code) as subject_code, simulated from ledger
    where flow_id = any (new.flow_ids) and entry = 'completion' and outcome = 'completed'
    union
    select subject_kind, subject_code, simulated from figure_subjects where indicator = new.id
    order by 1, 2, 3
  loop
    perform figure_recount(new.id, subject.subject_kind, subject.subject_code, subject.simulated, clock_timestamp());
  end loop;
  return null;
end $$;
--> statement-breakpoint
create trigger indicators_recount after insert or update on indicators
  for each row execute function recount_indicator();
--> statement-breakpoint

-- ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- The few rows behind a fold. How few they are the planner cannot know, and the journal is long.
create function figure_changes_after(mark bigint) returns setof figure_changes language sql stable
set enable_seqscan = off as $$
  select * from figure_changes where id > mark
$$;
--> statement-breakpoint
-- Whom a figure counts: cumulative numbers of some units on some days (ascending), as known at a time, one row per way of
-- knowing. Units are those of the day of `known`. Groups (market, street) count by place. The one definition: chat, pages,
-- API, Excel and the views all read this.
create function figure_ledger_counts(
  of_simulated boolean, roots text[], days date[], known timestamptz, only_indicators text[])
returns table (area_code text, indicator text, day date, how_known text, n bigint)
language sql stable rows 500 as $$
  with members as materialized (
    select root, code, (select a.kind = 'group' from areas a where a.code = root) as is_group
    from area_members(roots, vietnam_day(known), known)
  ),
  -- The folded beginning serves whoever knows all of it; who asks for an earlier time reads the journal.
  fold as materialized (
    select coalesce((select upto from figure_fold where newest <= known), 0) as upto
  ),
  fresh as materialized (
    select c.* from fold cross join lateral figure_changes_after(fold.upto) c
    where fold.upto > 0 and c.simulated = of_simulated and c.recorded_at <= known
  ),
  -- `bucket`: counts from that one of the days on. A folded row later than the first day is taken out before its own.
  counted as materialized (
    select m.root, t.indicator, t.how_known, 1 as bucket, t.n
    from fold, members m cross join lateral (
      select t.indicator, t.how_known, sum(t.n) as n from figure_tallies t
      where t.area_code = m.code and t.simulated = of_simulated
        and (only_indicators is null or t.indicator = any (only_indicators)) group by 1, 2 offset 0) t
    where fold.upto > 0 and not m.is_group
    union all
    select m.root, t.indicator, t.how_known, 1, t.n
    from fold, members m cross join lateral (
      select t.indicator, t.how_known, sum(t.n) as n from figure_tallies t
      where t.place_code = m.code and t.simulated = of_simulated
        and (only_indicators is null or t.indicator = any (only_indicators)) group by 1, 2 offset 0) t
    where fold.upto > 0 and m.is_group
    union all
    select m.root, x.indicator, x.how_known, b.bucket, x.n * b.sign
    from fold, members m cross join lateral (
      select c.indicator, c.how_known, width_bucket(c.day - 1, days) + 1 as bucket, sum(c.n) as n from figure_changes c
      where c.area_code = m.code and c.simulated = of_simulated and c.day > days[1] and c.id <= fold.upto
        and (only_indicators is null or c.indicator = any (only_indicators))
      group by 1, 2, 3 offset 0) x
    cross join lateral (values (1, -1), (x.bucket, 1)) b(bucket, sign)
    where fold.upto > 0 and not m.is_group
    union all
    select m.root, x.indicator, x.how_known, b.bucket, x.n * b.sign
    from fold, members m cross join lateral (
      select c.indicator, c.how_known, width_bucket(c.day - 1, days) + 1 as bucket, sum(c.n) as n from figure_changes c
      where c.place_code = m.code and c.simulated = of_simulated and c.day > days[1] and c.id <= fold.upto
        and (only_indicators is null or c.indicator = any (only_indicators))
      group by 1, 2, 3 offset 0) x
    cross join lateral (values (1, -1), (x.bucket, 1)) b(bucket, sign)
    where fold.upto > 0 and m.is_group
    union all
    select m.root, c.indicator, c.how_known, width_bucket(c.day - 1, days) + 1, c.n
    from fresh c join members m on m.code = case when m.is_group then c.place_code else c.area_code end
    union all
    select m.root, x.indicator, x.how_known, x.bucket, x.n from fold, members m cross join lateral (
      select c.indicator, c.how_known, width_bucket(c.day - 1, days) + 1 as bucket, sum(c.n) as n
      from figure_changes c
      where c.area_code = m.code and c.simulated = of_simulated and c.recorded_at <= known
        and c.day <= days[array_length(days, 1)]
        and (only_indicators is null or c.indicator = any (only_indicators))
      group by 1, 2, 3 offset 0) x
    where fold.upto = 0 and not m.is_group
    union all
    select m.root, x.indicator, x.how_known, x.bucket, x.n from fold, members m cross join lateral (
      select c.indicator, c.how_known, width_bucket(c.day - 1, days) + 1 as bucket, sum(c.n) as n
      from figure_changes c
      where c.place_code = m.code and c.simulated = of_simulated and c.recorded_at <= known
        and c.day <= days[array_length(days, 1)]
        and (only_indicators is null or c.indicator = any (only_indicators))
      group by 1, 2, 3 offset 0) x
    where fold.upto = 0 and m.is_group
  ),
  summed as (
    select root, indicator, how_known, bucket, sum(n) as n from counted
    where only_indicators is null or indicator = any (only_indicators) group by 1, 2, 3, 4
  )
  select s.root, s.indicator, d.day, s.how_known, sum(s.n)::bigint
  from summed s join unnest(days) with ordinality d(day, at) on d.at >= s.bucket
  group by 1, 2, 3, 4
$$;
--> statement-breakpoint
-- Rows of lists in some units on a day, as known at a time.
create function list_members(of_simulated boolean, roots text[], on_day date, known timestamptz, only_lists text[])
returns table (root text, list text, code text, area_code text) language sql stable rows 500 as $$
  with members as materialized (
    select root, code, (select a.kind = 'group' from areas a where a.code = root) as is_group
    from area_members(roots, vietnam_day(known), known)
  ),
  listed as (
    select m.root, e.* from members m join list_entries e on e.area_code = m.code where not m.is_group
    union all
    select m.root, e.* from members m join list_entries e on e.place_code = m.code where m.is_group
  )
  select root, list, code, area_code from listed
  where list = any (only_lists) and simulated = of_simulated and since <= on_day and (until is null or until > on_day)
    and recorded_at <= known and (removed_at is null or removed_at > known)
$$;
--> statement-breakpoint
-- Numerators of every kind. `how_known` is self, volunteer, system (lists and units) or reported (typed in).
create function figure_numerators(
  of_simulated boolean, roots text[], days date[], known timestamptz, only_indicators text[])
returns table (area_code text, indicator text, day date, how_known text, n double precision)
language plpgsql stable rows 500 as $$
#variable_conflict use_column
declare
  units_on date := vietnam_day(known);
begin
  return query
    select f.area_code, f.indicator, f.day, f.how_known, f.n::double precision
    from figure_ledger_counts(of_simulated, roots, days, known, only_indicators) f
    join indicators i on i.id = f.indicator and i.counts = 'ledger';
  return query
    select m.root, i.id, d.day, 'system', count(*)::double precision
    from unnest(days) d(day)
    cross join lateral list_members(of_simulated, roots, d.day, known,
      (select array_agg(distinct l) from indicators x, unnest(x.counts_lists) l
       where x.counts = 'list' and (only_indicators is null or x.id = any (only_indicators)))) m
    join indicators i on i.counts = 'list' and m.list = any (i.counts_lists)
      and (only_indicators is null or i.id = any (only_indicators))
    group by 1, 2, 3;
  if exists (select 1 from indicators i where i.counts in ('units-active', 'units-listed')
             and (only_indicators is null or i.id = any (only_indicators))) then
    return query
      select active.root, active.id, active.day, active.how_known, count(*)::double precision from (
        select u.root, u.code, i.id, f.day,
               case when bool_or(f.how_known = 'volunteer') then 'volunteer'
                    when bool_or(f.how_known = 'system') then 'system' else 'self' end as how_known
        from indicators i
        cross join lateral (select array_agg(code) as codes, array_agg(root) as roots
                            from area_units(roots, i.unit_kind, units_on, known)) a
        cross join lateral unnest(a.roots, a.codes) u(root, code)
        join lateral figure_ledger_counts(of_simulated, a.codes, days, known, array[i.id]) f
          on f.area_code = u.code and f.n > 0
        where i.counts = 'units-active' and a.codes is not null
          and (only_indicators is null or i.id = any (only_indicators))
        group by u.root, u.code, i.id, f.day) active
      group by 1, 2, 3, 4;
    return query
      select u.root, i.id, d.day, 'system', count(distinct u.code)::double precision
      from indicators i
      cross join unnest(days) d(day)
      cross join lateral area_units(roots, i.unit_kind, units_on, known) u
      where i.counts = 'units-listed' and (only_indicators is null or i.id = any (only_indicators))
        and exists (select 1 from list_members(of_simulated, array[u.code], d.day, known, i.counts_lists))
      group by 1, 2, 3;
  end if;
  return query
    select distinct on (r.area_code, r.indicator, d.day) r.area_code, r.indicator, d.day, 'reported', r.numerator::double precision
    from unnest(days) d(day)
    join reported_figures r on r.area_code = any (roots) and r.kind = 'actual' and r.simulated = of_simulated
      and r.recorded_at <= known and period_first(r.period) <= d.day
    join indicators i on i.id = r.indicator and i.counts = 'typed'
    where only_indicators is null or r.indicator = any (only_indicators)
    order by r.area_code, r.indicator, d.day, period_last(r.period) desc, r.recorded_at desc, r.id desc;
end $$;
--> statement-breakpoint
-- Out of how many. A stated total stands until a newer one is stated; what was absorbed after the statement is added to
-- it. Without a statement of its own a unit has the sum of the tier below, if every unit there has one. Null: nobody knows.
create function stated_total(of_simulated boolean, of_indicator text, of_area text, on_day date, known timestamptz)
returns table (value bigint, source text) language plpgsql stable rows 1 as $$
declare
  own record;
  part record;
  other text;
  pieces int := 0;
begin
  select d.value, d.source, d.valid_from into own from denominators d
  where d.indicator = of_indicator and d.area_code = of_area and d.simulated = of_simulated
    and d.valid_from <= on_day and d.recorded_at <= known
  order by d.valid_from desc, d.id desc limit 1;
  if own is not null then
    value := own.value;
    source := own.source;
    for other in
      select s.old_code from area_successions s
      where s.new_code = of_area and s.whole and s.effective_on > own.valid_from and s.effective_on <= vietnam_day(known)
        and s.recorded_at <= known and (s.withdrawn_at is null or s.withdrawn_at > known)
      order by s.old_code
    loop
      select * into part from stated_total(of_simulated, of_indicator, other, on_day, known);
      if part.value is null then return; end if;
      value := value + part.value;
      source := source || ' + ' || part.source;
    end loop;
    return next;
    return;
  end if;
  value := 0;
  for other in
    select v.code from area_versions v join areas a on a.code = v.code and a.kind <> 'group' and a.valid_from <= on_day
    where v.parent_code = of_area and v.valid_from <= vietnam_day(known) and v.recorded_at <= known
      and (a.valid_to is null or a.valid_to > on_day) and not area_absorbed(v.code, vietnam_day(known), known)
      and not exists (
        select 1 from area_versions w
        where w.code = v.code and w.valid_from <= vietnam_day(known) and w.recorded_at <= known
          and (w.valid_from, w.id) > (v.valid_from, v.id))
  loop
    select * into part from stated_total(of_simulated, of_indicator, other, on_day, known);
    if part.value is null then return; end if;
    value := value + part.value;
    pieces := pieces + 1;
  end loop;
  if pieces = 0 then return; end if;
  source := 'cộng từ ' || pieces || ' đơn vị';
  return next;
end $$;
--> statement-breakpoint
-- Denominators of some indicators (null: all) for some units: what was stated, else what a list, the units or another
-- indicator come to. `listed` is what the list has. Pairs of which nothing is known are not there.
create function figure_totals(of_simulated boolean, areas text[], only_indicators text[], on_day date, known timestamptz)
returns table (area_code text, indicator text, value double precision, source text, listed double precision)
language sql stable rows 200 as $$
  with wanted as materialized (
    select i.* from indicators i where only_indicators is null or i.id = any (only_indicators)
  ),
  members as materialized (select m.root, m.code from area_members(areas, vietnam_day(known), known) m),
  said as materialized (
    select distinct on (m.root, m.code, d.indicator) m.root, m.code, d.indicator, d.value, d.source, d.valid_from
    from members m cross join lateral (
      select * from denominators d
      where d.area_code = m.code and d.simulated = of_simulated and d.valid_from <= on_day and d.recorded_at <= known
      offset 0) d
    order by m.root, m.code, d.indicator, d.valid_from desc, d.id desc
  ),
  -- A unit's own statement, unless something was absorbed since; only then, or without one, the longer way is taken.
  direct as (
    select s.root, s.indicator, s.value, s.source from said s
    where s.code = s.root and not exists (
      select 1 from area_successions x
      where x.new_code = s.root and x.whole and x.effective_on > s.valid_from and x.effective_on <= vietnam_day(known)
        and x.recorded_at <= known and (x.withdrawn_at is null or x.withdrawn_at > known))
  ),
  pieced as (
    select p.root, p.indicator, t.value, t.source
    from (select root, indicator from said except select root, indicator from direct) p
    cross join lateral stated_total(of_simulated, p.indicator, p.root, on_day, known) t
  ),
  stated as (select * from direct union all select * from pieced),
  listed as (
    select m.root, w.id as indicator, count(*)::double precision as n
    from list_members(of_simulated, areas, on_day, known,
      (select array_agg(distinct l) from wanted x, string_to_array(x.out_of_name, ',') n(names), unnest(n.names) l
       where x.out_of = 'list')) m
    join wanted w on w.out_of = 'list' and m.list = any (string_to_array(w.out_of_name, ','))
    group by 1, 2
  ),
  units as (
    select u.root, w.id as indicator, count(*)::double precision as n
    from (select distinct unit_kind from wanted where out_of = 'units') k
    cross join lateral area_units(areas, k.unit_kind, vietnam_day(known), known) u
    join wanted w on w.out_of = 'units' and w.unit_kind = k.unit_kind
    group by 1, 2
  ),
  others as (
    select f.area_code as root, w.id as indicator, sum(f.n) as n, w.out_of_name
    from figure_numerators(of_simulated, areas, array[on_day], known,
      (select coalesce(array_agg(distinct out_of_name), '{}') from wanted where out_of = 'indicator')) f
    join wanted w on w.out_of = 'indicator' and w.out_of_name = f.indicator
    group by 1, 2, 4
  ),
  reported as (
    select distinct on (r.area_code, r.indicator) r.area_code as root, r.indicator, r.denominator as n, r.source
    from reported_figures r join wanted w on w.id = r.indicator and w.counts = 'typed'
    where r.area_code = any (areas) and r.kind = 'actual' and r.simulated = of_simulated and r.recorded_at <= known
      and period_first(r.period) <= on_day
    order by r.area_code, r.indicator, period_last(r.period) desc, r.recorded_at desc, r.id desc
  ),
  found as (
    select root, indicator, 1 as rank, value::double precision as value, source from stated
    union all select root, indicator, 2, n, 'danh sách, ' || n || ' dòng' from listed
    union all select root, indicator, 2, n, 'danh mục địa bàn' from units
    union all select root, indicator, 2, n, 'chỉ tiêu ' || out_of_name from others
    union all select root, indicator, 2, n::double precision, source from reported where n is not null
  )
  select distinct on (f.root, f.indicator) f.root, f.indicator, f.value, f.source, l.n
  from found f join wanted w on w.id = f.indicator
  left join listed l on l.root = f.root and l.indicator = f.indicator
  order by f.root, f.indicator, f.rank
$$;
--> statement-breakpoint
-- How much was asked for on a day: a unit's own target of the shortest period around the day, or the nearest percentage
-- asked of a unit above. A later row for the same period replaces an earlier one.
create function figure_targets(of_simulated boolean, areas text[], only_indicators text[], on_day date, known timestamptz)
returns table (area_code text, indicator text, value numeric, unit text, source text, period text, asked_of text)
language sql stable rows 200 as $$
  with recursive path as (
    select a as root, a as code, 0 as height from unnest(areas) a
    union all
    select p.root, v.parent_code, p.height + 1 from path p cross join lateral (
      select parent_code from area_versions v
      where v.code = p.code and v.valid_from <= vietnam_day(known) and v.recorded_at <= known
      order by v.valid_from desc, v.id desc limit 1) v
    where v.parent_code is not null and p.height < 16
  )
  select distinct on (p.root, t.indicator) p.root, t.indicator, t.value, t.unit, t.source, t.period, t.area_code
  from path p cross join lateral (
    select * from targets t
    where t.area_code = p.code and t.simulated = of_simulated and t.recorded_at <= known
      and on_day between t.first_day and t.last_day
      and (only_indicators is null or t.indicator = any (only_indicators)) offset 0) t
  where p.height = 0 or t.unit = '%'
  order by p.root, t.indicator, p.height, t.last_day - t.first_day, t.recorded_at desc, t.id desc
$$;
--> statement-breakpoint
-- When the figures of a period were closed for a unit, by itself or by one above.
create function period_closed_at(of_area text, of_period text, known timestamptz) returns timestamptz
language sql stable as $$
  with recursive path as (
    select of_area as code
    union
    select n.code from path p cross join lateral (
      select a.parent_code as code from areas a where a.code = p.code and a.parent_code is not null offset 0) n
  )
  select min(c.closed_at) from path p join closed_periods c on c.area_code = p.code
  where c.period = of_period and c.closed_at <= known
$$;
--> statement-breakpoint
-- Months, quarters and years from the first sign of life in a unit until a time, and as known when each is read.
create function figure_periods(of_simulated boolean, of_area text, known timestamptz)
returns table (period text, last_day date, known_at timestamptz) language sql stable rows 30 as $$
  with members as materialized (select code from area_members(array[of_area], vietnam_day(known), known)),
  first as (
    select least(
      (select min(x.day) from members m cross join lateral (
        select min(day) as day from figure_changes c where c.area_code = m.code and c.simulated = of_simulated
        union all
        select min(day) from figure_changes c where c.place_code = m.code and c.simulated = of_simulated) x),
      (select min(e.since) from members m join list_entries e on e.area_code = m.code or e.place_code = m.code
       where e.simulated = of_simulated),
      (select min(period_first(r.period)) from reported_figures r
       where r.area_code = of_area and r.simulated = of_simulated and r.kind = 'actual')) as day
  ),
  named as (
    select distinct unnest(array[
      to_char(d, 'YYYY-MM'), to_char(d, 'YYYY') || '-Q' || to_char(d, 'Q'), to_char(d, 'YYYY')]) as period
    from first, generate_series(date_trunc('month', first.day::timestamp), vietnam_day(known)::timestamp, '1 month') d
    where first.day is not null
  )
  select period, period_last(period), coalesce(period_closed_at(of_area, period, known), known) from named
$$;
--> statement-breakpoint
-- The present of the figures: later than now() only where somebody's clock runs ahead, as in demonstrations.
create function figures_now() returns timestamptz language sql stable as $$
  select greatest(now(), (select recorded_at from ledger order by id desc limit 1),
    (select recorded_at from list_entries order by id desc limit 1))
$$;
--> statement-breakpoint
-- The view others rely on, twice, from one definition (docs/decisions/0006-report-and-rehearsal.md).
do $outer$
declare
  target text;
  simulated text;
begin
  foreach target in array array['report', 'rehearsal'] loop
    simulated := case when target = 'rehearsal' then 'true' else 'false' end;
    execute format($view$
      create view %1$I.indicators as
      select f.indicator, a.code as area_code, p.period, p.known_at as as_of, f.n as numerator,
             d.value as denominator, d.source as denominator_source, t.value::double precision as target, f.how_known,
             i.unit, t.unit as target_unit, t.source as target_source
      from areas a
      cross join lateral figure_periods(%2$s, a.code, figures_now()) p
      cross join lateral figure_numerators(%2$s, array[a.code], array[p.last_day], p.known_at, null) f
      join indicators i on i.id = f.indicator
      left join lateral figure_totals(%2$s, array[a.code], array[f.indicator], p.last_day, p.known_at) d on true
      left join lateral figure_targets(%2$s, array[a.code], array[f.indicator], p.last_day, p.known_at) t on true
      where a.simulated = %2$s $view$, target, simulated);
  end loop;
end $outer$;
--> statement-breakpoint
-- The catalogue: what communes already report. `aliases` are the numbers of the reports the catalogue was made from.
insert into indicators (id, aliases, title, definition, unit, flow_ids, subject_kind, subject_kinds, counts,
  counts_lists, out_of, out_of_name, unit_kind, funnel, funnel_step, shown)
values
  ('QR-1', '{I04,I07,I58,P1,P4,P34}', 'Sạp, cơ sở có mã QR nhận tiền',
   'Cơ sở có ít nhất một lượt làm xong mã QR nhận tiền, mỗi cơ sở tính một lần.',
   'cơ sở', '{merchant-vietqr,merchant-viettel,merchant-vnpt,merchant-bank-speaker}', 'stall', null, 'ledger', '{}', 'list', 'stalls', null, null, null, 1),
  ('QR-2', '{I55,P32}', 'Sạp trong chợ đăng ký điểm nhận thanh toán',
   'Sạp của chợ làm xong mã QR nhận tiền, đọc theo từng chợ.',
   'sạp', '{merchant-vietqr,merchant-viettel,merchant-vnpt,merchant-bank-speaker}', 'stall', '{stall}', 'ledger', '{}', 'list', 'stalls', null, null, null, null),
  ('QR-3', '{I57,P33}', 'Lượt giao dịch mỗi điểm nhận thanh toán',
   'Số giao dịch chia số điểm; số nhập tay, kèm nguồn.',
   'lượt/điểm', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('VI-1', '{I06,P3}', 'Người được chỉ cài ví điện tử',
   'Người (hoặc hộ) làm xong việc cài ví hoặc ứng dụng ngân hàng, mỗi đối tượng tính một lần.',
   'người', '{viettel-money,vnpt-money,momo,zalopay,bank-mb,bank-vietinbank,bank-youth}', 'person', null, 'ledger', '{}', 'stated', null, null, null, null, 2),
  ('DV-1', '{}', 'Người có tài khoản VNeID dùng được',
   'Người làm xong việc kích hoạt VNeID, mỗi người tính một lần.',
   'người', '{vneid-activate}', 'person', null, 'ledger', '{}', 'stated', null, null, null, null, 3),
  ('DV-2', '{I10,I13,P9}', 'Hồ sơ nộp và xử lý trực tuyến',
   'Hồ sơ nộp trực tuyến chia tổng hồ sơ phát sinh; số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('DV-3', '{I05,P2}', 'Thủ tục có phí được trả không tiền mặt',
   'Thủ tục có phí, lệ phí trả không tiền mặt chia thủ tục có phí; số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('DV-4', '{}', 'Người đăng nhập được Cổng dịch vụ công',
   'Người làm xong việc đăng nhập Cổng dịch vụ công quốc gia, mỗi người tính một lần.',
   'người', '{dvcqg-login}', 'person', null, 'ledger', '{}', 'stated', null, null, null, null, 4),
  ('KN-1', '{I11,I14,P10}', 'Hộ có người biết dùng nền tảng số',
   'Hộ có ít nhất một việc số làm xong (VNeID, dịch vụ công, ví, quét mã, Bình dân học vụ số).',
   'hộ', '{binh-dan-hoc-vu-so,dvcqg-login,dvcqg-submit,vneid-activate,pay-by-qr,viettel-money,vnpt-money,momo,zalopay}', 'household', '{household}', 'ledger', '{}', 'list', 'households', null, null, null, 5),
  ('BD-1', '{}', 'Người trưởng thành đạt phổ cập kỹ năng số',
   'Theo nền tảng Bình dân học vụ số; số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('UD-1', '{I12,I15,P11}', 'Hộ cài ứng dụng của tỉnh',
   'Hộ đã cài ứng dụng công dân của tỉnh chia tổng số hộ; số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('TC-1', '{I18,I63,P7}', 'Ấp có tổ công nghệ số cộng đồng',
   'Ấp có ít nhất một tổ trong danh sách tổ.',
   'ấp', '{}', 'person', null, 'units-listed', '{teams}', 'units', null, 'hamlet', null, null, null),
  ('TC-2', '{I48}', 'Tổ công nghệ số cộng đồng',
   'Số tổ trong danh sách tổ.',
   'tổ', '{}', 'person', null, 'list', '{teams}', 'nothing', null, null, null, null, null),
  ('TC-3', '{I49,P31}', 'Thành viên tổ công nghệ số',
   'Số thành viên trong danh sách tổ.',
   'người', '{}', 'person', null, 'list', '{team-members}', 'nothing', null, null, null, null, null),
  ('HT-1', '{I19,P8}', 'Xã, phường đã hỗ trợ người dân chuyển đổi số',
   'Xã, phường có ít nhất một lượt làm xong trong sổ ghi.',
   'xã', '{account-renting,allowance-commune,asxh-link,bank-mb,bank-vietinbank,bank-youth,bill-electricity,bill-telecom,bill-water,binh-dan-hoc-vu-so,digital-signature,dvcqg-login,dvcqg-pay,dvcqg-submit,dvcqg-track,einvoice-etax,etc-toll,fee-by-qr-mot-cua,feedback-choose,health-bhyt,health-open,health-vssid,hospital-fee,household-tax-2026,merchant-bank-speaker,merchant-vietqr,merchant-viettel,merchant-vnpt,momo,pay-by-qr,pension-to-account,scam-check,scam-happened,school-fee,sell-online,sim-auth-operator,sim-check-1414,sim-confirm-vneid,viettel-money,vneid-activate,vneid-change-phone,vneid-forgot,vneid-install,vneid-level1,vneid-level2-police,vneid-lock,vneid-new-phone,vnpt-money,wallet-everyday,zalopay}', 'person', null, 'units-active', '{}', 'units', null, 'commune', null, null, null),
  ('I35', '{P21}', 'Người trong danh sách chi trả trợ cấp hằng tháng',
   'Số người trong danh sách người hưởng.',
   'người', '{}', 'person', null, 'list', '{beneficiaries}', 'nothing', null, null, 'TR', 1, null),
  ('I36', '{P22}', 'Người hưởng trợ cấp đã có tài khoản',
   'Người làm xong việc liên kết tài khoản hưởng an sinh xã hội.',
   'người', '{asxh-link}', 'person', null, 'ledger', '{}', 'indicator', 'I35', null, 'TR', 2, null),
  ('TR-1', '{I37,P23}', 'Chi trả trợ cấp qua tài khoản',
   'Người hưởng đã nhận trợ cấp hoặc lương hưu qua tài khoản.',
   'người', '{allowance-commune,pension-to-account}', 'person', null, 'ledger', '{}', 'indicator', 'I35', null, 'TR', 3, 6),
  ('SK-1', '{I39,P28}', 'Sổ sức khỏe điện tử',
   'Người làm xong việc mở sổ sức khỏe điện tử, chia dân số.',
   'người', '{health-open}', 'person', null, 'ledger', '{}', 'stated', null, null, null, null, 7),
  ('MH-1', '{I31,P18}', 'Tuyến phố, cụm dân cư không dùng tiền mặt',
   'Số tuyến phố và cụm dân cư trong danh sách mô hình.',
   'mô hình', '{}', 'person', null, 'list', '{cashless-streets,cashless-clusters}', 'nothing', null, null, null, null, null),
  ('MH-2', '{}', 'Trong đó: tuyến phố',
   'Số tuyến phố không dùng tiền mặt trong danh sách.',
   'tuyến', '{}', 'person', null, 'list', '{cashless-streets}', 'nothing', null, null, null, null, null),
  ('MH-3', '{}', 'Trong đó: cụm dân cư',
   'Số cụm dân cư không dùng tiền mặt trong danh sách.',
   'cụm', '{}', 'person', null, 'list', '{cashless-clusters}', 'nothing', null, null, null, null, null),
  ('I32', '{}', 'Xã, phường có tuyến phố hoặc cụm không tiền mặt',
   'Xã, phường có ít nhất một mô hình trong danh sách.',
   'xã', '{}', 'person', null, 'units-listed', '{cashless-streets,cashless-clusters}', 'units', null, 'commune', null, null, null),
  ('I54', '{I08,P6,P35}', 'Chợ triển khai mô hình chợ 4.0',
   'Số chợ trong danh sách mô hình.',
   'chợ', '{}', 'person', null, 'list', '{markets-4.0}', 'nothing', null, null, null, null, null),
  ('I40', '{P25}', 'Cơ sở y tế công lập thu không tiền mặt',
   'Cơ sở đã thu không tiền mặt; số nhập tay, kèm nguồn.',
   'cơ sở', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I41', '{P26}', 'Cơ sở y tế ngoài công lập thu không tiền mặt',
   'Cơ sở đã thu không tiền mặt; số nhập tay, kèm nguồn.',
   'cơ sở', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I01', '{P5}', 'Hồ sơ thủ tục hành chính giải quyết trực tuyến tại một cửa',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I02', '{}', 'Cơ quan dùng phần mềm quản lý văn bản',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I03', '{}', 'Cơ quan được cấp chữ ký số chuyên dùng',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I09', '{}', 'Chợ có Wi-Fi miễn phí',
   'Số nhập tay, kèm nguồn.',
   'chợ', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I16', '{}', 'Doanh nghiệp, hộ ở ấp làm được dịch vụ công trực tuyến',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I17', '{}', 'Người trong độ tuổi lao động có kỹ năng số với cơ quan nhà nước',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I20', '{}', 'Số tổ trên mỗi ấp, khu vực',
   'Số nhập tay, kèm nguồn.',
   'tổ', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I21', '{}', 'Tiểu thương chợ truyền thống được hướng dẫn chuyển đổi số',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I22', '{P12}', 'Tài khoản ngân hàng mở miễn phí cho người dân',
   'Số nhập tay, kèm nguồn.',
   'tài khoản', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I23', '{P29}', 'Cán bộ có tài khoản dịch vụ công và giao dịch trực tuyến',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I24', '{P13}', 'Doanh nghiệp dùng hóa đơn điện tử',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I25', '{P14}', 'Công ty, doanh nghiệp dùng hóa đơn điện tử',
   'Số nhập tay, kèm nguồn.',
   'đơn vị', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I26', '{}', 'Hộ kê khai dùng hóa đơn điện tử',
   'Số nhập tay, kèm nguồn.',
   'hộ', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I27', '{P15}', 'Doanh nghiệp dùng hóa đơn từ máy tính tiền',
   'Số nhập tay, kèm nguồn.',
   'đơn vị', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I28', '{}', 'Hộ kê khai dùng hóa đơn từ máy tính tiền',
   'Số nhập tay, kèm nguồn.',
   'hộ', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I29', '{P16}', 'Chủ thể OCOP đưa sản phẩm lên sàn',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I30', '{P17}', 'Người trong độ tuổi có tài khoản giao dịch trực tuyến',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I33', '{P19}', 'Doanh nghiệp, cơ sở dùng phần mềm thanh toán',
   'Số nhập tay, kèm nguồn.',
   'cơ sở', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I34', '{P20}', 'Giao dịch không tiền mặt tại một cửa hàng',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I38', '{P24}', 'Số tiền trợ cấp đã chi qua tài khoản',
   'Số nhập tay, kèm nguồn.',
   'đồng', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I42', '{P27}', 'Trường thu phí không dùng tiền mặt',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I43', '{}', 'Trường có hồ sơ quản lý nhà trường trên mạng',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I44', '{}', 'Camera trật tự đô thị, môi trường đã lắp',
   'Số nhập tay, kèm nguồn.',
   'camera', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I45', '{}', 'Camera giai đoạn 2',
   'Số nhập tay, kèm nguồn.',
   'camera', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I46', '{}', 'Giao dịch thủ tục hành chính của dân được trả trực tuyến',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I47', '{P30}', 'Hộ tiểu thương tham gia chợ không dùng tiền mặt',
   'Số nhập tay, kèm nguồn.',
   'hộ', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I50', '{}', 'Mô hình chợ, đoạn đường không dùng tiền mặt',
   'Số nhập tay, kèm nguồn.',
   'mô hình', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I51', '{P38}', 'Phường, xã đã lập Ban Chỉ đạo chuyển đổi số',
   'Số nhập tay, kèm nguồn.',
   'xã', '{}', 'person', null, 'typed', '{}', 'units', null, 'commune', null, null, null),
  ('I52', '{}', 'Văn bản hành chính gửi nhận điện tử và ký số',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I53', '{}', 'Thủ tục tiếp nhận, xử lý qua phần mềm một cửa',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I56', '{}', 'Giao dịch qua điểm nhận thanh toán',
   'Số nhập tay, kèm nguồn.',
   'giao dịch', '{}', 'person', null, 'typed', '{}', 'nothing', null, null, null, null, null),
  ('I59', '{}', 'Cuộc họp không giấy',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I60', '{P36}', 'Mục tiêu ngành giáo dục: thu không tiền mặt, tài khoản học sinh',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null),
  ('I61', '{}', 'Xã, phường có trang web',
   'Số nhập tay, kèm nguồn.',
   'xã', '{}', 'person', null, 'typed', '{}', 'units', null, 'commune', null, null, null),
  ('I62', '{P37}', 'Gia đình có internet',
   'Số nhập tay, kèm nguồn.',
   '%', '{}', 'person', null, 'typed', '{}', 'stated', null, null, null, null, null)
on conflict (id) do update set
  aliases = excluded.aliases, title = excluded.title, definition = excluded.definition, unit = excluded.unit,
  flow_ids = excluded.flow_ids, subject_kind = excluded.subject_kind, subject_kinds = excluded.subject_kinds,
  counts = excluded.counts, counts_lists = excluded.counts_lists, out_of = excluded.out_of,
  out_of_name = excluded.out_of_name, unit_kind = excluded.unit_kind, funnel = excluded.funnel,
  funnel_step = excluded.funnel_step, shown = excluded.shown;

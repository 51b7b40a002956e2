-- The ledger is append-only: corrections are reversal rows, never updates (what may never be broken, 4).
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: record a reversal instead', tg_table_name;
end $$;
--> statement-breakpoint
create trigger ledger_append_only before update or delete on ledger
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger turns_append_only before update on turns
  for each row execute function refuse_change();
--> statement-breakpoint
insert into indicators (id, title, flow_ids, subject_kind) values
  ('QR-1', 'Sạp, cơ sở có mã QR nhận tiền', array['merchant-vietqr'], 'stall'),
  ('VI-1', 'Người được chỉ cài ví điện tử', array['viettel-money', 'vnpt-money'], 'person'),
  ('DV-1', 'Người có tài khoản VNeID dùng được', array['vneid-activate'], 'person'),
  ('DV-4', 'Người đăng nhập được Cổng dịch vụ công', array['dvcqg-login'], 'person');
--> statement-breakpoint
-- The same views twice: `report` for what really happened, `rehearsal` for the simulated people, who never appear in
-- `report`. One definition, so the two can never tell different stories.
do $outer$
declare
  target text;
  simulated text;
begin
  foreach target in array array['report', 'rehearsal'] loop
    simulated := case when target = 'rehearsal' then 'true' else 'false' end;
    execute format('create schema %I', target);

    execute format($view$
      create view %1$I.areas as
      select code as area_code, name, kind, parent_code, valid_from, valid_to
      from areas where simulated = %2$s $view$, target, simulated);

    execute format($view$
      create view %1$I.completions as
      select c.id as completion_id, c.flow_id, c.flow_version, c.outcome, c.subject_kind, c.subject_code, c.area_code,
             c.place_code, c.how_known, c.recorded_by, c.channel, c.occurred_at, c.recorded_at,
             r.recorded_at as reversed_at, r.reason as reversal_reason
      from ledger c left join ledger r on r.reverses = c.id
      where c.entry = 'completion' and c.simulated = %2$s $view$, target, simulated);

    execute format($view$
      create view %1$I.runs as
      select r.id as run_id, r.flow_id, r.flow_version, r.subject_code, r.area_code, r.channel, r.started_by,
             r.started_at, r.ended_at, r.outcome,
             (select t.step_to from turns t where t.run_id = r.id and t.step_to is not null
              order by t.inbound_id desc limit 1) as last_step
      from runs r where r.simulated = %2$s $view$, target, simulated);

    execute format($view$
      create view %1$I.deliveries as
      select o.id as message_ref, o.cause, o.channel, o.kind,
             case when o.state = 'sent' and o.delivered_at is not null then 'delivered' else o.state end as state,
             o.attempts, o.queued_at, o.sent_at, o.failed_at, o.reason
      from outbound o where o.simulated = %2$s $view$, target, simulated);

    execute format($view$
      create view %1$I.broadcast_recipients as
      select b.broadcast_id, b.contact_id as contact_ref, b.channel,
             case when b.state = 'planned' then 'queued'
                  when o.id is null then b.state
                  when o.state = 'sent' and o.delivered_at is not null then 'delivered'
                  else o.state end as state,
             coalesce(o.reason, b.reason) as reason, coalesce(o.tries, 0) as attempts, o.sent_at, o.delivered_at,
             coalesce(o.failed_at, b.failed_at) as failed_at
      from broadcast_recipients b
      join broadcasts x on x.id = b.broadcast_id
      left join lateral (
        select last.*, (select sum(attempts) from outbound every_one
                        where every_one.broadcast_id = b.broadcast_id and every_one.contact_id = b.contact_id) as tries
        from outbound last where last.broadcast_id = b.broadcast_id and last.contact_id = b.contact_id
        order by last.id desc limit 1) o on true
      where x.simulated = %2$s $view$, target, simulated);

    -- Every area's figure is counted from the ledger of itself and everything below it; a subject counts once.
    execute format($view$
      create view %1$I.indicators as
      with recursive below as (
        select code as area_code, code as inside from areas where simulated = %2$s
        union all
        select b.area_code, a.code from below b join areas a on a.parent_code = b.inside
      ),
      counted as (
        select i.id as indicator, b.area_code, c.how_known,
               to_char(c.occurred_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM') as period, c.subject_code
        from %1$I.completions c
        join indicators i on c.flow_id = any (i.flow_ids)
        join below b on b.inside = c.area_code
        where c.outcome = 'completed' and c.reversed_at is null
      ),
      first_time as (
        select indicator, area_code, how_known, subject_code, min(period) as period
        from counted group by indicator, area_code, how_known, subject_code
      ),
      periods as (select distinct period from first_time),
      pairs as (select distinct indicator, area_code, how_known from first_time)
      select p.indicator, p.area_code, m.period, now() as as_of,
             (select count(*) from first_time f where f.indicator = p.indicator and f.area_code = p.area_code
               and f.how_known = p.how_known and f.period <= m.period)::int as numerator,
             d.value as denominator, d.source as denominator_source,
             (select t.value from targets t where t.indicator = p.indicator and t.area_code = p.area_code
               and t.period <= m.period and t.simulated = %2$s order by t.period desc, t.id desc limit 1) as target,
             p.how_known
      from pairs p cross join periods m
      left join lateral (
        select value, source from denominators x
        where x.indicator = p.indicator and x.area_code = p.area_code and x.simulated = %2$s
          and to_char(x.valid_from, 'YYYY-MM') <= m.period
        order by x.valid_from desc, x.id desc limit 1) d on true $view$, target, simulated);
  end loop;
end $outer$;

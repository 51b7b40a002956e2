/**
 * Units change over time: they get another name, move, merge, are split. Every change has the day it takes effect and the
 * document that says so; nothing of the past is overwritten, so figures of an earlier day stay what they were
 * (docs/decisions/0014-areas-over-time.md). What is decided ahead takes effect when its day comes (`settleAreas`).
 */
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from './client.ts';

interface Decided {
  /** First day it holds, `YYYY-MM-DD`. */
  on: string;
  /** Number of the document. */
  source: string;
}

/** A change that cannot be: what is wrong, in words for an official. */
export class AreaChangeError extends Error {}

/** From that day the unit has another name. */
export async function renameArea(tx: Tx, change: Decided & { code: string; name: string }, now: Date): Promise<void> {
  await addVersion(tx, change, { name: change.name }, now);
}

/** From that day the unit lies in another one. */
export async function moveArea(tx: Tx, change: Decided & { code: string; parent: string }, now: Date): Promise<void> {
  await addVersion(tx, change, { parent: change.parent }, now);
}

/** From that day all of the old units belongs to `into`: what was counted for them counts for it. */
export async function mergeAreas(tx: Tx, change: Decided & { old: string[]; into: string }, now: Date): Promise<void> {
  for (const old of change.old) await addSuccession(tx, { ...change, old, whole: true }, now);
  await settleAreas(tx, now);
}

/**
 * Part of a unit becomes another one, which must exist already. Figures are never divided by guesswork: what was counted
 * stays with the old unit, unless `whole` names the part that takes over everything, the old unit then ends.
 */
export async function splitArea(
  tx: Tx,
  change: Decided & { code: string; parts: { code: string; whole?: boolean }[] },
  now: Date,
): Promise<void> {
  for (const part of change.parts) {
    await addSuccession(tx, { ...change, old: change.code, into: part.code, whole: part.whole ?? false }, now);
  }
  await settleAreas(tx, now);
}

/** Takes a merger back that was entered by mistake. Figures read until now stay what they were. */
export async function withdrawMerge(tx: Tx, code: string, now: Date): Promise<boolean> {
  const rows = await tx`
    update area_successions set withdrawn_at = ${now} where old_code = ${code} and withdrawn_at is null returning 1`;
  await settleAreas(tx, now);
  return rows.length > 0;
}

/** Brings `areas` up to what holds on the day of `now`. Daily, and after every change. */
export async function settleAreas(tx: Sql | Tx, now: Date): Promise<void> {
  await tx`select settle_areas(${vietnamDay(now)})`;
}

export interface AreaEvent {
  on: string;
  kind: 'renamed' | 'moved' | 'merged' | 'split';
  from: string;
  to: string;
  source: string | null;
}

/** What happened to a unit, in the order of the days. */
export async function historyOfArea(tx: Sql | Tx, code: string): Promise<AreaEvent[]> {
  return tx<AreaEvent[]>`
    with versions as (
      select v.*, lag(name) over w as name_before, lag(parent_code) over w as parent_before
      from area_versions v where code = ${code} window w as (order by valid_from, id)
    )
    select to_char(valid_from, 'YYYY-MM-DD') as "on", 'renamed' as kind, name_before as "from", name as "to", source
    from versions where name_before <> name
    union all
    select to_char(valid_from, 'YYYY-MM-DD'), 'moved', parent_before, parent_code, source
    from versions where parent_before <> parent_code
    union all
    select to_char(effective_on, 'YYYY-MM-DD'), case when whole then 'merged' else 'split' end, old_code, new_code, source
    from area_successions where (old_code = ${code} or new_code = ${code}) and withdrawn_at is null
    order by 1, 2`;
}

async function addVersion(
  tx: Tx,
  { code, on, source }: Decided & { code: string },
  { name, parent }: { name?: string; parent?: string },
  now: Date,
): Promise<void> {
  const added = await speaking(
    tx,
    () => tx`
    insert into area_versions (code, name, parent_code, valid_from, source, recorded_at)
    select code, coalesce(${name ?? null}, name), coalesce(${parent ?? null}, parent_code), ${on}, ${source}, ${now}
    from (select * from area_versions where code = ${code} and valid_from <= ${on}::date
          order by valid_from desc, id desc limit 1) v returning 1`,
  );
  if (added.length === 0) throw new AreaChangeError(`Không có địa bàn mã ${code}.`);
  await settleAreas(tx, now);
}

async function addSuccession(
  tx: Tx,
  change: Decided & { old: string; into: string; whole: boolean },
  now: Date,
): Promise<void> {
  if (change.old === change.into) throw new AreaChangeError('Một đơn vị không nhập vào chính nó được.');
  await speaking(
    tx,
    () => tx`
    insert into area_successions (old_code, new_code, effective_on, whole, source, recorded_at)
    values (${change.old}, ${change.into}, ${change.on}, ${change.whole}, ${change.source}, ${now})`,
  );
}

/** What the database refuses, in words for the person who asked for it. */
const REFUSALS: Record<string, string> = {
  area_successions_kind: 'Hai đơn vị không cùng loại nên không nhập vào nhau được.',
  area_successions_circle: 'Nhập như vậy thành vòng tròn: đơn vị mới đã nhập vào đơn vị cũ.',
  area_successions_whole: 'Đơn vị cũ đã được nhập vào một đơn vị khác rồi.',
  area_versions_circle: 'Một đơn vị không nằm trong chính nó được.',
};

async function speaking(tx: Tx, act: () => PromiseLike<readonly unknown[]>): Promise<readonly unknown[]> {
  try {
    return await tx.savepoint(async () => [...(await act())]);
  } catch (error) {
    const { constraint_name: name = '', code } = error as { constraint_name?: string; code?: string };
    if (name in REFUSALS) throw new AreaChangeError(REFUSALS[name]);
    if (code === '23503') throw new AreaChangeError('Có mã địa bàn chưa có trong danh mục.');
    throw error;
  }
}

/** Units of the areas' sheet: new ones are added, known ones renamed, moved or merged as decided. */
import { vietnamDay } from '../clock.ts';
import { AreaChangeError, mergeAreas, moveArea, renameArea, settleAreas } from '../db/area-changes.ts';
import type { Tx } from '../db/client.ts';
import type { Kept, SheetJob } from './staged.ts';

/** Few and with consequences: one after the other, in the order of the sheet. */
export async function keepAreas(job: SheetJob): Promise<Kept> {
  const { tx, options } = job;
  const added = await addAreas(job);
  let changed = 0;
  for (const row of await stagedAreas(tx)) {
    for (const change of changesOf(job, row)) if (await isMade(job, row.line, change)) changed += 1;
  }
  await settleAreas(tx, options.now);
  return { added, changed };
}

/** Communes before what lies in them. Answers how many were new. */
async function addAreas({ tx, options }: SheetJob): Promise<number> {
  const made = await tx`
    insert into areas (code, name, kind, group_kind, parent_code, valid_from, simulated)
    select r.values->>'code', r.values->>'name', split_part(r.values->>'kind', ':', 1),
      nullif(split_part(r.values->>'kind', ':', 2), ''), r.values->>'parent',
      coalesce((r.values->>'since')::date, ${vietnamDay(options.now)}::date),
      coalesce((select p.simulated from areas p where p.code = r.values->>'parent'), false)
    from import_rows r
    where r.sheet = 'areas' and not exists (select 1 from areas a where a.code = r.values->>'code')
    order by (r.values->>'kind' <> 'commune'), r.line returning 1`;
  return made.length;
}

/** What the sheet says of a unit, beside what is known of it. */
interface AreaRow {
  line: number;
  code: string;
  name: string;
  parent: string;
  since: string | null;
  into: string | null;
  on: string | null;
  source: string | null;
  name_now: string;
  parent_now: string | null;
  /** Where it went as a whole, when it did. */
  gone: string | null;
}

const stagedAreas = (tx: Tx) => tx<AreaRow[]>`
  select r.line, a.code, r.values->>'name' as name, r.values->>'parent' as parent, r.values->>'since' as since,
    r.values->>'into' as "into", r.values->>'intoOn' as "on", r.values->>'source' as source, a.name as name_now,
    a.parent_code as parent_now, (select new_code from area_successions s where s.old_code = a.code and s.whole and s.withdrawn_at is null) as gone
  from import_rows r join areas a on a.code = r.values->>'code' where r.sheet = 'areas' order by r.line`;

/** `key`: the column that asks for it. */
interface AreaChange {
  key: 'name' | 'parent' | 'into';
  make(): Promise<void>;
}

function changesOf({ tx, options: { now } }: SheetJob, row: AreaRow): AreaChange[] {
  const { code, name, parent, into, on } = row;
  const source = row.source ?? 'danh sách nhập';
  const decided = { source, on: row.since ?? vietnamDay(now) };
  const changes: AreaChange[] = [];
  if (name !== row.name_now) changes.push({ key: 'name', make: () => renameArea(tx, { ...decided, code, name }, now) });
  if (parent !== row.parent_now)
    changes.push({ key: 'parent', make: () => moveArea(tx, { ...decided, code, parent }, now) });
  if (into !== null && on !== null && into !== row.gone)
    changes.push({ key: 'into', make: () => mergeAreas(tx, { old: [code], into, on, source }, now) });
  return changes;
}

/** A change the house refuses is a wrong cell. */
async function isMade({ wrong }: SheetJob, line: number, { key, make }: AreaChange): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    if (!(error instanceof AreaChangeError)) throw error;
    wrong(key, line, asProblem(error.message));
    return false;
  }
}

/** "Đã có tên này." → "đã có tên này": problems stand behind the cell's name. */
const asProblem = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');

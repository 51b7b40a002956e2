/** What must hold for rows of more than one sheet. Each says at most 1000 cells, in the order of the lines. */
import { below } from '../db/areas.ts';
import type { Tx } from '../db/client.ts';
import type { SheetJob } from './staged.ts';

export const LIVED_IN = { kinds: ['hamlet', 'commune'], called: 'ấp' } as const;
export const ANY_UNIT = { kinds: ['province', 'commune', 'hamlet', 'group'], called: 'địa bàn' } as const;
export const PLACE = { kinds: ['group'], called: 'chợ, tuyến phố' } as const;

/** Codes of these areas and of all that lies below, as a query. */
export const reach = (tx: Tx, codes: readonly string[]) =>
  codes.map((code) => below(tx, code)).reduce((one, other) => tx`${one} union ${other}`);

/** Of lines that agree in all of `keys` the first is right; the others are wrong in the last key's column. */
export const noDuplicates = async (
  { tx, sheet, wrong }: SheetJob,
  keys: readonly string[],
  says = 'trùng',
): Promise<void> => {
  const rows = await tx<{ line: number; first: number }[]>`
    select line, first from (
      select line, min(line) over (partition by ${keys.map((key) => tx`values->>${key}`).reduce((one, other) => tx`${one}, ${other}`)}) as first
      from import_rows where sheet = ${sheet.key} and values->>${keys[0] ?? ''} is not null) r
    where line > first order by line limit 1000`;
  for (const { line, first } of rows) wrong(keys.at(-1) ?? '', line, `${says} với dòng ${first}`);
};

/** That the area exists, is of the right kind and may be touched. */
export const areasExist = async (
  { tx, sheet, options, wrong }: SheetJob,
  key: string,
  { kinds, called }: { kinds: readonly string[]; called: string },
): Promise<void> => {
  const within = options.within ? tx`a.code in (${reach(tx, options.within)})` : tx`true`;
  const rows = await tx<
    { line: number; code: string; known: boolean; kind: string | null; reached: boolean | null; gone: string | null }[]
  >`
    select r.line, r.values->>${key} as code, a.code is not null as known, a.kind, ${within} as reached, a.succeeded_by as gone
    from import_rows r left join areas a on a.code = r.values->>${key}
    where r.sheet = ${sheet.key} and r.values ? ${key}
      and (a.code is null or a.kind <> all (${[...kinds]}) or not (${within}) or a.succeeded_by is not null)
    order by r.line limit 1000`;
  for (const { line, code, known, kind, gone } of rows) {
    if (!known) wrong(key, line, `không có ${called} mã ${code}`);
    else if (kind === null || !kinds.includes(kind)) wrong(key, line, `${code} không phải ${called}`);
    else if (gone !== null) wrong(key, line, `${code} đã nhập vào ${gone}`);
    else wrong(key, line, `${code} ngoài địa bàn của bạn`);
  }
};

/** A code that is known elsewhere, out of reach: it must not be taken over by giving it another area. */
export const codesMine = async (
  { tx, sheet, options, wrong }: SheetJob,
  table: 'households' | 'stalls' | 'areas',
  key = 'code',
) => {
  if (!options.within) return;
  const rows = await tx<{ line: number }[]>`
    select r.line from import_rows r join ${tx(table)} t on t.code = r.values->>${key}
    where r.sheet = ${sheet.key}
      and ${table === 'areas' ? tx`t.code` : tx`t.area_code`} not in (${reach(tx, options.within)}) order by r.line limit 1000`;
  for (const { line } of rows) wrong(key, line, 'mã này đã có ở địa bàn khác');
};

/** That the column `indicator` names one. */
export const indicatorsExist = async ({ tx, sheet, wrong }: SheetJob): Promise<void> => {
  const rows = await tx<{ line: number; id: string }[]>`
    select r.line, r.values->>'indicator' as id from import_rows r
    where r.sheet = ${sheet.key} and not exists (select 1 from indicators i where i.id = r.values->>'indicator') order by r.line limit 1000`;
  for (const { line, id } of rows) wrong('indicator', line, `không có chỉ tiêu mã ${id}`);
};

/** That nothing ends before it begins. */
export const daysInOrder = async ({ tx, sheet, wrong }: SheetJob): Promise<void> => {
  const rows = await tx<{ line: number }[]>`
    select line from import_rows
    where sheet = ${sheet.key} and (values->>'until')::date < (values->>'since')::date order by line limit 1000`;
  for (const { line } of rows) wrong('until', line, 'đến ngày trước từ ngày');
};

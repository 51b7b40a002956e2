/**
 * Reads a filled-in template into the house: everything or nothing, and a second time the same file changes nothing. Rows go
 * through a table of this transaction (`staged.ts`), where each sheet is checked (`check.ts`) and then kept (`keep.ts`).
 */
import { inTransaction, type Sql, type Tx } from '../db/client.ts';
import { CHECKS } from './check.ts';
import { KEEP } from './keep.ts';
import { type CellProblem, Problems } from './problems.ts';
import { readSheet } from './read.ts';
import { SHEETS, type Sheet } from './sheets.ts';
import { openSpreadsheet, type Spreadsheet } from './spreadsheet.ts';
import { createStaging, type ImportOptions, type Kept, type SheetJob, stage, stagedRows } from './staged.ts';
import type { ByteSource } from './zip.ts';

export interface SheetCount extends Kept {
  sheet: string;
  rows: number;
}

export interface ImportReport {
  /** True when it was kept (or would be, on a dry run). */
  ok: boolean;
  sheets: SheetCount[];
  problems: CellProblem[];
  /** All of them; `problems` may be fewer. */
  problemCount: number;
}

/** Undoes the transaction without being an error. */
class Undo extends Error {}

/** Throws a `FileProblem` when it is no spreadsheet at all; whatever else is wrong is in the report. */
export async function importLists(sql: Sql | Tx, source: ByteSource, options: ImportOptions): Promise<ImportReport> {
  const book = await openSpreadsheet(source);
  const problems = new Problems();
  const sheets: SheetCount[] = [];
  try {
    await inTransaction(sql, async (tx) => {
      for (const job of await stageAll(tx, book, options, problems)) sheets.push(await importSheet(job, problems));
      if (problems.count > 0 || options.dryRun) throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  return { ok: problems.count === 0, sheets, problems: problems.list, problemCount: problems.count };
}

/** All sheets first: a check may ask about rows of another one. */
async function stageAll(tx: Tx, book: Spreadsheet, options: ImportOptions, problems: Problems): Promise<SheetJob[]> {
  await createStaging(tx);
  const jobs: SheetJob[] = [];
  for (const sheet of sheetsIn(book, problems)) {
    const columns = new Map<string, string>();
    await stage(tx, sheet, readSheet(sheet, book.rows(sheet.name), problems, columns));
    const wrong = (key: string, line: number, problem: string) =>
      problems.add(sheet.name, `${columns.get(key) ?? ''}${line}`, problem);
    jobs.push({ tx, sheet, options, wrong });
  }
  await tx`analyze import_rows`;
  return jobs;
}

/** The sheets of the template that the file has, in the template's order. */
function sheetsIn(book: Spreadsheet, problems: Problems): Sheet[] {
  const present = SHEETS.filter(({ name }) => book.sheets.includes(name));
  if (present.length === 0)
    problems.add('Tệp', null, `không có trang nào của mẫu: ${SHEETS.map(({ name }) => name).join(', ')}`);
  return present;
}

async function importSheet(job: SheetJob, problems: Problems): Promise<SheetCount> {
  const { tx, sheet } = job;
  const rows = await stagedRows(tx, sheet);
  const before = problems.count;
  if (rows > 0) await CHECKS[sheet.key](job);
  // After a wrong cell nothing is kept anyway; later sheets are still checked, so that one look finds everything.
  const kept = rows > 0 && problems.count === before ? await KEEP[sheet.key](job) : { added: 0, changed: 0 };
  return { sheet: sheet.name, rows, ...kept };
}

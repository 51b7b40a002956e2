/**
 * The rows of a file on their way into the house: a table of this transaction, filled in pieces so that a long list needs no
 * more memory than a short one, and asked about all rows at once.
 */
import { randomBytes } from 'node:crypto';
import type { Tx } from '../db/client.ts';
import type { ListRow } from './read.ts';
import type { Sheet } from './sheets.ts';

export interface ImportOptions {
  /** Who brings it: `contact:12`, `command`. */
  by: string;
  now: Date;
  /** Check everything, keep nothing. */
  dryRun?: boolean;
  /** Only these areas and what lies below may be touched; all of them unless said. */
  within?: readonly string[];
}

/** One sheet of the file, staged: what its checks and its keeping work with. */
export interface SheetJob {
  tx: Tx;
  sheet: Sheet;
  options: ImportOptions;
  /** `key`: of the column. */
  wrong(key: string, line: number, problem: string): void;
}

/** How many of a sheet's rows were new, and how many said something new of what was known. */
export interface Kept {
  added: number;
  changed: number;
}

/** `import_rows (sheet, line, values)`: gone when the transaction ends. */
export async function createStaging(tx: Tx): Promise<void> {
  await tx`
    create temporary table import_rows (sheet text, line int, values jsonb, primary key (sheet, line)) on commit drop`;
}

const CHUNK_ROWS = 2_000;

/** Puts the rows of a sheet into the table. */
export async function stage(tx: Tx, sheet: Sheet, rows: AsyncIterable<ListRow>): Promise<void> {
  let chunk: ListRow[] = [];
  const flush = async () => {
    if (chunk.length > 0) {
      await tx`
        insert into import_rows select ${sheet.key}, line, values
        from jsonb_to_recordset(${tx.json(chunk as never)}) as r(line int, values jsonb) on conflict do nothing`;
    }
    chunk = [];
  };
  for await (const row of rows) {
    // Printed links must not be guessable, so their tokens are made here and not by the database.
    const values = sheet.key === 'households' ? { ...row.values, token: randomBytes(6).toString('hex') } : row.values;
    chunk.push({ line: row.line, values });
    if (chunk.length >= CHUNK_ROWS) await flush();
  }
  await flush();
}

/** How many rows of a sheet are without a fault in themselves. */
export async function stagedRows(tx: Tx, sheet: Sheet): Promise<number> {
  const [count] = await tx<{ rows: number }[]>`
    select count(*)::int as rows from import_rows where sheet = ${sheet.key}`;
  return count?.rows ?? 0;
}

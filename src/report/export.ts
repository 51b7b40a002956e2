/** A report as a file: `.xlsx`, `.csv` or `.pdf` of the same rows; a province as a stream, one commune after the other. */
import type { Writable } from 'node:stream';
import type { Sql } from '../db/client.ts';
import { roomIn } from './backpressure.ts';
import { csvHeader, csvRow } from './csv.ts';
import { type FiguresQuery, figureTable, frameOf, type Unit } from './figures.ts';
import { type Form, type FormRow, formRows, type Maker, makeForm } from './form.ts';
import { writePdf } from './form-pdf.ts';
import { type MoreRows, writeWorkbook } from './workbook.ts';

export const FORMATS = ['xlsx', 'csv', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Writes the report to `out`, which is then ended; rejects when `out` is closed before. Of a province the Excel file has a second sheet and the CSV further rows
 * with the hamlets of every commune; the PDF keeps to the communes. Answers the form, whose `silent` names who gave nothing.
 */
export async function exportReport(
  sql: Sql,
  query: FiguresQuery,
  { format, out, ...maker }: Maker & { format: Format; out: Writable },
): Promise<Form> {
  const form = await makeForm(sql, query, maker);
  const units = await innerUnits(sql, query, form);
  const more = units.length > 0 ? rowsOfUnits(sql, query, units) : undefined;
  const options = { madeAt: maker.madeAt, simulated: query.simulated };
  if (format === 'xlsx') await writeWorkbook(form, { ...options, ...(more && { more }) }, out);
  else if (format === 'pdf') await writePdf(form, options, out);
  else await writeCsv(form.rows, more, out);
  return form;
}

/** Units whose own units are shown too: the communes of a province. */
async function innerUnits(sql: Sql, query: FiguresQuery, form: Form): Promise<Unit[]> {
  return form.area.kind === 'province' ? (await frameOf(sql, query)).units : [];
}

/** One unit is read when the one before has been written. */
async function* rowsOfUnits(sql: Sql, query: FiguresQuery, units: readonly Unit[]): MoreRows {
  for (const unit of units) yield { rows: formRows(await figureTable(sql, { ...query, areaCode: unit.code })) };
}

async function writeCsv(rows: readonly FormRow[], more: MoreRows | undefined, out: Writable): Promise<void> {
  let number = 0;
  const write = async (some: readonly FormRow[]) => {
    out.write(some.map((row) => csvRow(row, ++number)).join(''));
    await roomIn(out);
  };
  out.write(csvHeader());
  await write(rows);
  if (more) for await (const { rows: further } of more) await write(further);
  out.end();
}

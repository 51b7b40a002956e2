/** A report as a file: `.xlsx`, `.csv` or `.pdf` of the same rows; a province as a stream, one commune after the other. */
import type { Writable } from 'node:stream';
import type { Sql } from '../db/client.ts';
import { csvHeader, csvRow } from './csv.ts';
import { type FiguresQuery, figureTable, type Unit } from './figures.ts';
import { type Form, type FormRow, formRows, type Maker, makeForm } from './form.ts';
import { formPdf } from './form-pdf.ts';
import { type MoreRows, writeWorkbook } from './workbook.ts';

export const FORMATS = ['xlsx', 'csv', 'pdf'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Writes the report to `out`, which is then ended. Of a province the Excel file has a second sheet and the CSV further rows
 * with the hamlets of every commune; the PDF keeps to the communes. Answers the form, whose `silent` names who gave nothing.
 */
export async function exportReport(
  sql: Sql,
  query: FiguresQuery,
  { format, out, ...maker }: Maker & { format: Format; out: Writable },
): Promise<Form> {
  const form = await makeForm(sql, query, maker);
  const units = (await innerUnits(sql, query, form)) satisfies Unit[];
  const more = units.length > 0 ? rowsOfUnits(sql, query, units) : undefined;
  const options = { madeAt: maker.madeAt, simulated: query.simulated };
  if (format === 'xlsx') await writeWorkbook(form, { ...options, ...(more && { more }) }, out);
  else if (format === 'pdf') out.end(await formPdf(form, options));
  else await writeCsv(form.rows, more, out);
  return form;
}

/** Units whose own units are shown too: the communes of a province. */
async function innerUnits(sql: Sql, query: FiguresQuery, form: Form): Promise<Unit[]> {
  if (form.area.kind !== 'province') return [];
  const { units } = await figureTable(sql, { ...query, indicators: [] });
  return units;
}

async function* rowsOfUnits(sql: Sql, query: FiguresQuery, units: readonly Unit[]): MoreRows {
  for (const unit of units) yield { rows: formRows(await figureTable(sql, { ...query, areaCode: unit.code })) };
}

async function writeCsv(rows: readonly FormRow[], more: MoreRows | undefined, out: Writable): Promise<void> {
  let number = 0;
  const write = async (some: readonly FormRow[]) => {
    const text = some.map((row) => csvRow(row, ++number)).join('');
    if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
  };
  out.write(csvHeader());
  await write(rows);
  if (more) for await (const { rows: further } of more) await write(further);
  out.end();
}

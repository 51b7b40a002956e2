/** A province's report is made as fast as it is read: what nobody takes yet is not yet there. */
import { PassThrough, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import type { Form, FormRow } from '../../src/report/form.ts';
import { formPdf, writePdf } from '../../src/report/form-pdf.ts';
import { writeTable } from '../../src/report/table-file.ts';
import { writeWorkbook } from '../../src/report/workbook.ts';

const OPTIONS = { madeAt: new Date('2026-11-30T02:00:00Z'), simulated: false };
const COMMUNES = 200;
/** Of one commune. */
const ROWS = 30;

const row = (title: string): FormRow => ({
  isTotal: false,
  parts: 0,
  title,
  unit: 'người',
  denominator: 1000,
  target: 70,
  targetUnit: '%',
  inPeriod: 12,
  cumulative: 345,
  reportedShare: null,
  isShare: true,
  status: 'behind',
  note: '',
});
const formOf = (rows: FormRow[]): Form => ({
  area: { code: 'P', name: 'Tỉnh Thử', kind: 'province' },
  heading: ['ỦY BAN NHÂN DÂN TỈNH THỬ', 'TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG'],
  title: 'BÁO CÁO',
  period: 'Tháng 11/2026',
  rows,
  notes: [['Lập lúc', '09:00 30/11/2026']],
  silent: [],
});

/** Takes so many bytes, then nothing until it is told to go on. */
function slowReader(takes: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  let isOpen = false;
  const chunks: Buffer[] = [];
  const out = new Writable({
    highWaterMark: 16 * 1024,
    write(chunk: Buffer, _encoding, done) {
      taken += chunk.length;
      chunks.push(chunk);
      if (isOpen || taken < takes) done();
      else waiting.push(done);
    },
  });
  const goOn = () => {
    isOpen = true;
    for (const done of waiting.splice(0)) done();
  };
  return { out, goOn, bytes: () => Buffer.concat(chunks) };
}

/** Resolves with the count when it has stopped growing. */
async function settled(count: () => number): Promise<number> {
  for (;;) {
    const before = count();
    await pause(100);
    if (count() === before && before > 0) return before;
  }
}

it('reads further communes only when the Excel file is taken, and then all of them', async () => {
  const { out, goOn, bytes } = slowReader(1);
  let made = 0;
  async function* communes() {
    for (let n = 0; n < COMMUNES; n++) {
      made = n + 1;
      yield { rows: Array.from({ length: ROWS }, (_, at) => row(`Ấp ${Math.sin(n * ROWS + at)}`)) };
    }
  }
  const written = writeWorkbook(formOf([row('Tỉnh')]), { ...OPTIONS, more: communes() }, out);
  expect(await settled(() => made)).toBeLessThan(COMMUNES / 2);
  goOn();
  await written;
  await finished(out);
  expect(made).toBe(COMMUNES);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes() as never);
  expect(
    book
      .getWorksheet('Biểu 02')
      ?.getColumn(2)
      .values.filter((one) => String(one).startsWith('Ấp')),
  ).toHaveLength(COMMUNES * ROWS);
});

it('reads further rows of a plain table only when the file is taken', async () => {
  for (const format of ['csv', 'xlsx'] as const) {
    const { out, goOn } = slowReader(1);
    let made = 0;
    async function* rows() {
      for (let n = 0; n < 20_000; n++) {
        made = n + 1;
        yield [n, `Người ${Math.sin(n)}`];
      }
    }
    const written = writeTable({ name: 'Danh sách', head: ['STT', 'Tên'], rows: rows() }, format, out);
    expect(await settled(() => made), format).toBeLessThan(15_000);
    goOn();
    await written;
    expect(made).toBe(20_000);
  }
});

it('draws further pages only when the PDF is taken, and numbers them out of all', async () => {
  let drawn = 0;
  const rows = Array.from({ length: 600 }, (_, n) => {
    const one = row(`Xã ${n}`);
    // Read once to be measured, once to be drawn.
    return Object.defineProperty(one, 'unit', {
      get: () => {
        drawn += 1;
        return 'người';
      },
    });
  });
  const { out, goOn, bytes } = slowReader(1);
  const written = writePdf(formOf(rows), OPTIONS, out);
  expect(await settled(() => drawn)).toBeLessThan(2 * rows.length);
  goOn();
  await written;
  expect(drawn).toBe(2 * rows.length);
  expect(bytes().subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes().equals(await formPdf(formOf(rows), OPTIONS))).toBe(true);
});

it.each(['xlsx', 'pdf'] as const)('ends with an error when whoever was downloading the %s has gone', async (format) => {
  const out = new PassThrough({ highWaterMark: 1024 });
  const form = formOf(Array.from({ length: 600 }, (_, n) => row(`Xã ${Math.sin(n)}`)));
  async function* more() {
    for (;;) yield { rows: form.rows };
  }
  const written =
    format === 'pdf' ? writePdf(form, OPTIONS, out) : writeWorkbook(form, { ...OPTIONS, more: more() }, out);
  out.once('readable', () => out.destroy());
  await expect(written).rejects.toThrow();
});

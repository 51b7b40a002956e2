/**
 * The commune's form as an Excel file (dashboard §6): two-line heading, fixed columns, formulas with stored results,
 * sign-offs, and a sheet that says how every number came about. No merged cells among the figures, no hidden sheets.
 * Texts are stored as texts, so a name that begins with = is never a formula.
 */
import ExcelJS from 'exceljs';
import { vietnamDay } from '../clock.ts';
import type { FigureRow, PeriodFigures } from './period-figures.ts';

const FONT = { name: 'Times New Roman', size: 13 } as const;
const THIN = { style: 'thin' } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN } as const;
const MM_PER_INCH = 25.4;

const COLUMNS = [
  { title: 'STT', width: 6 },
  { title: 'Chỉ tiêu / Đơn vị', width: 42 },
  { title: 'ĐVT', width: 9 },
  { title: 'Tổng số', width: 11 },
  { title: 'Chỉ tiêu giao (%)', width: 12 },
  { title: 'Thực hiện kỳ này', width: 12 },
  { title: 'Luỹ kế', width: 11 },
  { title: 'Tỷ lệ (%)', width: 11 },
  { title: 'So chỉ tiêu', width: 13 },
  { title: 'Ghi chú', width: 26 },
] as const;

const FIRST_FIGURE_ROW = 9;

export async function buildWorkbook(figures: PeriodFigures, madeAt: Date): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.created = madeAt;
  writeForm(book, figures, madeAt);
  writeNotes(book, figures, madeAt);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function writeForm(book: ExcelJS.Workbook, figures: PeriodFigures, madeAt: Date): void {
  const sheet = book.addWorksheet('Biểu 01', {
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${FIRST_FIGURE_ROW - 1}:${FIRST_FIGURE_ROW - 1}`,
      margins: {
        left: 30 / MM_PER_INCH,
        right: 20 / MM_PER_INCH,
        top: 20 / MM_PER_INCH,
        bottom: 20 / MM_PER_INCH,
        header: 0.3,
        footer: 0.3,
      },
    },
    headerFooter: { oddFooter: '&R&P/&N' },
    views: [{ state: 'frozen', ySplit: FIRST_FIGURE_ROW - 1 }],
  });
  COLUMNS.forEach(({ width }, index) => {
    sheet.getColumn(index + 1).width = width;
  });
  writeHeading(sheet, figures);
  writeFigures(sheet, figures.rows);
  writeSignOffs(sheet, FIRST_FIGURE_ROW + figures.rows.length + 1, madeAt);
}

function put(sheet: ExcelJS.Worksheet, address: string, text: string, style: Partial<ExcelJS.Style> = {}): void {
  const cell = sheet.getCell(address);
  cell.value = text;
  cell.font = { ...FONT, ...style.font };
  cell.alignment = { vertical: 'middle', ...style.alignment };
}

function writeHeading(sheet: ExcelJS.Worksheet, { area, query }: PeriodFigures): void {
  const bold = { font: { bold: true } } as const;
  const centre = { alignment: { horizontal: 'center' } } as const;
  put(sheet, 'B1', `ỦY BAN NHÂN DÂN ${area.name.toUpperCase()}`, bold);
  put(sheet, 'B2', 'TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG');
  put(sheet, 'H1', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { ...bold, ...centre });
  put(sheet, 'H2', 'Độc lập - Tự do - Hạnh phúc', { ...bold, ...centre });
  put(sheet, 'E4', 'BÁO CÁO TIẾN ĐỘ CHUYỂN ĐỔI SỐ CỘNG ĐỒNG', { font: { bold: true, size: 15 }, ...centre });
  put(sheet, 'E5', `Từ ngày ${day(query.from)} đến ngày ${day(query.to)}`, centre);
  put(sheet, 'E6', query.rehearsal ? 'DỮ LIỆU MINH HỌA' : 'Đơn vị tính: theo cột ĐVT', centre);
  const header = sheet.getRow(FIRST_FIGURE_ROW - 1);
  COLUMNS.forEach(({ title }, index) => {
    const cell = header.getCell(index + 1);
    cell.value = title;
    cell.font = { ...FONT, bold: true };
    cell.border = BORDER;
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  });
}

function writeFigures(sheet: ExcelJS.Worksheet, rows: FigureRow[]): void {
  rows.forEach((figure, index) => {
    const at = FIRST_FIGURE_ROW + index;
    const isTotal = index === 0 || rows[index - 1]?.indicator !== figure.indicator;
    const row = sheet.getRow(at);
    row.values = [
      index + 1,
      isTotal ? `${figure.indicator} ${figure.title} – ${figure.area.name}` : `   ${figure.area.name}`,
      'lượt',
      figure.denominator ?? '',
      figure.target ?? '',
      figure.inPeriod,
      figure.cumulative,
      figure.denominator
        ? { formula: `G${at}/D${at}`, result: figure.cumulative / figure.denominator }
        : 'Chưa có tổng số',
      statusCell(figure, at),
      noteOf(figure),
    ];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      cell.font = { ...FONT, bold: isTotal };
      cell.border = BORDER;
      cell.alignment = {
        vertical: 'middle',
        wrapText: true,
        horizontal: column === 2 || column === 10 ? 'left' : 'right',
      };
      if ([4, 6, 7].includes(column)) cell.numFmt = '#,##0';
      if (column === 8) cell.numFmt = '0.00%';
    });
  });
}

/** Reached only when it really is: compared before any rounding. */
function statusCell({ denominator, target, cumulative }: FigureRow, at: number): ExcelJS.CellValue {
  if (target === null) return 'Chưa giao';
  if (!denominator) return 'Chưa có số';
  const ratio = cumulative / denominator;
  const result = ratio >= target / 100 ? 'Đạt' : ratio >= (target / 100) * 0.8 ? 'Gần đạt' : 'Chậm';
  return { formula: `IF(H${at}>=E${at}/100,"Đạt",IF(H${at}>=E${at}*0.8/100,"Gần đạt","Chậm"))`, result };
}

const noteOf = ({ confirmed, cumulative }: FigureRow): string =>
  cumulative === 0 ? '' : `Tổ viên xác nhận ${confirmed}, dân tự báo ${cumulative - confirmed}`;

function writeSignOffs(sheet: ExcelJS.Worksheet, at: number, madeAt: Date): void {
  const centre = { alignment: { horizontal: 'center' } } as const;
  put(sheet, `H${at}`, `Ngày ${day(vietnamDay(madeAt))}`, { font: { italic: true }, ...centre });
  put(sheet, `B${at + 1}`, 'Người lập biểu', { font: { bold: true }, ...centre });
  put(sheet, `H${at + 1}`, 'Thủ trưởng đơn vị', { font: { bold: true }, ...centre });
  put(sheet, `B${at + 2}`, '(Ký, họ tên)', { font: { italic: true }, ...centre });
  put(sheet, `H${at + 2}`, '(Ký, đóng dấu, họ tên)', { font: { italic: true }, ...centre });
}

function writeNotes(book: ExcelJS.Workbook, { query, rows, silentAreas }: PeriodFigures, madeAt: Date): void {
  const sheet = book.addWorksheet('Ghi chú');
  sheet.getColumn(1).width = 34;
  sheet.getColumn(2).width = 90;
  const sources = [
    ...new Set(
      rows.flatMap((row) =>
        row.denominator === null
          ? []
          : [`${row.indicator} ${row.area.name}: ${row.denominator} – ${row.denominatorSource ?? ''}`],
      ),
    ),
  ];
  const lines: [string, string][] = [
    ['Lập lúc', `${minute(madeAt)} (giờ Việt Nam)`],
    ['Số liệu tính đến', `${minute(query.asOf)} (giờ Việt Nam)`],
    ['Khu vực, kỳ', `${query.areaCode}, ${day(query.from)} – ${day(query.to)}`],
    [
      'Tử số',
      'Số người, hộ hoặc sạp khác nhau có ít nhất một lượt hoàn thành chưa bị hủy trong sổ ghi, mỗi đối tượng tính một lần',
    ],
    ['Thực hiện kỳ này', 'Đối tượng có lượt hoàn thành đầu tiên trong kỳ'],
    ['Tỷ lệ', 'Luỹ kế chia Tổng số; ô công thức, sửa Tổng số thì tự tính lại'],
    ...sources.map((source): [string, string] => ['Tổng số, nguồn', source]),
    ['Ấp chưa có số trong kỳ', silentAreas.map(({ name }) => name).join(', ') || 'không có'],
    ...(query.rehearsal ? [['Lưu ý', 'Dữ liệu minh họa: không phải người thật'] as [string, string]] : []),
  ];
  for (const [label, text] of lines) {
    const row = sheet.addRow([label, text]);
    row.font = FONT;
    row.alignment = { wrapText: true, vertical: 'top' };
  }
}

const day = (iso: string): string => iso.split('-').reverse().join('/');

const minute = (time: Date): string => {
  const iso = new Date(time.getTime() + 7 * 3_600_000).toISOString();
  return `${iso.slice(11, 16)} ${day(iso.slice(0, 10))}`;
};

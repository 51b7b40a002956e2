/**
 * The official template: which sheets, which columns, what a cell may hold. The template is written from this and read by
 * it. Everything here is in the words of the commune, because reports of wrong cells quote it.
 */
import { isDay, readPeriod } from '../report/period.ts';

export type ColumnKind = 'code' | 'text' | 'day' | 'whole' | 'number' | 'period' | { oneOf: Record<string, string> };

export interface Column {
  key: string;
  title: string;
  kind: ColumnKind;
  required?: boolean;
  /** What a missing one is called: "thiếu ấp". */
  called?: string;
  width?: number;
  hint: string;
}

export interface Sheet {
  key: SheetKey;
  name: string;
  says: string;
  columns: readonly Column[];
}

export type SheetKey =
  | 'areas'
  | 'teams'
  | 'households'
  | 'stalls'
  | 'beneficiaries'
  | 'entries'
  | 'totals'
  | 'targets'
  | 'reported';

const AREA_KINDS = {
  ấp: 'hamlet',
  khóm: 'hamlet',
  'khu vực': 'hamlet',
  thôn: 'hamlet',
  'tổ dân phố': 'hamlet',
  xã: 'commune',
  phường: 'commune',
  'đặc khu': 'commune',
  chợ: 'group:market',
  'tuyến phố': 'group:street',
  'cụm dân cư': 'group:cluster',
  trường: 'group:school',
  'một cửa': 'group:desk',
} as const;
const ROLES = { 'tổ trưởng': 'leader', 'tổ viên': 'member' } as const;
export const OTHER_LISTS = {
  'tuyến phố không tiền mặt': 'cashless-streets',
  'cụm dân cư không tiền mặt': 'cashless-clusters',
  'chợ 4.0': 'markets-4.0',
} as const;
const QUALIFIERS = { '>': 'gt', '<': 'lt', '≈': 'approx', 'hầu hết': 'most', 'tất cả': 'all' } as const;
const FIGURE_KINDS = { 'thực hiện': 'actual', 'chỉ tiêu': 'target', 'kế hoạch': 'plan' } as const;

const since: Column = { key: 'since', title: 'Từ ngày', kind: 'day', hint: '20/11/2026; để trống: từ hôm nay' };
const hamlet = (title = 'Ấp'): Column => ({
  key: 'area',
  title,
  kind: 'code',
  required: true,
  called: 'ấp',
  hint: 'Mã ở trang Địa bàn',
});
const place: Column = {
  key: 'place',
  title: 'Chợ, tuyến phố',
  kind: 'code',
  hint: 'Mã ở trang Địa bàn; có thể để trống',
};
const indicator: Column = {
  key: 'indicator',
  title: 'Chỉ tiêu',
  kind: 'code',
  required: true,
  hint: 'Mã chỉ tiêu, ví dụ QR-1',
};
const area: Column = { key: 'area', title: 'Địa bàn', kind: 'code', required: true, hint: 'Mã ở trang Địa bàn' };
const period: Column = { key: 'period', title: 'Kỳ', kind: 'period', required: true, hint: '2026, 2026-Q4, 2026-11' };

export const SHEETS: readonly Sheet[] = [
  {
    key: 'areas',
    name: 'Địa bàn',
    says: 'Ấp, khóm, chợ, tuyến phố. Nhập một ấp vào ấp khác: ghi mã ấp mới ở cột Nhập vào.',
    columns: [
      { key: 'code', title: 'Mã', kind: 'code', required: true, hint: 'Ví dụ 31673-01' },
      { key: 'name', title: 'Tên', kind: 'text', required: true, width: 30, hint: 'Ví dụ Ấp Ngan Rô 1' },
      {
        key: 'kind',
        title: 'Loại',
        kind: { oneOf: AREA_KINDS },
        required: true,
        hint: Object.keys(AREA_KINDS).join(', '),
      },
      { key: 'parent', title: 'Thuộc', kind: 'code', required: true, called: 'đơn vị trên', hint: 'Mã xã, phường' },
      since,
      { key: 'into', title: 'Nhập vào', kind: 'code', hint: 'Mã đơn vị mới, khi đơn vị này thôi còn' },
      { key: 'intoOn', title: 'Nhập từ ngày', kind: 'day', hint: 'Ngày có hiệu lực' },
      { key: 'source', title: 'Văn bản', kind: 'text', hint: 'Số văn bản khi đổi tên, chuyển, nhập' },
    ],
  },
  {
    key: 'teams',
    name: 'Tổ',
    says: 'Tổ công nghệ số cộng đồng; mỗi tổ viên một dòng.',
    columns: [
      { key: 'code', title: 'Mã tổ', kind: 'code', required: true, hint: 'Ví dụ T-01' },
      { key: 'name', title: 'Tên tổ', kind: 'text', width: 30, hint: '' },
      hamlet(),
      { key: 'member', title: 'Mã tổ viên', kind: 'code', hint: 'Ví dụ T-01-1; để trống nếu chưa có' },
      { key: 'memberName', title: 'Tên gọi', kind: 'text', width: 24, hint: 'Ví dụ anh Tâm' },
      { key: 'role', title: 'Vai trò', kind: { oneOf: ROLES }, hint: Object.keys(ROLES).join(', ') },
      since,
    ],
  },
  {
    key: 'households',
    name: 'Hộ',
    says: 'Danh sách hộ. Chỉ ghi cách gọi chủ hộ, không ghi số giấy tờ, không ghi số điện thoại.',
    columns: [
      { key: 'code', title: 'Mã hộ', kind: 'code', required: true, hint: 'Ví dụ H-0001' },
      { key: 'name', title: 'Gọi chủ hộ', kind: 'text', required: true, width: 24, hint: 'Ví dụ Bác Sáu' },
      hamlet(),
      since,
    ],
  },
  {
    key: 'stalls',
    name: 'Sạp',
    says: 'Sạp, cửa hàng, cơ sở kinh doanh. Không ghi số tài khoản.',
    columns: [
      { key: 'code', title: 'Mã sạp', kind: 'code', required: true, hint: 'Ví dụ S-001' },
      { key: 'name', title: 'Tên sạp', kind: 'text', required: true, width: 30, hint: 'Ví dụ Tạp hóa Cô Ba' },
      hamlet(),
      place,
      { key: 'household', title: 'Mã hộ', kind: 'code', hint: 'Có thể để trống' },
      since,
    ],
  },
  {
    key: 'beneficiaries',
    name: 'Người hưởng',
    says: 'Người trong danh sách chi trả trợ cấp. Không ghi tên đầy đủ, không ghi số giấy tờ.',
    columns: [
      { key: 'code', title: 'Mã người hưởng', kind: 'code', required: true, hint: 'Ví dụ N-0001' },
      { key: 'name', title: 'Tên gọi', kind: 'text', width: 24, hint: 'Có thể để trống' },
      hamlet(),
      since,
      { key: 'until', title: 'Đến ngày', kind: 'day', hint: 'Khi thôi hưởng' },
    ],
  },
  {
    key: 'entries',
    name: 'Danh sách khác',
    says: 'Tuyến phố, cụm dân cư không tiền mặt, chợ 4.0.',
    columns: [
      {
        key: 'list',
        title: 'Danh sách',
        kind: { oneOf: OTHER_LISTS },
        required: true,
        hint: Object.keys(OTHER_LISTS).join(', '),
      },
      { key: 'code', title: 'Mã', kind: 'code', required: true, hint: 'Ví dụ TP-01' },
      { key: 'name', title: 'Tên', kind: 'text', width: 30, hint: '' },
      hamlet('Địa bàn'),
      place,
      since,
      { key: 'until', title: 'Đến ngày', kind: 'day', hint: '' },
    ],
  },
  {
    key: 'totals',
    name: 'Tổng số',
    says: 'Mẫu số của chỉ tiêu, có nguồn. Sửa số đã có thì phải ghi lý do.',
    columns: [
      indicator,
      area,
      { key: 'value', title: 'Tổng số', kind: 'whole', required: true, hint: 'Số nguyên' },
      { key: 'source', title: 'Nguồn', kind: 'text', required: true, width: 40, hint: 'Ví dụ danh sách tháng 10/2026' },
      { ...since, required: true, hint: 'Ngày của danh sách' },
      { key: 'reason', title: 'Lý do sửa', kind: 'text', hint: 'Khi sửa số đã có' },
    ],
  },
  {
    key: 'targets',
    name: 'Chỉ tiêu giao',
    says: 'Chỉ tiêu được giao theo kỳ, có số văn bản.',
    columns: [
      indicator,
      area,
      period,
      { key: 'value', title: 'Giá trị', kind: 'number', required: true, hint: 'Ví dụ 75 hoặc 37,5' },
      { key: 'unit', title: 'ĐVT', kind: 'text', hint: '% hoặc đơn vị đếm; để trống: %' },
      { key: 'source', title: 'Văn bản', kind: 'text', required: true, width: 40, hint: 'Số văn bản' },
    ],
  },
  {
    key: 'reported',
    name: 'Số nhập tay',
    says: 'Số lấy từ báo cáo, giữ nguyên như đã in.',
    columns: [
      indicator,
      { ...area, required: false, hint: 'Mã ở trang Địa bàn' },
      { key: 'historicUnit', title: 'Đơn vị cũ', kind: 'text', hint: 'Khi đơn vị không còn mã, ví dụ huyện Trần Đề' },
      period,
      { key: 'kind', title: 'Loại số', kind: { oneOf: FIGURE_KINDS }, hint: 'Để trống: thực hiện' },
      { key: 'qualifier', title: 'Dấu', kind: { oneOf: QUALIFIERS }, hint: Object.keys(QUALIFIERS).join(', ') },
      { key: 'value', title: 'Giá trị', kind: 'number', hint: '' },
      { key: 'valueTo', title: 'Đến', kind: 'number', hint: 'Khi báo cáo ghi một khoảng, như 5–6' },
      { key: 'unit', title: 'ĐVT', kind: 'text', hint: 'Để trống: theo chỉ tiêu' },
      { key: 'numerator', title: 'Tử số', kind: 'number', hint: '' },
      { key: 'denominator', title: 'Mẫu số', kind: 'number', hint: '' },
      {
        key: 'asPrinted',
        title: 'Như đã in',
        kind: 'text',
        required: true,
        width: 30,
        hint: 'Chép đúng chữ trong báo cáo',
      },
      { key: 'source', title: 'Nguồn', kind: 'text', required: true, width: 40, hint: 'Báo cáo nào, ngày nào' },
      { key: 'reason', title: 'Lý do sửa', kind: 'text', hint: 'Khi sửa số đã có' },
    ],
  },
];

export type CellValue = string | number;
export type Reading = { value: CellValue } | { problem: string };

const CODE = /^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u;
const LONGEST_TEXT = 300;
/** Days are counted from here in a sheet (ECMA-376 part 1, 18.17.4.1: the 1900 system, with its wrong leap day). */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** What a cell says, as its column wants it. Problems are the end of a sentence that begins with the cell. */
export function readCell({ kind, title }: Column, text: string, isNumber: boolean): Reading {
  if (kind === 'code')
    return CODE.test(text) ? { value: text } : { problem: `mã "${cut(text)}" chỉ được có chữ, số và dấu . - _ /` };
  if (kind === 'text')
    return text.length <= LONGEST_TEXT ? { value: text } : { problem: `dài quá ${LONGEST_TEXT} chữ` };
  if (kind === 'day') return readDay(text, isNumber);
  if (kind === 'period')
    return readPeriod(text) ? { value: text } : { problem: 'kỳ chưa đúng, viết như 2026, 2026-Q4 hoặc 2026-11' };
  if (kind === 'whole' || kind === 'number') return readNumber(text, isNumber, kind);
  const known = Object.entries(kind.oneOf).find(([word]) => word === text.toLowerCase());
  return known
    ? { value: known[1] }
    : { problem: `${title.toLowerCase()} phải là một trong: ${Object.keys(kind.oneOf).join(', ')}` };
}

function readDay(text: string, isNumber: boolean): Reading {
  const serial = Number(text);
  if (isNumber && Number.isInteger(serial) && serial > 20_000 && serial < 80_000) {
    return { value: new Date(DAY_ZERO + serial * 86_400_000).toISOString().slice(0, 10) };
  }
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  return isDay(iso) ? { value: iso } : { problem: 'ngày chưa đúng, viết như 20/11/2026' };
}

/** Typed numbers may be written as here: `11.947` and `63,83`. */
function readNumber(text: string, isNumber: boolean, kind: 'whole' | 'number'): Reading {
  const plain = isNumber
    ? text
    : text
        .replace(/^(-?\d{1,3})((?:\.\d{3})+)(?=,|$)/, (_, head, tail) => head + tail.replaceAll('.', ''))
        .replace(',', '.');
  const value = Number(plain);
  if (plain === '' || !Number.isFinite(value)) return { problem: `"${cut(text)}" không phải số` };
  if (value < 0) return { problem: 'số không được âm' };
  if (kind === 'whole' && (!Number.isInteger(value) || value > 2_000_000_000)) return { problem: 'phải là số nguyên' };
  return { value };
}

const cut = (text: string): string => (text.length > 24 ? `${text.slice(0, 24)}…` : text);

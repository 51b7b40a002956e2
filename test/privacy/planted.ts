/**
 * Secrets as people type, dictate and forward them, and ordinary messages full of numbers. Made from a seed: the same ones
 * every time, none of them anybody's.
 */

export interface Planted {
  text: string;
  /** What must be found nowhere afterwards, in every spelling it had. */
  secret: string;
  kind: 'otp' | 'id-number' | 'password' | 'card' | 'bank-message';
}

/** Mulberry32: small, even, and the same everywhere. */
export function chance(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const oneOf = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join('');
  return { next, below, oneOf, digits };
}
type Chance = ReturnType<typeof chance>;

const OTP = [
  '@',
  'ma la @',
  'mã @ nè con',
  'mã otp của tui là @',
  'OTP @',
  'nó gửi về @ rồi sao nữa con',
  'mã xác nhận @ đó',
  '@ con coi đúng chưa',
  'dạ mã đây @',
  'cái mã 6 số nó hiện @',
  'máy kêu nhập @ hả con',
  'code @',
  'ma xac thuc la @ nha con',
  'xong rồi mã @',
  'tin nhắn nó ghi @',
  'có số @ nó nhắn tới',
];
const ID = [
  '@',
  'căn cước của bác @',
  'cccd @',
  'số căn cước @ nha con',
  'can cuoc @',
  'số định danh của tui @',
  'TTTB @',
  'bác tên Sáu, căn cước @, ấp Ngan Rô',
  'cmnd moi @ do con',
  'số thẻ căn cước nè @',
];
const PASSWORD = [
  'mật khẩu là @',
  'mk @',
  'mat khau cua toi @',
  'pass @',
  'mật khẩu vneid @',
  'mk: @',
  'mật khẩu: @ nha con',
  'password @',
  'mk của bác là @',
  'mật khẩu ngân hàng là @ đó con',
];
const CARD = ['@', 'số thẻ @', 'so the cua bac @', 'thẻ atm @ nè', 'thẻ ngân hàng số @ con nhập giùm', 'the visa @'];
const BANK = [
  'VCB: TK 1017595600 +500,000 VND luc 10:22. SD 2,315,000 VND. Ma OTP @',
  'Vietcombank: Ma OTP cua Quy khach la @. Khong cung cap cho bat ky ai',
  'MB: OTP giao dich @ het han sau 3 phut',
  '[Agribank] Ma xac thuc giao dich: @. KHONG chia se',
  'Viettel: Ma xac thuc @ dung de dang nhap Viettel Money',
];

/** A 16-digit number that passes Luhn's check, as card numbers do. */
function cardNumber(pick: Chance): string {
  const body = `${pick.oneOf(['4', '51', '9704'])}${pick.digits(15)}`.slice(0, 15);
  const sum = [...body].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const idNumber = (pick: Chance): string =>
  `${pick.oneOf(['001', '079', '092', '094', '096'])}${pick.oneOf(['0', '1'])}${pick.digits(2)}${pick.digits(6)}`;

const group = (digits: string, size: number, by: string): string =>
  (digits.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(by);

/** A year or a run of round numbers may be anything; a code of ours is neither. */
function code(pick: Chance, length: number): string {
  const made = pick.digits(length);
  return new Set(made).size < 3 || /^(?:19|20)/.test(made) ? code(pick, length) : made;
}

const MAKERS: Readonly<Record<Planted['kind'], (pick: Chance) => Planted>> = {
  otp: (pick) => {
    const secret = code(pick, 6);
    const written = pick.oneOf([secret, secret, group(secret, 3, ' '), group(secret, 1, ' '), group(secret, 2, '.')]);
    return { kind: 'otp', secret, text: pick.oneOf(OTP).replace('@', written) };
  },
  'id-number': (pick) => {
    const secret = idNumber(pick);
    const written = pick.oneOf([secret, secret, group(secret, 3, ' '), group(secret, 4, '-'), group(secret, 3, '.')]);
    return { kind: 'id-number', secret, text: pick.oneOf(ID).replace('@', written) };
  },
  password: (pick) => {
    const word = pick.oneOf(['Hoa', 'Sau', 'tamky', 'Trande', 'meovang']);
    const secret = `${word}${pick.oneOf(['@', '#', '_', ''])}${code(pick, 5)}`;
    return { kind: 'password', secret, text: pick.oneOf(PASSWORD).replace('@', () => secret) };
  },
  card: (pick) => {
    const secret = cardNumber(pick);
    return {
      kind: 'card',
      secret,
      text: pick.oneOf(CARD).replace('@', pick.oneOf([secret, group(secret, 4, ' '), group(secret, 4, '-')])),
    };
  },
  'bank-message': (pick) => {
    const secret = code(pick, 6);
    return { kind: 'bank-message', secret, text: pick.oneOf(BANK).replace('@', secret) };
  },
};

export function plant(count: number, seed: number, kinds = Object.keys(MAKERS) as Planted['kind'][]): Planted[] {
  const pick = chance(seed);
  return Array.from({ length: count }, (_, at) => MAKERS[kinds[at % kinds.length] as Planted['kind']](pick));
}

const TALK = [
  'rau hôm nay # ngàn một ký',
  'ví có # đồng',
  'gạo #đ một bao',
  'con gửi # ngàn cho bác',
  'cái này giá # hả con',
  'tiền điện tháng rồi # đồng',
  'bác trả # rồi',
];
const NUMBERS: readonly ((pick: Chance) => string)[] = [
  (pick) => pick.oneOf(TALK).replace('#', group(`${pick.below(90) + 10}000`, 3, '.')),
  (pick) =>
    pick
      .oneOf(['bác sinh năm #', 'từ năm # tới giờ', 'năm # mới làm', 'hồi # có làm rồi'])
      .replace('#', String(1940 + pick.below(86))),
  (pick) =>
    pick
      .oneOf(['nhà số # ấp Ngan Rô', 'số nhà # đường Trần Đề', 'nhà bác số #/2'])
      .replace('#', String(1 + pick.below(400))),
  (pick) =>
    pick
      .oneOf(['hộ #', 'hộ # làm xong ví', 'xong vi # ba', 'hộ số # chưa có máy'])
      .replace('#', String(1 + pick.below(300))),
  (pick) =>
    pick
      .oneOf(['số máy bác là #', 'gọi bác số #', 'sdt #', 'điện thoại # nha con'])
      .replace('#', pick.oneOf([`09${pick.digits(8)}`, group(`03${pick.digits(8)}`, 4, ' ')])),
  (pick) =>
    pick.oneOf(['gọi 113', 'tổng đài 1900 0368', 'nhắn TTTB gửi 1414', 'gọi 18001091 được không', 'số 156 là gì']),
  (pick) =>
    `${pick.oneOf(['ngày', 'bữa', 'hẹn ngày'])} ${1 + pick.below(28)}/${1 + pick.below(12)}/2026 ${pick.oneOf(['ra xã', 'mới làm', 'được không'])}`,
  (pick) =>
    `${7 + pick.below(10)} giờ ${pick.below(60)} ${pick.oneOf(['sáng', 'chiều', 'mai'])} ${pick.oneOf(['con tới nha', 'bác rảnh'])}`,
  (pick) =>
    pick
      .oneOf(['bước # khó quá', 'làm tới bước # rồi', 'nút thứ # là nút nào', 'trang # đâu con', '#'])
      .replace('#', String(1 + pick.below(9))),
];

/** Ordinary messages: the repository's own phrases, and sentences with every harmless sort of number. */
export function ordinary(count: number, seed: number, phrases: readonly string[]): string[] {
  const pick = chance(seed);
  return Array.from({ length: count }, (_, at) => (at % 2 === 0 ? pick.oneOf(phrases) : pick.oneOf(NUMBERS)(pick)));
}

/** What volunteers type at their desk instead of pressing: short orders, without accents. Pure and table-driven. */
import { normalise } from './normalise.ts';

export type DeskOrder =
  | { order: 'today' | 'book' | 'log-help' | 'sample' | 'leave' | 'others' | 'rota' }
  /** Line `n` of what was read back or recorded last. */
  | { order: 'remove-line'; n: number }
  | { order: 'remove-receipt'; receipt: string }
  /** `sửa 2 xong vi 13 ba`: a line replaced; without `text` the person is shown how. */
  | { order: 'fix'; n: number; text: string }
  | { order: 'merge'; from: string; into: string }
  | { order: 'move'; household: string; hamlet: string };

const PLAIN: Readonly<
  Record<string, DeskOrder['order'] & ('today' | 'book' | 'log-help' | 'sample' | 'leave' | 'others' | 'rota')>
> = {
  'hom nay': 'today',
  'viec hom nay': 'today',
  'danh sach hom nay': 'today',
  'ho can ghe': 'today',
  'ho dang ket': 'today',
  ket: 'today',
  'so cua toi': 'book',
  'so 7 ngay': 'book',
  'coi so': 'book',
  'da ghi gi': 'book',
  'ghi nhanh': 'log-help',
  ghi: 'log-help',
  'kiem mau': 'sample',
  'mau hom nay': 'sample',
  'kiem tra mau': 'sample',
  'nghi to': 'leave',
  'toi nghi to': 'leave',
  'xin nghi to': 'leave',
  'doi nguoi': 'others',
  'nguoi khac': 'others',
  'nguoi ke tiep': 'others',
  'lich truc': 'rota',
  'coi lich truc': 'rota',
};

const REMOVE_LINE = /^(?:xoa|bo|huy)(?: dong| so)? (\d{1,2})$/;
const REMOVE_RECEIPT = /^(?:xoa|huy|rut)(?: lai)? phieu (\d{1,15})$/;
const FIX = /^sua(?: dong| phieu| so)? (\d{1,15})(?: (.+))?$/;
const MERGE = /^(?:gop|nhap)(?: ho)? (\S+) (?:vao|voi|qua)(?: ho)? (\S+)$/;
const MOVE = /^(?:chuyen|doi|doi ap)(?: ho)? (\S+) (?:qua|toi|ve|den)(?: ap| khom)? (.+)$/;

/** The order a text is, or null when it is none. */
export function readDeskOrder(text: string): DeskOrder | null {
  if (text.length > 300) return null;
  const { folded } = normalise(text);
  const plain = Object.hasOwn(PLAIN, folded) ? PLAIN[folded] : undefined;
  if (plain) return { order: plain };
  const line = REMOVE_LINE.exec(folded);
  if (line) return { order: 'remove-line', n: Number(line[1]) };
  const receipt = REMOVE_RECEIPT.exec(folded);
  if (receipt) return { order: 'remove-receipt', receipt: receipt[1] ?? '' };
  const fix = FIX.exec(folded);
  if (fix) return { order: 'fix', n: Number(fix[1]), text: fix[2] ?? '' };
  const merge = MERGE.exec(folded);
  if (merge) return { order: 'merge', from: merge[1] ?? '', into: merge[2] ?? '' };
  const move = MOVE.exec(folded);
  if (move) return { order: 'move', household: move[1] ?? '', hamlet: move[2] ?? '' };
  return null;
}

/** What a citizen types about themself and their data, beyond the replies of a step. */
export type PeopleOrder =
  | { order: 'join' | 'leave-channels' | 'speaker' | 'consents' }
  /** The words of a code shown in the other chat. */
  | { order: 'use-code'; words: string };

const PEOPLE: Readonly<Record<string, 'join' | 'leave-channels' | 'speaker' | 'consents'>> = {
  'noi kenh': 'join',
  'noi may': 'join',
  'noi zalo': 'join',
  'noi telegram': 'join',
  'toi co hai kenh': 'join',
  'tach kenh': 'leave-channels',
  'tach may': 'leave-channels',
  'thoi noi kenh': 'leave-channels',
  'doi nguoi': 'speaker',
  'nguoi khac trong nha': 'speaker',
  'nguoi khac dung': 'speaker',
  'nguoi khac xai': 'speaker',
  'rut dong y': 'consents',
  'rut lai dong y': 'consents',
  'thoi dong y': 'consents',
  'khong dong y nua': 'consents',
};

/** Words that codes are made of: short, common, no two alike without accents, and no digits that look like an OTP. */
export const CODE_WORDS: readonly string[] = [
  ...[
    'xoài',
    'mận',
    'ổi',
    'mít',
    'dừa',
    'chuối',
    'cam',
    'quýt',
    'bưởi',
    'nhãn',
    'vải',
    'khế',
    'me',
    'cau',
    'trầu',
    'tiêu',
  ],
  ...['lúa', 'khoai', 'bắp', 'đậu', 'bí', 'mướp', 'cải', 'rau', 'ớt', 'hành', 'tỏi', 'gừng', 'sả', 'ngò', 'mía', 'sen'],
  ...['tôm', 'cua', 'ghẹ', 'ao', 'kinh', 'sông', 'biển', 'núi', 'đồng', 'vườn', 'ruộng', 'chợ', 'bến', 'xuồng'],
  ...['vịt', 'gà', 'heo', 'bò', 'dê', 'ngựa', 'voi', 'sóc', 'ong', 'kiến', 'ếch', 'mực', 'ốc', 'hến', 'bàu'],
];
const FOLDED_CODE_WORDS: ReadonlySet<string> = new Set(CODE_WORDS.map((word) => normalise(word).folded));

/** Words in a code: with 61 to choose from some 14 million codes, good for 15 minutes and five tries. */
export const CODE_LENGTH = 4;

export function readPeopleOrder(text: string): PeopleOrder | null {
  if (text.length > 120) return null;
  const { folded, tokens } = normalise(text);
  const plain = Object.hasOwn(PEOPLE, folded) ? PEOPLE[folded] : undefined;
  if (plain) return { order: plain };
  const words = tokens.slice(1);
  if (tokens[0] === 'noi' && words.length === CODE_LENGTH && words.every((word) => FOLDED_CODE_WORDS.has(word)))
    return { order: 'use-code', words: words.join(' ') };
  return null;
}

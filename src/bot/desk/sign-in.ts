/** "đăng nhập", "trang đi ấp": a one-time link to the officials' pages or to the page for rounds, for those with a role. */
import { normalise } from '../../understanding/normalise.ts';
import { isStaff } from '../person.ts';
import type { Turn } from '../turn.ts';

/** What staff type when they want the pages and nothing else; as {@link normalise} folds it. */
const WORDS: ReadonlySet<string> = new Set([
  'dang nhap',
  'dangnhap',
  'dnhap',
  'login',
  'log in',
  'sign in',
  'vao trang',
  'trang can bo',
  'mo trang can bo',
  'vao trang can bo',
  'dang nhap trang can bo',
  'cho toi dang nhap',
  'toi muon dang nhap',
  'xin link dang nhap',
  'link dang nhap',
]);

/** The page that works without a signal (`/to/di-ap`). */
const ROUND_WORDS: ReadonlySet<string> = new Set([
  'di ap',
  'trang di ap',
  'mo trang di ap',
  'vao trang di ap',
  'link di ap',
  'trang to vien',
  'trang khong song',
  'trang khong mang',
  'ghi khong mang',
]);

/** Whether a text asks for the way in. Of a citizen it means something else (a portal, an app) and is not asked here. */
export const wantsSignIn = (turn: Turn, text: string): boolean =>
  isStaff(turn.person) && (WORDS.has(normalise(text).folded) || wantsRound(text));

const wantsRound = (text: string): boolean => ROUND_WORDS.has(normalise(text).folded);

/** The link is made with the turn's other deeds, in its transaction, and said then. */
export function askSignIn(turn: Turn, text = ''): void {
  if (wantsRound(text)) return askRound(turn);
  turn.understood = 'sign-in';
  turn.effects.push({ type: 'sign-in' });
}

/** The same, leading to the page for rounds. */
export function askRound(turn: Turn): void {
  turn.understood = 'round';
  turn.effects.push({ type: 'sign-in', round: true });
}

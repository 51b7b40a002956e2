/** "đăng nhập": a one-time link to the officials' pages, for those with a role. */
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

/** Whether a text asks for the way in. Of a citizen it means something else (a portal, an app) and is not asked here. */
export const wantsSignIn = (turn: Turn, text: string): boolean =>
  isStaff(turn.person) && WORDS.has(normalise(text).folded);

/** The link is made with the turn's other deeds, in its transaction, and said then. */
export function askSignIn(turn: Turn): void {
  turn.understood = 'sign-in';
  turn.effects.push({ type: 'sign-in' });
}

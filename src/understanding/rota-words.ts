/**
 * "Trực thứ 2 sáng", "anh Tâm trực chủ nhật 7-11", "thôi trực 2": a duty said in one line, any order after the name, accents
 * or none. Pure; the days and hours people say are the tables below.
 */
import { normalise } from './normalise.ts';

export type RotaOrder =
  /** `who` folded, empty: the speaker. `weekday` ISO 1 Monday – 7 Sunday, null every day. */
  | { order: 'duty'; who: string; weekday: number | null; fromHour: number; toHour: number }
  /** A line of the rota as it was listed. */
  | { order: 'end-duty'; n: number };

const DAYS: readonly (readonly [RegExp, number | null])[] = [
  [/\b(?:moi|hang|tat ca cac) ngay\b/, null],
  [/\b(?:chu nhat|cn)\b/, 7],
  [/\b(?:thu |t)(?:2|hai)\b/, 1],
  [/\b(?:thu |t)(?:3|ba)\b/, 2],
  [/\b(?:thu |t)(?:4|tu)\b/, 3],
  [/\b(?:thu |t)(?:5|nam)\b/, 4],
  [/\b(?:thu |t)(?:6|sau)\b/, 5],
  [/\b(?:thu |t)(?:7|bay)\b/, 6],
];

/** Parts of a day, as offices keep them. */
export const SHIFTS = { morning: [7, 11], afternoon: [13, 17], day: [7, 17], evening: [17, 20] } as const;

const PARTS: readonly (readonly [RegExp, keyof typeof SHIFTS])[] = [
  [/\b(?:buoi )?sang\b/, 'morning'],
  [/\b(?:buoi )?chieu\b/, 'afternoon'],
  [/\b(?:buoi )?toi\b(?! (?:truc|\d))/, 'evening'],
  [/\bca ngay\b/, 'day'],
];

/** "7-11", "7h-11h", "7 den 17", "7g30 11g". */
const HOURS = /\b(\d{1,2})(?:[hg](\d{2})?)?(?:-|–| den | toi | )(\d{1,2})(?:[hg](\d{2})?)?\b/;
const END = /^(?:thoi|bo|nghi|xoa|huy)(?: ca)? (?:truc|ca)(?: so)? (\d{1,2})$/;
const DUTY = /^(?:(.*) )?truc (.+)$/;
/** Nobody's name. */
const SELF = new Set(['', 'toi', 'minh', 'em', 'toi xin', 'cho toi', 'ghi toi', 'ghi']);

/** Null: no word about the rota. A day alone is the working day; hours alone are every day. */
export function readRotaOrder(text: string): RotaOrder | null {
  if (text.length > 100) return null;
  const { folded } = normalise(text);
  const end = END.exec(folded);
  if (end) return { order: 'end-duty', n: Number(end[1]) };
  const said = DUTY.exec(folded);
  if (!said) return null;
  const day = DAYS.find(([words]) => words.test(said[2] ?? ''));
  const when = day ? (said[2] ?? '').replace(day[0], '').trim() : (said[2] ?? '');
  const hours = hoursOf(when);
  if (hours === 'wrong' || (!day && !hours)) return null;
  const [fromHour, toHour] = hours ?? SHIFTS.day;
  const who = (said[1] ?? '').trim();
  return { order: 'duty', who: SELF.has(who) ? '' : who, weekday: day?.[1] ?? null, fromHour, toHour };
}

function hoursOf(when: string): readonly [number, number] | 'wrong' | null {
  const part = PARTS.find(([words]) => words.test(` ${when}`));
  const written = HOURS.exec(when);
  if (!written) return part ? SHIFTS[part[1]] : when === '' ? null : 'wrong';
  const [from, to] = [hourOf(written[1], written[2]), hourOf(written[3], written[4])];
  return from < to && to <= 24 ? [from, to] : 'wrong';
}

const hourOf = (hour = '0', minute = '0'): number => Number(hour) + Number(minute) / 60;

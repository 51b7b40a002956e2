/** The page's words, handed over with the shell in the reader's language, and the little it writes by itself. */
import type vietnamese from '../../../locales/vi/round.json';

export type Words = typeof vietnamese;

/** Fills `{name}` parts. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const two = (n: number): string => String(n).padStart(2, '0');

/** `10:05`, or `10:05 22/11` when it was not today. By the phone's clock: it is the phone's reader who looks. */
export function clockTime(at: number | string): string {
  const time = new Date(at);
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? clock : `${clock} ${two(time.getDate())}/${two(time.getMonth() + 1)}`;
}

/** For searching: without accents and capitals, so that "bac sau" finds Bác Sáu. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/gi, 'd')
    .toLowerCase();

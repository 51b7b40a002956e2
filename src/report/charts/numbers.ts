/** Numbers as people read them on charts and in their tables. */

const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 });
const decimal = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** Stands where there is no number to say. */
export const NO_NUMBER = '–';

/** `12.345`: a whole number. */
export const countWords = (value: number | null): string => (value === null ? NO_NUMBER : whole.format(value));

/** `12/345`: so many out of so many. */
export const partWords = (part: number, total: number): string => `${countWords(part)}/${countWords(total)}`;

/** `37,5 %`: one decimal where there is one. */
export const percentWords = (percent: number): string => `${decimal.format(percent)} %`;

/**
 * `74,9 %`: one decimal (dashboard §2), down rather than up where rounding would show a target as reached. Without a
 * total there is no share.
 */
export function shareWords(part: number, total: number | null, target: number | null = null): string {
  if (!total) return NO_NUMBER;
  const exact = (part * 100) / total;
  const rounded = Math.round(exact * 10) / 10;
  const goals = target === null ? [100] : [target, 100];
  const crosses = goals.some((goal) => part * 100 < goal * total && rounded >= goal);
  return percentWords(crosses ? Math.floor(exact * 10) / 10 : rounded);
}

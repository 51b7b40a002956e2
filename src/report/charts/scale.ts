/** From amounts to places on a chart. */

/** The largest of these, and never less than 1: what a scale may end at. */
export const largest = (values: readonly number[]): number => Math.max(1, ...values);

/** Where an amount lies on a scale that has 0 at `start` and `most` at `end`. */
export const scale =
  (most: number, start: number, end: number) =>
  (amount: number): number =>
    start + (amount / most) * (end - start);

/** A round number at or above `value` that makes a readable axis: 1, 2 or 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

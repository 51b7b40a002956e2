/** A share as official reports print it. */

/**
 * Per cent with two decimals, rounded to the nearest – but cut where rounding would show a target as reached that is not:
 * 74,996 % of a target of 75 % is 74,99 % (dashboard §1).
 */
export function sharePercent(value: number, denominator: number, target: number | null = null): number {
  const exact = (value * 100) / denominator;
  const nearest = Math.round(exact * 100) / 100;
  const crosses =
    target !== null && nearest >= target && value * 100 * SCALE < Math.round(target * SCALE) * denominator;
  return crosses ? Math.floor(exact * 100) / 100 : nearest;
}

/** Targets have at most four decimals. */
const SCALE = 10_000;

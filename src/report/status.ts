/** Is a target reached, and what would it take. Compared before any rounding, in whole numbers (dashboard §1, DB-1). */
import { daysFrom } from './period.ts';

export type Status = 'reached' | 'near' | 'behind' | 'no-target' | 'no-total' | 'no-figure';

/** "Gần đạt" begins here. */
const NEAR = { parts: 8, of: 10 } as const;
/** Targets have at most four decimals. */
const SCALE = 10_000;

export interface Progress {
  /** Null: nothing has been counted or said. */
  value: number | null;
  denominator: number | null;
  target: number | null;
  /** `%`, or what is counted. */
  targetUnit: string | null;
}

export function statusOf({ value, denominator, target, targetUnit }: Progress): Status {
  if (value === null) return 'no-figure';
  if (target === null) return 'no-target';
  if (targetUnit === '%' && !denominator) return 'no-total';
  if (reaches(value, denominator, target, targetUnit)) return 'reached';
  return reaches(value * NEAR.of, denominator, target * NEAR.parts, targetUnit) ? 'near' : 'behind';
}

function reaches(value: number, denominator: number | null, target: number, unit: string | null): boolean {
  const asked = Math.round(target * SCALE);
  return unit === '%' ? value * 100 * SCALE >= asked * (denominator ?? 0) : value * SCALE >= asked;
}

/** The smallest whole number with which the target is reached; null without target or total. */
export function neededFor({ denominator, target, targetUnit }: Omit<Progress, 'value'>): number | null {
  if (target === null || (targetUnit === '%' && !denominator)) return null;
  const asked = Math.round(target * SCALE);
  return targetUnit === '%' ? ceilDiv(asked * (denominator ?? 0), 100 * SCALE) : ceilDiv(asked, SCALE);
}

const ceilDiv = (amount: number, by: number): number => Math.floor(amount / by) + (amount % by > 0 ? 1 : 0);

export interface Pace {
  /** How many are still missing. */
  missing: number;
  daysLeft: number;
  /** Whole subjects a week from today on: "cần 11 hộ/tuần". Null when no day is left. */
  perWeek: number | null;
}

/** What it takes to reach the target by `lastDay`, today included; null when it is reached or cannot be said. */
export function neededPace(progress: Progress, lastDay: string, today: string): Pace | null {
  const needed = neededFor(progress);
  const missing = needed === null ? 0 : needed - (progress.value ?? 0);
  if (missing <= 0) return null;
  const daysLeft = Math.max(0, daysFrom(today, lastDay) + 1);
  return { missing, daysLeft, perWeek: daysLeft === 0 ? null : ceilDiv(missing * 7, daysLeft) };
}

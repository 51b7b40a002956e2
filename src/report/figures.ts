/**
 * Figures for pages, API and reports: values with their fraction, as of when, out of what and how known. All numbers come
 * from `src/db/figures.ts`; here they are put side by side. A target is compared with what is confirmed (a volunteer saw
 * it, or the system recorded it); what people only said themselves stands beside it, never in it (dashboard, DB-2).
 */
import { vietnamDay } from '../clock.ts';
import type { Sql, Tx } from '../db/client.ts';
import {
  type Counted,
  closedAt,
  countFigures,
  type Indicator,
  listIndicators,
  type Measure,
  measureFigures,
} from '../db/figures.ts';
import { addDays, type Period, previousPeriod, readPeriod } from './period.ts';
import { type Status, statusOf } from './status.ts';

export interface FiguresQuery {
  /** Whose world: the make-believe people's or the real one (docs/decisions/0006). */
  simulated: boolean;
  areaCode: string;
  /** `2026`, `2026-Q4`, `2026-11`, `2026-W47`, or days: `2026-11-03..2026-11-20`. */
  period: string;
  /** Nothing recorded later counts; of a closed period, nothing after its closing. */
  asOf: Date;
  /** What is compared and ranked; `confirmed` unless said. `all` adds what people said themselves. */
  howKnown?: 'confirmed' | 'all';
  /** Only these; all that have a number, a total or a target unless said. */
  indicators?: readonly string[];
}

export interface Unit {
  code: string;
  name: string;
  kind: 'province' | 'commune' | 'hamlet' | 'group';
}

export interface Figure {
  indicator: string;
  area: Unit;
  /** Seen by a volunteer, recorded by the system, counted in a list or typed in. Null: nothing is known. */
  confirmed: number | null;
  /** Said by people themselves and by nobody else yet. */
  self: number;
  /** What is compared: `confirmed`, or both when asked for. */
  value: number | null;
  denominator: number | null;
  denominatorSource: string | null;
  /** The list's own count, where it differs from the denominator that was stated. */
  listed: number | null;
  target: number | null;
  targetUnit: string | null;
  targetSource: string | null;
  status: Status;
  /** `value` at the end of the period before. */
  before: number;
  /** What came in the period, without `adjustment`. */
  inPeriod: number;
  /** The same of what people said themselves; less than nothing when it was confirmed since. */
  selfInPeriod: number;
  /** What was recorded or taken back later for the closed period before this one. 0 while that one is open. */
  adjustment: number;
}

export interface FigureTable {
  period: Period;
  /** The figures as known at this time: the closing of a closed period. */
  asOf: Date;
  closed: boolean;
  /** Day of the cumulative figures: the period's last, or the day of `asOf` if that is earlier. */
  day: string;
  indicators: Indicator[];
  area: Unit;
  /** The tier below, by code. */
  units: Unit[];
  /** The area's own figures, then those of its units; every pair of unit and indicator once. */
  figures: Figure[];
  /** Counted in the area but in none of its units: nobody knows yet where. Indicator → how many. */
  elsewhere: Record<string, { confirmed: number; self: number }>;
}

/** Rejects with a sentence when there is no such area or the period is not written as one. */
export async function figureTable(sql: Sql | Tx, query: FiguresQuery): Promise<FigureTable> {
  const frame = await frameOf(sql, query);
  const { area, units, period, day, known, reading } = frame;
  const areas = [area, ...units];
  const codes = areas.map(({ code }) => code);
  const before = addDays(period.from, -1);
  const select = {
    simulated: query.simulated,
    areas: codes,
    ...(query.indicators && { indicators: query.indicators }),
  };
  const counted = await countFigures(sql, { ...select, days: [before, day], asOf: known });
  const locked = reading.previousClosedAt
    ? await countFigures(sql, { ...select, days: [before], asOf: reading.previousClosedAt })
    : null;
  const catalogue = await listIndicators(sql);
  const relevant = await relevantIndicators(sql, query, catalogue, codes, counted);
  const ids = relevant.map(({ id }) => id);
  const measures = await measureFigures(sql, {
    simulated: query.simulated,
    areas: codes,
    indicators: ids,
    day: period.to,
    asOf: known,
  });
  const at = indexCounts(counted);
  const lockedAt = locked && indexCounts(locked);
  const measureOf = new Map(measures.map((measure) => [`${measure.areaCode}|${measure.indicator}`, measure]));
  const figures = areas.flatMap((unit) =>
    relevant.map((indicator) =>
      figureFrom(query, indicator, unit, measureOf.get(`${unit.code}|${indicator.id}`), {
        now: at(unit.code, indicator.id, day),
        before: at(unit.code, indicator.id, before),
        locked: lockedAt?.(unit.code, indicator.id, before) ?? null,
      }),
    ),
  );
  return {
    period,
    asOf: known,
    closed: reading.closed,
    day,
    indicators: relevant,
    area,
    units,
    figures,
    elsewhere: elsewhereOf(relevant, area, units, figures),
  };
}

/** Areas × indicators with the figures of one area looked up quickly. */
export const figureIn = (table: FigureTable, areaCode: string, indicator: string): Figure | undefined =>
  table.figures.find((figure) => figure.area.code === areaCode && figure.indicator === indicator);

/** Units of the tier below from which nothing has come in the period, whatever the indicator. */
export function silentUnits(table: FigureTable): Unit[] {
  const heard = new Set(
    table.figures
      .filter(({ indicator }) => table.indicators.find(({ id }) => id === indicator)?.counts === 'ledger')
      .filter(({ inPeriod, selfInPeriod, adjustment }) => inPeriod !== 0 || selfInPeriod !== 0 || adjustment !== 0)
      .map(({ area }) => area.code),
  );
  return table.units.filter(({ code }) => !heard.has(code));
}

/** Furthest below its target first, then what has no figure, then what is reached (dashboard §3.2). */
export function byNeed(figures: readonly Figure[]): Figure[] {
  const rank: Record<Status, number> = {
    behind: 0,
    near: 1,
    'no-total': 2,
    'no-figure': 2,
    'no-target': 2,
    reached: 3,
  };
  const gap = ({ value, denominator, target, targetUnit }: Figure): number => {
    if (target === null || value === null) return 0;
    return targetUnit === '%' ? (denominator ? value / denominator - target / 100 : 0) : value / target - 1;
  };
  return figures.toSorted(
    (one, other) =>
      rank[one.status] - rank[other.status] || gap(one) - gap(other) || (one.area.code < other.area.code ? -1 : 1),
  );
}

// ── parts ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a question comes to: which units, which day, as known when. */
export interface Frame {
  area: Unit;
  units: Unit[];
  period: Period;
  day: string;
  known: Date;
  reading: { closed: boolean; previousClosedAt: Date | null };
}

export async function frameOf(
  sql: Sql | Tx,
  { simulated, areaCode, period: code, asOf }: FiguresQuery,
): Promise<Frame> {
  const period = readPeriod(code);
  if (!period)
    throw new Error(`"${code}" is not a period such as 2026, 2026-Q4, 2026-11, 2026-W47 or 2026-11-03..2026-11-20.`);
  const [area] = await sql<Unit[]>`
    select code, name, kind from areas where code = ${areaCode} and simulated = ${simulated}`;
  if (!area) throw new Error(`No area has the code "${areaCode}". Look it up: npm run invite -- --find <name>.`);
  const closing = await closedAt(sql, areaCode, period.code, asOf);
  const known = closing ?? asOf;
  const today = vietnamDay(known);
  const previous = previousPeriod(period);
  return {
    area,
    units: await unitsBelow(sql, area, known),
    period,
    day: period.to < today ? period.to : today,
    known,
    reading: { closed: closing !== null, previousClosedAt: await closedAt(sql, areaCode, previous.code, known) },
  };
}

const TIER_BELOW = { province: 'commune', commune: 'hamlet', hamlet: null, group: null } as const;

/** Units of the tier below as they are on the day of `known`. Ended ones that nobody took over are still counted here. */
async function unitsBelow(sql: Sql | Tx, area: Unit, known: Date): Promise<Unit[]> {
  const kind = TIER_BELOW[area.kind];
  if (kind === null) return [];
  return sql<Unit[]>`
    select a.code, coalesce(v.name, a.name) as name, a.kind
    from area_members(array[${area.code}::text], ${vietnamDay(known)}::date, ${known}) m
    cross join lateral (select * from areas where code = m.code and kind = ${kind} offset 0) a
    left join lateral (
      select name from area_versions v where v.code = a.code and v.valid_from <= ${vietnamDay(known)}::date
        and v.recorded_at <= ${known} order by v.valid_from desc, v.id desc limit 1) v on true
    where not area_absorbed(a.code, ${vietnamDay(known)}::date, ${known})
    order by a.code`;
}

export interface Counts {
  confirmed: number | null;
  self: number;
}
const NOTHING: Counts = { confirmed: null, self: 0 };

/** Ways of knowing brought down to two, by area, indicator and day. */
export function indexCounts(counted: readonly Counted[]): (area: string, indicator: string, day: string) => Counts {
  const index = new Map<string, Counts>();
  for (const { areaCode, indicator, day, howKnown, n } of counted) {
    const key = `${areaCode}|${indicator}|${day}`;
    const counts = index.get(key) ?? { ...NOTHING };
    if (howKnown === 'self') counts.self += n ?? 0;
    else if (n !== null) counts.confirmed = (counts.confirmed ?? 0) + n;
    index.set(key, counts);
  }
  for (const counts of index.values()) if (counts.self > 0) counts.confirmed ??= 0;
  return (area, indicator, day) => index.get(`${area}|${indicator}|${day}`) ?? NOTHING;
}

/** What is compared: null when nothing is known. */
export const comparedValue = (
  { howKnown = 'confirmed' }: Pick<FiguresQuery, 'howKnown'>,
  { confirmed, self }: Counts,
): number | null => (howKnown === 'all' && confirmed !== null ? confirmed + self : confirmed);

async function relevantIndicators(
  sql: Sql | Tx,
  query: FiguresQuery,
  catalogue: Indicator[],
  codes: readonly string[],
  counted: readonly Counted[],
): Promise<Indicator[]> {
  if (query.indicators) return catalogue.filter(({ id }) => query.indicators?.includes(id));
  const said = await sql<{ indicator: string }[]>`
    select indicator from denominators where area_code = any (${[...codes]}) and simulated = ${query.simulated}
    union select indicator from targets where area_code = any (${[...codes]}) and simulated = ${query.simulated}`;
  const wanted = new Set([...counted, ...said].map(({ indicator }) => indicator));
  return catalogue.filter(({ id }) => wanted.has(id));
}

function figureFrom(
  query: FiguresQuery,
  indicator: Indicator,
  area: Unit,
  measure: Measure | undefined,
  counts: { now: Counts; before: Counts; locked: Counts | null },
): Figure {
  const value = comparedValue(query, counts.now);
  const before = comparedValue(query, counts.before) ?? 0;
  const locked = counts.locked ? (comparedValue(query, counts.locked) ?? 0) : before;
  const progress = {
    value,
    denominator: measure?.denominator ?? null,
    target: measure?.target ?? null,
    targetUnit: measure?.targetUnit ?? null,
  };
  return {
    indicator: indicator.id,
    area,
    ...counts.now,
    ...progress,
    denominatorSource: measure?.denominatorSource ?? null,
    listed: measure && measure.listed !== measure.denominator ? measure.listed : null,
    targetSource: measure?.targetSource ?? null,
    status: statusOf(progress),
    before: locked,
    inPeriod: (value ?? 0) - before,
    selfInPeriod: counts.now.self - counts.before.self,
    adjustment: before - locked,
  };
}

function elsewhereOf(
  indicators: readonly Indicator[],
  area: Unit,
  units: readonly Unit[],
  figures: readonly Figure[],
): FigureTable['elsewhere'] {
  const summed = indicators.filter(({ counts }) => counts === 'ledger' || counts === 'list');
  if (units.length === 0) return {};
  return Object.fromEntries(
    summed.flatMap(({ id }) => {
      const own = figures.find((figure) => figure.indicator === id && figure.area.code === area.code);
      const parts = figures.filter((figure) => figure.indicator === id && figure.area.code !== area.code);
      const confirmed = (own?.confirmed ?? 0) - parts.reduce((sum, part) => sum + (part.confirmed ?? 0), 0);
      const self = (own?.self ?? 0) - parts.reduce((sum, part) => sum + part.self, 0);
      return confirmed !== 0 || self !== 0 ? [[id, { confirmed, self }]] : [];
    }),
  );
}

/**
 * Random histories of a little province, and what the figures of one must be: counted again from nothing but the list of
 * what was recorded, one subject after the other, without any of the tables or statements under test.
 */
import fc from 'fast-check';

export const HOWS = ['self', 'system', 'volunteer'] as const;
export type How = (typeof HOWS)[number];
export const FLOWS = ['viettel-money', 'dvcqg-login', 'merchant-vietqr'] as const;
/** Indicator → flows and kinds of subjects, as the catalogue says. */
export const COUNTED: Record<string, { flows: readonly string[]; kinds: readonly string[] | null }> = {
  'VI-1': { flows: ['viettel-money'], kinds: null },
  'DV-4': { flows: ['dvcqg-login'], kinds: null },
  'QR-1': { flows: ['merchant-vietqr'], kinds: null },
  'KN-1': { flows: ['viettel-money', 'dvcqg-login'], kinds: ['household'] },
};

const START = Date.UTC(2026, 0, 5, 2); // 9:00 in Vietnam
const DAY = 86_400_000;
/** When everything of every history is known. */
const LATER = START + 400 * DAY;
const UNITS = ['P', 'A', 'B', 'A1', 'A2', 'B1', 'B2', 'N'] as const;
export type Unit = (typeof UNITS)[number];
/** The tree at the beginning; N is a hamlet made by a split, empty until then. */
export const TREE: Record<Unit, { parent: Unit | null; kind: 'province' | 'commune' | 'hamlet' }> = {
  P: { parent: null, kind: 'province' },
  A: { parent: 'P', kind: 'commune' },
  B: { parent: 'P', kind: 'commune' },
  A1: { parent: 'A', kind: 'hamlet' },
  A2: { parent: 'A', kind: 'hamlet' },
  B1: { parent: 'B', kind: 'hamlet' },
  B2: { parent: 'B', kind: 'hamlet' },
  N: { parent: 'B', kind: 'hamlet' },
};
const HAMLETS = ['A1', 'A2', 'B1', 'B2', 'N'] as const;
const SUBJECTS = [
  ['household', 'h1'],
  ['household', 'h2'],
  ['person', 'p1'],
  ['stall', 's1'],
] as const;

export interface Completion {
  /** Position among the completions of the history: what a client would call its own id. */
  key: number;
  flow: (typeof FLOWS)[number];
  kind: string;
  subject: string;
  area: Unit | null;
  place: boolean;
  how: How;
  outcome: 'completed' | 'referred';
  occurredAt: number;
  recordedAt: number;
}
export interface History {
  completions: Completion[];
  reversals: { key: number; recordedAt: number }[];
  /** Subjects that turned out to be one. */
  joins: { old: string; into: string; recordedAt: number }[];
  /** Deliveries of the same completion again, in the same words. */
  resent: number[];
  moves: { unit: Unit; parent: Unit; validFrom: number; recordedAt: number }[];
  merges: { old: Unit; into: Unit; effectiveOn: number; recordedAt: number; withdrawnAt: number | null }[];
  /** Days since the start and instants at which the figures are asked for. */
  questions: { day: number; known: number }[];
}

const act = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('complete' as const),
      flow: fc.constantFrom(...FLOWS),
      subject: fc.constantFrom(...SUBJECTS),
      area: fc.option(fc.constantFrom<Unit>(...HAMLETS, 'A'), { freq: 8 }),
      place: fc.boolean(),
      how: fc.constantFrom(...HOWS),
      outcome: fc.constantFrom('completed' as const, 'completed' as const, 'completed' as const, 'referred' as const),
      late: fc.constantFrom(0, 0, 0, 1, 3, 20),
      wait: fc.constantFrom(0, 0, 1, 1, 4),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('reverse' as const), which: fc.nat(7), wait: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('resend' as const), which: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('join' as const), flip: fc.boolean(), wait: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('move' as const),
      unit: fc.constantFrom(...HAMLETS),
      parent: fc.constantFrom('A' as const, 'B' as const),
      ahead: fc.constantFrom(-3, 0, 2),
      wait: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('merge' as const),
      pair: fc.oneof(
        fc.tuple(fc.constantFrom<Unit>(...HAMLETS), fc.constantFrom<Unit>(...HAMLETS)),
        fc.constantFrom<[Unit, Unit]>(['A', 'B'], ['B', 'A']),
      ),
      ahead: fc.constantFrom(-3, 0, 2),
      withdraw: fc.constantFrom(false, false, false, true),
      wait: fc.nat(2),
    }),
  },
);

/** What may happen to four subjects in two communes within some weeks. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    acts: fc.array(act, { minLength: 3, maxLength: 11, size: 'max' }),
    questions: fc.array(fc.record({ day: fc.nat(30), back: fc.nat(30) }), { minLength: 1, maxLength: 1 }),
  })
  .map(({ acts, questions }) => play(acts, questions));

type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function play(acts: Act[], asked: { day: number; back: number }[]): History {
  const history: History = {
    completions: [],
    reversals: [],
    resent: [],
    joins: [],
    moves: [],
    merges: [],
    questions: [],
  };
  let now = START;
  for (const one of acts) {
    now += ('wait' in one ? one.wait : 0) * DAY;
    if (one.type === 'complete') {
      const [kind, subject] = one.subject;
      const { flow, area, place, how, outcome } = one;
      history.completions.push({
        key: history.completions.length,
        flow,
        kind,
        subject,
        area,
        place,
        how,
        outcome,
        occurredAt: now - one.late * DAY,
        recordedAt: now,
      });
    } else if (one.type === 'reverse' && one.which < history.completions.length) {
      if (!history.reversals.some(({ key }) => key === one.which))
        history.reversals.push({ key: one.which, recordedAt: now });
    } else if (one.type === 'resend' && one.which < history.completions.length) {
      history.resent.push(one.which);
    } else if (one.type === 'join') {
      const [old, into] = one.flip ? ['h2', 'h1'] : ['h1', 'h2'];
      if (history.joins.length === 0) history.joins.push({ old, into, recordedAt: now });
    } else if (one.type === 'move') {
      history.moves.push({ unit: one.unit, parent: one.parent, validFrom: dayOf(now) + one.ahead, recordedAt: now });
    } else if (one.type === 'merge') {
      const [old, into] = one.pair;
      if (!mayMerge(history, old, into)) continue;
      const withdrawnAt = one.withdraw ? now + DAY : null;
      if (one.withdraw) now += DAY;
      history.merges.push({
        old,
        into,
        effectiveOn: dayOf(now) + one.ahead,
        recordedAt: now - (one.withdraw ? DAY : 0),
        withdrawnAt,
      });
    }
  }
  history.questions = asked.map(({ day, back }) => ({ day: dayOf(now) - day + 3, known: now - back * DAY }));
  // Of the present, whatever the others of the same test have recorded by then: what a page asks for.
  history.questions.push({ day: dayOf(now), known: LATER });
  return history;
}

/** Circles are refused by the database and have a test of their own. */
function mayMerge({ merges }: History, old: Unit, into: Unit): boolean {
  const standing = merges.filter(({ withdrawnAt }) => withdrawnAt === null);
  if (old === into || standing.some((merge) => merge.old === old)) return false;
  for (let at: Unit | undefined = into; at; at = standing.find((merge) => merge.old === at)?.into)
    if (at === old) return false;
  return true;
}

/** Calendar days in Vietnam since 1970. */
export const dayOf = (at: number): number => Math.floor((at + 7 * 3_600_000) / DAY);

/** `unit|indicator|how` → how many; only what is not zero. */
export function naiveFigures(history: History, question: { day: number; known: number }): Map<string, number> {
  const { known } = question;
  const isKnown = (row: { recordedAt: number }) => row.recordedAt <= known;
  const reversed = new Set(history.reversals.filter(isKnown).map(({ key }) => key));
  const standing = history.completions.filter(
    (one) =>
      isKnown(one) && one.outcome === 'completed' && !reversed.has(one.key) && dayOf(one.occurredAt) <= question.day,
  );
  const everStanding = history.completions.filter(
    (one) => isKnown(one) && one.outcome === 'completed' && !reversed.has(one.key),
  );
  const figures = new Map<string, number>();
  const count = (key: string) => figures.set(key, (figures.get(key) ?? 0) + 1);
  for (const [indicator, { flows, kinds }] of Object.entries(COUNTED)) {
    for (const [kind, subject] of SUBJECTS) {
      if (kinds && !kinds.includes(kind)) continue;
      const isAbout = (one: Completion) =>
        subjectNow(history, one.subject, known) === subject && flows.includes(one.flow);
      const mine = standing.filter(isAbout);
      if (mine.length === 0) continue;
      const inOrder = everStanding
        .filter(isAbout)
        .toSorted((one, other) => one.occurredAt - other.occurredAt || one.key - other.key);
      const where = inOrder.find(({ area }) => area !== null)?.area ?? null;
      const how = HOWS.toReversed().find((candidate) => mine.some((one) => one.how === candidate)) ?? 'self';
      if (where !== null) for (const unit of containing(history, where, known)) count(`${unit}|${indicator}|${how}`);
      if (inOrder.some(({ place }) => place)) count(`M|${indicator}|${how}`);
    }
  }
  return figures;
}

const subjectNow = ({ joins }: History, subject: string, known: number): string =>
  joins.find(({ old, recordedAt }) => old === subject && recordedAt <= known)?.into ?? subject;

/** The unit itself and all that contain it on the day of `known`: where it was merged into, and what that lies in. */
export function containing(history: History, unit: Unit, known: number): Unit[] {
  const inForce = (merge: History['merges'][number]) =>
    merge.effectiveOn <= dayOf(known) &&
    merge.recordedAt <= known &&
    (merge.withdrawnAt === null || merge.withdrawnAt > known);
  const path: Unit[] = [unit];
  for (let at: Unit | null = unit; at !== null; ) {
    const now: Unit = at;
    const merge: History['merges'][number] | undefined = history.merges.find(
      (candidate) => candidate.old === now && inForce(candidate),
    );
    const moved = history.moves
      .map((move, order) => ({ ...move, order }))
      .filter((move) => move.unit === now && move.validFrom <= dayOf(known) && move.recordedAt <= known)
      .toSorted((one, other) => one.validFrom - other.validFrom || one.order - other.order)
      .at(-1);
    at = merge ? merge.into : moved ? moved.parent : TREE[now].parent;
    if (at !== null) path.push(at);
  }
  return path;
}

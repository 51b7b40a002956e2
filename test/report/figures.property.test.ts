import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { foldFigures } from '../../src/db/figures.ts';
import { openTestDatabase } from '../support/database.ts';
import { COUNTED, type History, histories, naiveFigures, TREE, type Unit } from './random-history.ts';

/** Histories live side by side in one database, each under a prefix of its own. */
const HISTORIES = 10_000;
const AT_ONCE = 250;

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(2);
});
afterAll(() => db.close());

const iso = (at: number) => new Date(at).toISOString();
const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

it(`says of ${HISTORIES} random histories what counting them again says: every unit, indicator, day and way of knowing`, {
  timeout: 300_000,
}, async () => {
  let next = 0;
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(histories, { minLength: AT_ONCE, maxLength: AT_ONCE, size: 'max' }), async (some) => {
      const from = next;
      next += some.length;
      await write(some, from);
      // Folded in most rounds, not yet in others: what was added up ahead must not make a difference.
      if (from % (8 * AT_ONCE) !== 0) await foldFigures(db.sql);
      compared += await compare(some, from);
    }),
    {
      numRuns: HISTORIES / AT_ONCE,
      endOnFailure: true,
      interruptAfterTimeLimit: 280_000,
      markInterruptAsFailure: true,
    },
  );
  expect(next).toBeGreaterThanOrEqual(HISTORIES);
  expect(compared).toBeGreaterThan(HISTORIES);
});

async function write(some: History[], from: number): Promise<void> {
  const at = (index: number, code: string) => `${from + index}.${code}`;
  const areas = some.flatMap((_, index) => [
    ...Object.entries(TREE).map(([code, { parent, kind }]) => ({
      code: at(index, code),
      kind: kind as string,
      parent: parent && at(index, parent),
    })),
    { code: at(index, 'M'), kind: 'group', parent: at(index, 'A') },
  ]);
  const moves = some.flatMap(({ moves }, index) =>
    moves.map((move) => ({
      code: at(index, move.unit),
      parent: at(index, move.parent),
      from: isoDay(move.validFrom),
      at: iso(move.recordedAt),
    })),
  );
  const merges = some.flatMap(({ merges }, index) =>
    merges.map((merge) => ({
      old: at(index, merge.old),
      into: at(index, merge.into),
      on: isoDay(merge.effectiveOn),
      at: iso(merge.recordedAt),
      gone: merge.withdrawnAt === null ? null : iso(merge.withdrawnAt),
    })),
  );
  const entries = some.flatMap(({ completions, reversals, resent, joins }, index) => [
    ...[...completions, ...resent.flatMap((key) => completions[key] ?? [])].map((one) => ({
      at: iso(one.recordedAt),
      key: at(index, `c${one.key}`),
      reverses: null as string | null,
      flow: one.flow,
      outcome: one.outcome,
      kind: one.kind,
      subject: at(index, one.subject),
      area: one.area && at(index, one.area),
      place: one.place ? at(index, 'M') : null,
      how: one.how,
      occurred: iso(one.occurredAt),
    })),
    ...joins.map(({ old, into, recordedAt }) => ({
      at: iso(recordedAt),
      key: '',
      reverses: null,
      old: at(index, old),
      into: at(index, into),
    })),
    ...reversals.map(({ key, recordedAt }) => ({
      at: iso(recordedAt),
      key: at(index, `r${key}`),
      reverses: at(index, `c${key}`),
    })),
  ]);
  await db.sql.begin(async (tx) => {
    await tx`
      insert into areas (code, name, kind, parent_code, valid_from)
      select code, code, kind, parent, '2025-07-01' from jsonb_to_recordset(${tx.json(areas)})
        as a(code text, kind text, parent text)`;
    await tx`
      insert into area_versions (code, name, parent_code, valid_from, recorded_at)
      select code, code, parent, "from", at from jsonb_to_recordset(${tx.json(moves)})
        as m(code text, parent text, "from" date, at timestamptz)`;
    await tx`
      insert into area_successions (old_code, new_code, effective_on, whole, recorded_at, withdrawn_at)
      select old, "into", "on", true, at, gone from jsonb_to_recordset(${tx.json(merges)})
        as m(old text, "into" text, "on" date, at timestamptz, gone timestamptz)`;
    // In the order in which they became known; one statement a day, as clients send many at once.
    for (const [, batch] of [...Map.groupBy(entries, (entry) => entry.at)].toSorted(([a], [b]) => a.localeCompare(b))) {
      const merged = batch.filter((entry) => 'old' in entry);
      const completions = batch.filter((entry) => entry.reverses === null && !('old' in entry));
      const reversals = batch.filter((entry) => entry.reverses !== null);
      if (completions.length > 0) {
        await tx`
          insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, place_code,
            how_known, recorded_by, channel, occurred_at, recorded_at)
          select 'completion', key, flow, 1, outcome, kind, subject, area, place, how, 'test', 'zalo', occurred, at
          from jsonb_to_recordset(${tx.json(completions)}) as e(key text, flow text, outcome text, kind text, subject text,
            area text, place text, how text, occurred timestamptz, at timestamptz)
          order by length(key), key on conflict (key) do nothing`;
      }
      if (merged.length > 0) {
        await tx`
          select merge_subject(old, "into", at)
          from jsonb_to_recordset(${tx.json(merged)}) as m(old text, "into" text, at timestamptz)`;
      }
      if (reversals.length > 0) {
        await tx`
          insert into ledger (entry, key, reverses, reason, flow_id, flow_version, outcome, subject_kind, subject_code,
            area_code, place_code, how_known, recorded_by, channel, occurred_at, recorded_at)
          select 'reversal', e.key, l.id, 'test', flow_id, flow_version, outcome, subject_kind, subject_code, area_code,
            place_code, how_known, 'test', channel, occurred_at, e.at
          from jsonb_to_recordset(${tx.json(reversals)}) as e(key text, reverses text, at timestamptz)
          join ledger l on l.key = e.reverses`;
      }
    }
  });
}

/** Answers how many figures were compared. */
async function compare(some: History[], from: number): Promise<number> {
  const asked = some.flatMap(({ questions }, index) =>
    questions.map(({ day, known }, number) => ({ index, number, days: daysOf(day).map(isoDay), known: iso(known) })),
  );
  const units = [...(Object.keys(TREE) as Unit[]), 'M'];
  const rows = await db.sql<
    { index: number; number: number; day: string; unit: string; indicator: string; how: string; n: number }[]
  >`
    select q.index, q.number, f.day::text as day, split_part(f.area_code, '.', 2) as unit, f.indicator, f.how_known as how, f.n
    from jsonb_to_recordset(${db.sql.json(asked)}) as q(index int, number int, days date[], known timestamptz)
    cross join lateral figure_numerators(false,
      (select array_agg((${from}::int + q.index) || '.' || u) from unnest(${units}::text[]) u), q.days, q.known,
      ${Object.keys(COUNTED)}) f
    where f.n <> 0`;
  const found = Map.groupBy(rows, ({ index, number, day }) => `${index}.${number}.${day}`);
  let compared = 0;
  some.forEach((history, index) => {
    history.questions.forEach((question, number) => {
      for (const day of daysOf(question.day)) {
        const expected = naiveFigures(history, { ...question, day });
        const actual = new Map(
          (found.get(`${index}.${number}.${isoDay(day)}`) ?? []).map((row) => [
            `${row.unit}|${row.indicator}|${row.how}`,
            row.n,
          ]),
        );
        compared += expected.size;
        expect(Object.fromEntries(sorted(actual)), describeHistory(history, { ...question, day })).toEqual(
          Object.fromEntries(sorted(expected)),
        );
      }
    });
  });
  return compared;
}

/** Several days at once, as a table asks for the period's end and for what was before it. */
const daysOf = (day: number): number[] => [day - 9, day - 2, day];

const sorted = (figures: Map<string, number>) => [...figures].toSorted(([a], [b]) => a.localeCompare(b));
const describeHistory = (history: History, question: unknown) => JSON.stringify({ history, question });

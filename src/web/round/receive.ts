/**
 * What comes back from a round. Completions go through `logCompletions`, the function behind `POST /api/v1/completions`;
 * households, typed lines and corrections through the functions of the chat. Everything may arrive again, any number of
 * times: an entry's id was made on the phone and counts once (docs/decisions/0021).
 */
import { createHash } from 'node:crypto';
import type { Caller } from '../../access/caller.ts';
import { areasFor } from '../../access/rights.ts';
import { readHouseholdName } from '../../bot/desk/household.ts';
import { entryOfBook, sayEntry, subjectOf } from '../../bot/desk/log.ts';
import type { HouseholdFact, MemberFact } from '../../bot/facts.ts';
import { namedIn } from '../../bot/wants.ts';
import { vietnamDay } from '../../clock.ts';
import { areaName, pathOf } from '../../db/areas.ts';
import type { Tx } from '../../db/client.ts';
import { type LoggedEntry, type LogRefusal, logCompletions } from '../../db/completions.ts';
import { giveConsent } from '../../db/consents.ts';
import { queueQuestion } from '../../db/evidence.ts';
import { hamletsBelow, householdsBelow, householdsNamed, makeHousehold } from '../../db/households.ts';
import { reverseOwn } from '../../db/log.ts';
import { hasSecretInCode, hasSecretInWords } from '../../privacy/secrets.ts';
import { couldBeSame } from '../../understanding/call-names.ts';
import { LINE_LIMIT, type LogEntry, OLDEST_DAYS, readQuickLog } from '../../understanding/quick-log.ts';
import type { OfficialPorts } from '../ports.ts';
import { consentWords, dayWords, recorderOf } from './book.ts';
import type { RoundAnswer, RoundEntry, RoundProblem, RoundRead } from './wire.ts';

type Of<K extends RoundEntry['kind']> = Extract<RoundEntry, { kind: K }>;

export interface Receiving {
  tx: Tx;
  caller: Caller;
  /** Contact id the person's entries hang on (`personOf`). */
  personId: string;
  ports: OfficialPorts;
  locale: string;
  now: Date;
}

const DAY_MS = 86_400_000;
/** How they are marked in the ledger's column `channel`. */
const CHANNEL = 'page';

/**
 * Takes what can be taken and answers for every entry. Households first, corrections last: whatever order they come in, a
 * completion finds the household that was opened before it, and a correction the completion it is about.
 */
export async function receive(round: Receiving, entries: readonly RoundEntry[]): Promise<RoundAnswer[]> {
  const answers = new Map<string, RoundAnswer>();
  const keep = (answer: RoundAnswer) => answers.set(answer.id, answer);
  for (const entry of entries) if (entry.kind === 'household') keep(await openHousehold(round, entry));
  const ticks = entries.filter((entry) => entry.kind === 'tick');
  for (const answer of await recordTicks(round, ticks)) keep(answer);
  for (const entry of entries) {
    if (entry.kind === 'line') keep(await readLines(round, entry));
    if (entry.kind === 'take-back') keep(await takeBack(round, entry));
  }
  return entries.flatMap(({ id }) => answers.get(id) ?? []);
}

const refuse = (id: string, problem: RoundProblem): RoundAnswer => ({ id, status: 'refused', problem });

/** The last 31 days, as for typed lines. What lies in the future, the ledger refuses itself. */
const isTimely = (at: string, now: Date): boolean => Date.parse(at) > now.getTime() - OLDEST_DAYS * DAY_MS;

// ── households ─────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The same entry is the same household, however often it arrives. Twelve letters: no two phones meet, and nothing takes it
 * for somebody's number.
 */
export function householdCodeOf(personId: string, entryId: string): string {
  const bytes = createHash('sha256').update(`household:${personId}:${entryId}`).digest();
  return `H${[...bytes.subarray(0, 12)].map((byte) => 'BCDFGHKLMNPQRSTVX'.charAt(byte % 17)).join('')}`;
}

/** A code as it stands in a tick: one of the book's, or that of a household opened on the same round. */
const codeOf = ({ personId }: Receiving, household: string): string =>
  household.startsWith('new:') ? householdCodeOf(personId, household.slice(4)) : household;

async function openHousehold(round: Receiving, entry: Of<'household'>): Promise<RoundAnswer> {
  const { tx, caller, personId, ports, locale, now } = round;
  const { id, areaCode } = entry;
  const code = householdCodeOf(personId, id);
  const [known] = await tx`select 1 from households where code = ${code}`;
  if (known) return { id, status: 'duplicate', household: code };
  const name = readHouseholdName(entry.name);
  if (!name) return refuse(id, 'bad-name');
  if (hasSecretInWords(entry.name)) return refuse(id, 'secret');
  const office = await officeOf(round, areaCode);
  const isHamlet = office !== null && (await hamletsBelow(tx, office)).some((hamlet) => hamlet.code === areaCode);
  if (office === null || !isHamlet) return refuse(id, 'not-yours');
  // Two who open the same household at the same moment see each other.
  await tx`select pg_advisory_xact_lock(hashtext('household-number'), hashtext(${areaCode}))`;
  const same = (await householdsBelow(tx, areaCode)).filter((household) =>
    couldBeSame(household, { callName: name.callName, near: name.near || null }),
  );
  if (same.length > 0 && !entry.isAnother) {
    const shown = same.slice(0, 3).map(({ code: other, callName, near, number }) => ({
      code: other,
      name: [callName, number === null || number === undefined ? null : String(number), near]
        .filter(Boolean)
        .join(', '),
    }));
    return { id, status: 'refused', problem: 'same-household', same: shown };
  }
  await makeHousehold(
    tx,
    {
      code,
      areaCode,
      callName: name.callName,
      ...(name.near && { near: name.near }),
      by: caller.id,
      simulated: caller.simulated,
    },
    now,
  );
  await giveConsent(
    tx,
    {
      subjectKind: 'household',
      subjectCode: code,
      purpose: 'household',
      how: 'spoken-to-volunteer',
      by: caller.id,
      words: consentWords(ports.texts, locale, name.callName, await areaName(tx, office)),
      inboundId: id,
      onPage: true,
    },
    now,
  );
  return { id, status: 'recorded', household: code };
}

/** The area the volunteer works in that the hamlet lies in; null: none of theirs. */
async function officeOf({ tx, caller }: Receiving, areaCode: string): Promise<string | null> {
  const path = await pathOf(tx, areaCode);
  return areasFor(caller, 'completions.write').find((code) => path.includes(code)) ?? null;
}

// ── completions ────────────────────────────────────────────────────────────────────────────────────────────────────

async function recordTicks(round: Receiving, ticks: readonly Of<'tick'>[]): Promise<RoundAnswer[]> {
  if (ticks.length === 0) return [];
  const { tx, caller, personId, ports, now } = round;
  const by = recorderOf(personId);
  const standing = await standingOf(tx, by, ticks);
  const households = await theirHouseholds(
    round,
    ticks.map(({ household }) => codeOf(round, household)),
  );
  const asked = new Map<string, { key: string; contactId: string }>();
  const settled = new Map<string, RoundAnswer>();
  const entries: LoggedEntry[] = [];
  for (const tick of ticks) {
    const { id, flowId, outcome, howKnown, at } = tick;
    const receipt = standing.get(id);
    const household = households.get(codeOf(round, tick.household));
    const member = household?.members?.find((one) => one.id === tick.member);
    if (receipt !== undefined) settled.set(id, { id, status: 'duplicate', receipt });
    else if (!household) settled.set(id, refuse(id, 'unknown-household'));
    else if (tick.member !== null && !member) settled.set(id, refuse(id, 'unknown-member'));
    else if (!isTimely(at, now)) settled.set(id, refuse(id, 'bad-time'));
    else {
      const subject = subjectOf(ports.flows.current.get(flowId), household.code, member);
      entries.push({
        clientId: id,
        flowId,
        ...subject,
        areaCode: household.areaCode,
        outcome,
        howKnown,
        occurredAt: new Date(at),
      });
      if (asksCitizen(tick, member)) asked.set(id, { key: `${by}:${id}`, contactId: member?.contactId ?? '' });
    }
  }
  const results = await logCompletions(
    tx,
    entries,
    {
      by,
      simulated: caller.simulated,
      areas: areasFor(caller, 'completions.write'),
      flows: ports.flows.current,
      channel: CHANNEL,
      hasSecretInCode,
      hasSecretInWords,
    },
    now,
  );
  for (const result of results) {
    const { clientId: id } = result;
    if (result.status === 'refused') settled.set(id, refuse(id, PROBLEM_OF[result.problem]));
    else settled.set(id, { id, status: result.status, receipt: result.completionId });
    const question = result.status === 'recorded' ? asked.get(id) : undefined;
    if (question) await queueQuestion(tx, question.contactId, [question.key], now);
  }
  return ticks.flatMap(({ id }) => settled.get(id) ?? []);
}

const PROBLEM_OF: Readonly<Record<LogRefusal, RoundProblem>> = {
  flow: 'no-flow',
  area: 'not-yours',
  time: 'bad-time',
  secret: 'secret',
  'used-id': 'unreadable',
  again: 'unreadable',
};

/** As after a line in the chat: what a volunteer saw, the person with a chat of their own is asked about once. */
const asksCitizen = (tick: Of<'tick'>, member: MemberFact | undefined): boolean =>
  tick.outcome === 'completed' && tick.howKnown === 'volunteer' && (member?.contactId ?? null) !== null;

/**
 * Entries that stand already, with their receipts. Looked for before anything is judged: what arrived once may have been
 * moved, merged or closed since, and its second copy must still hear that all is well.
 */
async function standingOf(tx: Tx, by: string, ticks: readonly Of<'tick'>[]): Promise<Map<string, string>> {
  const rows = await tx<{ id: string; key: string; flow: string; outcome: string }[]>`
    select id::text, key, flow_id as flow, outcome from ledger where key = any (${ticks.map(({ id }) => `${by}:${id}`)})`;
  const known = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    ticks.flatMap(({ id, flowId, outcome }) => {
      const row = known.get(`${by}:${id}`);
      return row && row.flow === flowId && row.outcome === outcome ? [[id, row.id] as const] : [];
    }),
  );
}

/** Of these codes those in the volunteer's areas; a merged household is the one it belongs to today. */
async function theirHouseholds(round: Receiving, codes: readonly string[]): Promise<Map<string, HouseholdFact>> {
  const { tx, caller } = round;
  const merged = await tx<{ code: string; now: string }[]>`
    with recursive today(code, now) as (
      select c, c from unnest(${[...codes]}::text[]) c
      union select t.code, m.into_code from today t
      join household_changes m on m.household_code = t.now and m.kind = 'merged')
    select t.code, t.now from today t join households h on h.code = t.now where h.ended_at is null`;
  const wanted = [...new Set(merged.map(({ now }) => now.toLowerCase()))];
  const found = new Map<string, HouseholdFact>();
  for (const area of areasFor(caller, 'completions.write')) {
    for (const household of await householdsNamed(tx, area, [], wanted)) found.set(household.code, household);
  }
  return new Map(
    merged.flatMap(({ code, now }) => {
      const household = found.get(now);
      return household ? [[code, household] as const] : [];
    }),
  );
}

// ── typed lines ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reads and says back; nothing is stored. */
async function readLines(round: Receiving, entry: Of<'line'>): Promise<RoundAnswer> {
  const { tx, caller, ports, locale, now } = round;
  const { id, text } = entry;
  if (hasSecretInWords(text)) return refuse(id, 'secret');
  if (!isTimely(entry.at, now)) return refuse(id, 'bad-time');
  const areas = areasFor(caller, 'completions.write');
  const households = new Map<string, HouseholdFact>();
  const { numbers, codes } = namedIn(text);
  for (const area of areas) {
    const named = await householdsNamed(tx, area, numbers, codes);
    for (const household of named) households.set(household.code, household);
  }
  const today = vietnamDay(new Date(entry.at));
  const book = {
    households: [...households.values()].map(entryOfBook),
    flows: new Set(ports.flows.current.keys()),
    ...(areas[0] !== undefined && { hamlet: areas[0] }),
    today,
  };
  const words = dayWords(ports, locale, now);
  const lines = readQuickLog(text, book).map((line): RoundRead => {
    if ('problem' in line) {
      const { problem, about } = line;
      return { text: line.text, problem: words.text(`team:log.problem.${problem}`, { about, limit: LINE_LIMIT }) };
    }
    const household = households.get(line.entry.householdCode);
    return {
      text: line.text,
      said: sayEntry(words.text, line.entry, { household, today }),
      tick: tickOf(line.entry),
      at: line.entry.day === today ? entry.at : `${line.entry.day}T05:00:00.000Z`, // noon in Vietnam
    };
  });
  return { id, status: 'read', lines };
}

const tickOf = ({ householdCode, memberId, flowId, outcome, howKnown }: LogEntry) => ({
  household: householdCode,
  member: memberId,
  flowId,
  outcome,
  howKnown,
});

// ── corrections ────────────────────────────────────────────────────────────────────────────────────────────────────

async function takeBack({ tx, personId, now }: Receiving, entry: Of<'take-back'>): Promise<RoundAnswer> {
  const recordedBy = recorderOf(personId);
  const [row] = await tx<{ id: string; reversed: boolean }[]>`
    select id::text, exists (select 1 from ledger r where r.reverses = l.id) as reversed
    from ledger l where key = ${`${recordedBy}:${entry.of}`}`;
  if (!row) return refuse(entry.id, 'no-entry');
  if (row.reversed) return { id: entry.id, status: 'duplicate', receipt: row.id };
  const isDone = await reverseOwn(tx, { id: row.id, recordedBy, reason: 'volunteer-correction' }, now);
  return isDone ? { id: entry.id, status: 'recorded', receipt: row.id } : refuse(entry.id, 'too-late');
}

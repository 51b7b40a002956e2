/**
 * A volunteer's log in typed lines, in any order and without accents: `xong vi 12 ba` – outcome, flow, household by its
 * number in the hamlet or its code, member by name, how it is known, which day. Pure: the same lines read against the same
 * book give the same entries, in the chat, on the offline page and through the API. A line either is an entry or says what
 * it lacks; one unreadable line never spoils the others.
 */
import type { FlowId } from '../flows/flow.ts';
import { withoutTerm } from './call-names.ts';
import { DAY_WORDS, FILLER_WORDS, FLOW_WORDS, KNOWN_WORDS, type LogOutcome, OUTCOME_WORDS } from './log-words.ts';
import { normalise } from './normalise.ts';

/** What a volunteer may log about: their households and who lives there. */
export interface LogBook {
  households: readonly LogHousehold[];
  /** Flows that may be logged; words of others are not understood. */
  flows: ReadonlySet<FlowId>;
  /** Hamlet meant when a number exists in several. */
  hamlet?: string;
  /** Today in Vietnam, `YYYY-MM-DD`. */
  today: string;
}

export interface LogHousehold {
  code: string;
  number: number | null;
  areaCode: string;
  areaName: string;
  callName: string;
  members: readonly { id: string; callName: string; term: string | null }[];
}

export interface LogEntry {
  flowId: FlowId;
  outcome: LogOutcome;
  householdCode: string;
  /** Null when the line names nobody: the household itself. */
  memberId: string | null;
  howKnown: 'volunteer' | 'self';
  /** The day it happened, `YYYY-MM-DD` in Vietnam. */
  day: string;
}

/** What a line lacks or has too much of. */
export type LogProblem =
  | 'no-outcome'
  | 'which-outcome'
  | 'no-flow'
  | 'which-flow'
  | 'no-household'
  | 'unknown-household'
  | 'which-household'
  | 'which-hamlet'
  | 'unknown-member'
  | 'which-member'
  | 'bad-day'
  | 'too-long'
  | 'too-many';

export type LogLine = { text: string } & ({ entry: LogEntry } | { problem: LogProblem; about: string });

/** More lines than this in one message come back; nobody checks a longer read-back. */
export const LINE_LIMIT = 60;
/** A line of more words says something else. */
const WORD_LIMIT = 20;
/** Older than this is the office's to enter, with its paper. */
export const OLDEST_DAYS = 31;

type Meaning =
  | { is: 'outcome'; outcome: LogOutcome }
  | { is: 'flow'; flow: FlowId }
  | { is: 'known'; how: 'volunteer' | 'self' }
  | { is: 'day'; back: number };

interface Entry {
  words: readonly string[];
  meaning: Meaning;
}

const entriesOf = (phrases: readonly string[], meaning: Meaning): Entry[] =>
  phrases.map((phrase) => ({ words: phrase.split(' '), meaning }));

const ENTRIES: Entry[] = [
  ...Object.entries(OUTCOME_WORDS).flatMap(([outcome, phrases]) =>
    entriesOf(phrases, { is: 'outcome', outcome: outcome as LogOutcome }),
  ),
  ...Object.entries(FLOW_WORDS).flatMap(([flow, phrases]) => entriesOf(phrases, { is: 'flow', flow })),
  ...Object.entries(KNOWN_WORDS).flatMap(([how, phrases]) =>
    entriesOf(phrases, { is: 'known', how: how as 'volunteer' | 'self' }),
  ),
  ...Object.entries(DAY_WORDS).flatMap(([phrase, back]) => entriesOf([phrase], { is: 'day', back })),
];
/** By first word, longest phrase first. */
const BY_FIRST = Map.groupBy(
  ENTRIES.sort((one, other) => other.words.length - one.words.length),
  ({ words }) => words[0] ?? '',
);

/** Reads every line; empty ones are no lines. */
export function readQuickLog(text: string, book: LogBook): LogLine[] {
  return linesOf(text).map((line, index) =>
    index < LINE_LIMIT ? { text: line, ...readLine(line, book) } : { text: line, problem: 'too-many', about: '' },
  );
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n;]+/)
    .map((line) => line.replace(/^\s*(?:[-•*]|\d{1,2}[.)])\s+/u, '').trim())
    .filter((line) => line !== '');

/** Does a text say at least an outcome, a flow and a number or code? Then it is a log wherever it was typed. */
export function looksLikeLog(text: string): boolean {
  const [line = ''] = linesOf(text.slice(0, 500));
  const { meanings, rest } = split(normalise(line).tokens);
  const has = (kind: Meaning['is']) => meanings.some(({ is }) => is === kind);
  return has('outcome') && has('flow') && rest.some((token) => /\d/.test(token));
}

function readLine(line: string, book: LogBook): { entry: LogEntry } | { problem: LogProblem; about: string } {
  const { tokens } = normalise(line.slice(0, 300));
  if (tokens.length > WORD_LIMIT) return { problem: 'too-long', about: '' };
  const { meanings, rest } = split(tokens);
  const outcomes = new Set(meanings.flatMap((one) => (one.is === 'outcome' ? [one.outcome] : [])));
  const flows = new Set(meanings.flatMap((one) => (one.is === 'flow' ? [one.flow] : [])));
  const [outcome] = outcomes;
  const [flowId] = flows;
  if (outcome === undefined) return { problem: 'no-outcome', about: '' };
  if (outcomes.size > 1) return { problem: 'which-outcome', about: '' };
  if (flowId === undefined || !book.flows.has(flowId)) return { problem: 'no-flow', about: rest.join(' ') };
  if (flows.size > 1) return { problem: 'which-flow', about: '' };
  const when = dayOf(meanings, rest, book.today);
  if (when === null) return { problem: 'bad-day', about: '' };
  const where = householdOf(when.rest, book);
  if ('problem' in where) return where;
  const who = memberOf(where.rest, where.household);
  if ('problem' in who) return who;
  const known = meanings.find((one) => one.is === 'known');
  const howKnown = known?.is === 'known' ? known.how : 'volunteer';
  return {
    entry: { flowId, outcome, householdCode: where.household.code, memberId: who.memberId, howKnown, day: when.day },
  };
}

/** Phrases of the tables, wherever they stand; the rest in its order. */
function split(tokens: readonly string[]): { meanings: Meaning[]; rest: string[] } {
  const meanings: Meaning[] = [];
  const rest: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const entry = (BY_FIRST.get(tokens[at] ?? '') ?? []).find(({ words }) =>
      words.every((word, offset) => tokens[at + offset] === word),
    );
    if (entry) meanings.push(entry.meaning);
    else rest.push(tokens[at] ?? '');
    at += entry?.words.length ?? 1;
  }
  return { meanings, rest };
}

/** "hom qua", "22/11" or today. Null: a day to come, none of the calendar, or too long ago. */
function dayOf(meanings: Meaning[], rest: string[], today: string): { day: string; rest: string[] } | null {
  const at = rest.findIndex((token) => /^\d{1,2}\/\d{1,2}(\/\d{4})?$/.test(token));
  if (at === -1) {
    const back = meanings.find((one) => one.is === 'day');
    return { day: daysBefore(today, back?.is === 'day' ? back.back : 0), rest };
  }
  const [day = '', month = '', year = today.slice(0, 4)] = (rest[at] ?? '').split('/');
  const written = (of: string) => `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const candidate =
    written(year) > today && rest[at]?.split('/').length === 2 ? written(String(Number(year) - 1)) : written(year);
  const isReal = daysBefore(candidate, 0) === candidate;
  if (!isReal || candidate > today || candidate < daysBefore(today, OLDEST_DAYS)) return null;
  return { day: candidate, rest: rest.filter((_, index) => index !== at) };
}

function daysBefore(day: string, days: number): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? '' : new Date(time - days * 86_400_000).toISOString().slice(0, 10);
}

type Found<T> = T | { problem: LogProblem; about: string };

/** A code ("h1a", "01-012"), or a number in the hamlet with or without "hộ" before it. */
function householdOf(tokens: string[], book: LogBook): Found<{ household: LogHousehold; rest: string[] }> {
  const { inHamlet, rest } = hamletOf(tokens, book);
  const codes = new Set(inHamlet.map(({ code }) => code.toLowerCase()));
  const byCode = rest.findIndex((token) => codes.has(token));
  const numbers = rest.flatMap((token, at) => (/^0*\d{1,4}$/.test(token) ? [at] : []));
  const marked = numbers.filter((at) => rest[at - 1] === 'ho' || (rest[at - 1] === 'so' && rest[at - 2] === 'ho'));
  const [at = -1, second] = byCode !== -1 ? [byCode] : marked.length > 0 ? marked : numbers;
  if (at === -1)
    return { problem: rest.some((token) => /\d/.test(token)) ? 'unknown-household' : 'no-household', about: '' };
  if (second !== undefined) return { problem: 'which-household', about: '' };
  const said = rest[at] ?? '';
  const fitting =
    byCode !== -1
      ? inHamlet.filter(({ code }) => code.toLowerCase() === said)
      : inHamlet.filter(({ number }) => number === Number(said));
  const here = fitting.filter(({ areaCode }) => areaCode === book.hamlet);
  const [household, another] = here.length === 1 ? here : fitting;
  if (!household) return { problem: 'unknown-household', about: said };
  if (another) return { problem: 'which-hamlet', about: said };
  return {
    household,
    rest: rest.filter(
      (token, index) => index !== at && !(index < at && index >= at - 2 && ['ho', 'so'].includes(token)),
    ),
  };
}

/** A hamlet's name in the line narrows the book down to it. */
function hamletOf(tokens: string[], book: LogBook): { inHamlet: readonly LogHousehold[]; rest: string[] } {
  const names = new Map(book.households.map(({ areaCode, areaName }) => [areaCode, hamletWords(areaName)]));
  for (const [areaCode, words] of names) {
    const at = tokens.findIndex((_, start) => words.every((word, offset) => tokens[start + offset] === word));
    if (at === -1 || words.length < 2) continue;
    const rest = tokens.filter((_, index) => index < at || index >= at + words.length);
    return { inHamlet: book.households.filter((household) => household.areaCode === areaCode), rest };
  }
  return { inHamlet: book.households, rest: tokens };
}

const hamletWords = (name: string): string[] =>
  normalise(name).tokens.filter((token, index) => !(index === 0 && ['ap', 'khom'].includes(token)));

/** Who of the household, by name with or without a kinship word; nobody named is the household itself. */
function memberOf(tokens: string[], household: LogHousehold): Found<{ memberId: string | null }> {
  const words = tokens.filter((token) => !FILLER_WORDS.has(token) || isName(token, household));
  if (words.length === 0) return { memberId: null };
  const said = words.join(' ');
  const bare = withoutTerm(said);
  const fits = (names: (member: LogHousehold['members'][number]) => string[]) =>
    household.members.filter((member) => names(member).includes(said));
  const exact = fits(({ callName, term }) => [`${foldedName(term ?? '')} ${foldedName(callName)}`.trim()]);
  const named = household.members.filter(
    ({ callName }) => [said, bare].includes(foldedName(callName)) || withoutTerm(foldedName(callName)) === bare,
  );
  const [member, another] = exact.length === 1 ? exact : named;
  if (member && !another) return { memberId: member.id };
  if (another) return { problem: 'which-member', about: said };
  // The head of a household without listed members: the line means the household.
  const head = foldedName(household.callName);
  if (household.members.length === 0 && (said === head || bare === withoutTerm(head))) return { memberId: null };
  return { problem: 'unknown-member', about: said };
}

const foldedName = (name: string): string => normalise(name).folded;

const isName = (token: string, household: LogHousehold): boolean =>
  household.members.some(({ callName }) => foldedName(callName) === token);

/**
 * What makes two logs the same: whom it is about, what, how it ended and on which day. Saying it again, five times over a
 * bad line or by two volunteers, counts once (docs/decisions/0015). `subject` is the ledger's subject code.
 */
export const logKey = (subject: string, { flowId, outcome, day }: LogEntry): string =>
  `log:${day}:${flowId}:${outcome}:${subject}`;

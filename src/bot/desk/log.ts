/**
 * The quick log at the desk: typed lines are read back in full and count once they are confirmed; what could not be read
 * comes back alone, with the reason. Own entries are taken back for seven days. The reading itself is
 * `src/understanding/quick-log.ts`, so that the offline page and the API follow the same rules.
 */
import { vietnamDay } from '../../clock.ts';
import type { LogRecord } from '../../db/log.ts';
import type { Flow } from '../../flows/flow.ts';
import {
  LINE_LIMIT,
  type LogBook,
  type LogEntry,
  type LogLine,
  logKey,
  readQuickLog,
} from '../../understanding/quick-log.ts';
import { dayWords } from '../duty.ts';
import type { HouseholdFact, MemberFact } from '../facts.ts';
import type { Desk } from '../memory.ts';
import { pageOf } from '../menu.ts';
import { titleOf } from '../show.ts';
import type { Turn } from '../turn.ts';
import { deskButton, moveDesk, sayDesk } from './desk.ts';

/** A message to a volunteer is at most this long (conversation-design §9); longer read-backs are several. */
const MESSAGE_LIMIT = 300;
const BOOK_PAGE = 6;

/** How it is done, with an example. */
export function sayLogHelp(turn: Turn): void {
  const waiting = turn.memory.desk?.lines ?? [];
  if (waiting.length > 0) return readBack(turn, waiting, undoOf(turn.memory.desk));
  moveDesk(turn, { at: 'log' });
  turn.say('team:log.how', {}, [
    deskButton(turn, 'team:button.log-book', 'book'),
    deskButton(turn, 'team:button.today', 'today'),
    deskButton(turn, 'desk.round', 'round'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

/** New lines join those that still wait for a yes; saying one twice leaves one. */
export function readLog(turn: Turn, text: string, undo?: string): void {
  const waiting = turn.memory.desk?.lines ?? [];
  const book = bookOf(turn);
  const read = readQuickLog(text, book);
  const good = read.flatMap((line) => ('entry' in line ? [line.text] : []));
  const deed = undo ?? undoOf(turn.memory.desk);
  if (read.length === 0 && waiting.length === 0) return sayLogHelp(turn);
  sayUnread(turn, read);
  const lines = withoutRepeats([...waiting, ...good], book);
  if (lines.length === 0) {
    if (turn.memory.desk?.at !== 'log') moveDesk(turn, { at: 'log' });
    return;
  }
  readBack(turn, lines, deed);
}

/** The entry that the waiting lines are to replace. */
const undoOf = (desk: Desk | undefined): string | undefined => (desk?.at === 'log-confirm' ? desk.deed : undefined);

function sayUnread(turn: Turn, read: readonly LogLine[]): void {
  const bad = read.flatMap((line) => ('problem' in line ? [line] : []));
  if (bad.length === 0) return;
  const lines = bad.map(({ text, problem, about }) =>
    turn.text('team:log.unread-line', {
      line: text.slice(0, 60),
      reason: turn.text(`team:log.problem.${problem}`, { about, limit: LINE_LIMIT }),
    }),
  );
  const buttons = [
    deskButton(turn, 'team:button.log-help', 'log'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ];
  tellLong(turn, [turn.text('team:log.unread', { count: bad.length }), ...lines], buttons);
}

function withoutRepeats(lines: readonly string[], book: LogBook): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const [read] = readQuickLog(line, book);
    const said = read && 'entry' in read ? JSON.stringify(read.entry) : line;
    return !seen.has(said) && seen.add(said);
  });
}

/** Households of the desk's list, and those the lines name that a long list leaves out. */
function known(turn: Turn): HouseholdFact[] {
  const { households = [], named = [] } = turn.world.facts;
  const listed = new Set(households.map(({ code }) => code));
  return [...households, ...named.filter(({ code }) => !listed.has(code))];
}

/** What the volunteer may log about, as the parser wants it. */
export function bookOf(turn: Turn): LogBook {
  return {
    households: known(turn).map(entryOfBook),
    flows: new Set(turn.world.flows.current.keys()),
    ...(turn.person.areaCode !== null && { hamlet: turn.person.areaCode }),
    today: vietnamDay(turn.world.now),
  };
}

/** A household as the parser wants it. */
export const entryOfBook = (household: HouseholdFact): LogBook['households'][number] => ({
  code: household.code,
  number: household.number ?? null,
  areaCode: household.areaCode,
  areaName: household.areaName,
  callName: household.callName,
  members: household.members ?? [],
});

/** "Mình ghi: …" – everything, in full, before any of it counts. */
function readBack(turn: Turn, lines: readonly string[], deed?: string): void {
  moveDesk(turn, { at: 'log-confirm', lines: [...lines], ...(deed !== undefined && { deed }) });
  const entries = entriesOf(turn, lines);
  const said = entries.map((entry, index) => `${index + 1}. ${entryWords(turn, entry)}`);
  const undo = deed?.startsWith('undo.') ? [turn.text('team:log.instead', { receipt: deed.slice(5) })] : [];
  tellLong(
    turn,
    [...undo, turn.text('team:log.read-back', { count: entries.length }), ...said],
    [
      deskButton(turn, 'team:button.log-right', 'log-yes'),
      deskButton(turn, 'team:button.log-fix', 'log-fix'),
      deskButton(turn, 'team:button.log-drop', 'log-no'),
    ],
  );
}

const entriesOf = (turn: Turn, lines: readonly string[]): LogEntry[] => {
  const book = bookOf(turn);
  return lines.flatMap((line) => readQuickLog(line, book).flatMap((read) => ('entry' in read ? [read.entry] : [])));
};

const entryWords = (turn: Turn, entry: LogEntry): string =>
  sayEntry((key, params) => turn.text(key, params), entry, {
    household: householdOf(turn, entry.householdCode),
    today: vietnamDay(turn.world.now),
  });

/** "Xong · Ví Viettel Money · Bác Sáu, hộ 12 · Ba · nhìn thấy · 21/11 · đã có trong sổ": in the chat and on the page. */
export function sayEntry(
  text: (key: string, params?: Record<string, string | number>) => string,
  entry: LogEntry,
  { household, today }: { household: HouseholdFact | undefined; today: string },
): string {
  const member = household?.members?.find(({ id }) => id === entry.memberId);
  const isKnown =
    entry.outcome === 'completed' && entry.memberId === null && household?.finished.includes(entry.flowId);
  return [
    text(`team:log.outcome.${entry.outcome}`),
    text(`flows/${entry.flowId}:title`),
    text('team:log.household', { name: household?.callName ?? '', number: household?.number ?? entry.householdCode }),
    member && nameOfMember(member),
    text(`team:log.known.${entry.howKnown}`),
    entry.day !== today && dayWords(new Date(`${entry.day}T05:00:00Z`)),
    isKnown && text('team:log.had-it'),
  ]
    .filter(Boolean)
    .join(' · ');
}

export const nameOfMember = ({ term, callName }: Pick<MemberFact, 'term' | 'callName'>): string =>
  [term, callName].filter(Boolean).join(' ');

const householdOf = (turn: Turn, code: string): HouseholdFact | undefined =>
  known(turn).find((household) => household.code === code);

/** One text as several messages of what fits, the buttons on the last. */
function tellLong(turn: Turn, lines: readonly string[], buttons: Parameters<Turn['tell']>[1]): void {
  const pages: string[] = [];
  for (const line of lines) {
    const page = pages.at(-1);
    if (page !== undefined && page.length + line.length < MESSAGE_LIMIT) pages[pages.length - 1] = `${page}\n${line}`;
    else pages.push(line);
  }
  for (const [index, page] of pages.entries()) turn.tell(page, index === pages.length - 1 ? buttons : []);
}

// ── the answer to the read-back ────────────────────────────────────────────────────────────────────────────────────

export function confirmLog(turn: Turn, desk: Desk): void {
  const entries = entriesOf(turn, desk.lines ?? []);
  if (desk.at !== 'log-confirm' || entries.length === 0) return sayLogHelp(turn);
  moveDesk(turn, { at: 'log', lines: [] });
  if (desk.deed?.startsWith('undo.')) turn.effects.push({ type: 'reverse-own', id: desk.deed.slice(5) });
  const records = entries.map((entry) => recordOf(turn, entry));
  const askAbout = entries.flatMap((entry, index) => {
    const contactId = memberOf(turn, entry)?.contactId;
    const record = records[index];
    const asks = contactId && record && entry.outcome === 'completed' && entry.howKnown === 'volunteer';
    return asks ? [{ key: record.key, contactId }] : [];
  });
  turn.effects.push({ type: 'log', records, askAbout });
}

const memberOf = (turn: Turn, entry: LogEntry): MemberFact | undefined =>
  householdOf(turn, entry.householdCode)?.members?.find(({ id }) => id === entry.memberId);

/** Whom it is about, for the ledger: the person when one was named, else the household; a trade's flow is its stall's. */
export function recordOf(turn: Turn, entry: LogEntry): LogRecord {
  const flow = turn.world.flows.current.get(entry.flowId);
  const household = householdOf(turn, entry.householdCode);
  const subject = subjectOf(flow, entry.householdCode, memberOf(turn, entry));
  const isToday = entry.day === vietnamDay(turn.world.now);
  return {
    key: logKey(subject.subjectCode, entry),
    mayReturn: true,
    flowId: entry.flowId,
    flowVersion: flow?.version ?? 1,
    outcome: entry.outcome,
    ...subject,
    areaCode: household?.areaCode ?? null,
    howKnown: entry.howKnown,
    occurredAt: isToday ? turn.world.now : new Date(`${entry.day}T05:00:00Z`), // noon in Vietnam
  };
}

/** The person when one was named, else the household; what a trade's flow is about is the household's stall. */
export function subjectOf(
  flow: Pick<Flow, 'subject'> | undefined,
  householdCode: string,
  member: Pick<MemberFact, 'id' | 'contactId'> | undefined,
): Pick<LogRecord, 'subjectKind' | 'subjectCode'> {
  if (flow?.subject === 'stall') return { subjectKind: 'stall', subjectCode: `S-${householdCode}` };
  if (member) return { subjectKind: 'person', subjectCode: subjectOfMember(member) };
  return { subjectKind: 'household', subjectCode: householdCode };
}

/** A member with a chat of their own is that chat's person, so that both ways of recording meet in one subject. */
export const subjectOfMember = ({ id, contactId }: Pick<MemberFact, 'id' | 'contactId'>): string =>
  contactId === null ? `M${id}` : `P${contactId}`;

export function sayHowToFix(turn: Turn, desk: Desk): void {
  if (desk.at !== 'log-confirm') return sayLogHelp(turn);
  readBackAgain(turn, desk, desk.lines ?? []);
  turn.messages.splice(-1, 0, { urgency: 0, message: { kind: 'text', text: turn.text('team:log.how-to-fix') } });
}

const readBackAgain = (turn: Turn, desk: Desk, lines: readonly string[]): void => {
  if (lines.length === 0) return dropLog(turn);
  readBack(turn, lines, desk.deed);
};

export function dropLog(turn: Turn): void {
  moveDesk(turn, { at: 'home', lines: [] });
  turn.say('team:log.dropped');
  sayDesk(turn);
}

/** `sửa 2 …`: a line that still waits, or – by its receipt – one that counts already. */
export function fixLine(turn: Turn, n: number, text: string): void {
  const desk = turn.memory.desk;
  const lines = desk?.at === 'log-confirm' ? (desk.lines ?? []) : null;
  if (lines === null || desk === undefined)
    return text === '' ? askToTakeBack(turn, String(n)) : replaceReceipt(turn, String(n), text);
  if (lines[n - 1] === undefined) return sayNoLine(turn, n);
  if (text === '') return sayHowToFix(turn, desk);
  const [read] = readQuickLog(text, bookOf(turn));
  if (!read || 'problem' in read) return sayUnread(turn, read ? [read] : []);
  readBackAgain(turn, desk, lines.with(n - 1, text));
}

function sayNoLine(turn: Turn, n: number): void {
  turn.say('team:log.no-line', { n }, [
    deskButton(turn, 'team:button.log-help', 'log'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

/** The new line is read back first; only with its yes does the old entry go. */
function replaceReceipt(turn: Turn, receipt: string, text: string): void {
  if (!ownEntry(turn, receipt)) return sayNotYours(turn, receipt);
  readLog(turn, text, `undo.${receipt}`);
}

/** `xóa dòng 2`: of those that wait, or of those recorded last. */
export function removeLine(turn: Turn, n: number): void {
  const desk = turn.memory.desk;
  if (desk?.at === 'log-confirm') {
    const lines = desk.lines ?? [];
    if (lines[n - 1] === undefined) return sayNoLine(turn, n);
    return readBackAgain(turn, desk, lines.toSpliced(n - 1, 1));
  }
  const receipt = desk?.logged?.[n - 1];
  if (receipt === undefined) return sayBook(turn, 0);
  askToTakeBack(turn, receipt);
}

const ownEntry = (turn: Turn, receipt: string) => (turn.world.facts.ownEntries ?? []).find(({ id }) => id === receipt);

function sayNotYours(turn: Turn, receipt: string): void {
  turn.say('team:log.cannot-take-back', { receipt }, [
    deskButton(turn, 'team:button.log-book', 'book'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ]);
}

/** What is taken back and about whom is said before it is (CD-42). */
export function askToTakeBack(turn: Turn, receipt: string): void {
  const entry = ownEntry(turn, receipt);
  if (!entry) return sayNotYours(turn, receipt);
  moveDesk(turn, {
    at: 'confirm',
    deed: `undo.${receipt}`,
  });
  turn.say(
    'team:log.ask-take-back',
    { receipt, title: titleOf(turn, entry.flowId), about: entry.about, day: dayWords(entry.occurredAt) },
    [deskButton(turn, 'team:button.log-take-back', 'undo', receipt), deskButton(turn, 'team:button.log-keep', 'home')],
  );
}

export function takeBack(turn: Turn, desk: Desk, receipt: string | undefined): void {
  if (receipt === undefined || desk.deed !== `undo.${receipt}`) return sayDesk(turn);
  moveDesk(turn, { at: 'log' });
  turn.effects.push({ type: 'reverse-own', id: receipt });
}

/** Own entries of the last seven days, by receipt. */
export function sayBook(turn: Turn, page: number): void {
  const entries = turn.world.facts.ownEntries ?? [];
  moveDesk(turn, { at: 'log' });
  const { shown, next } = pageOf(entries, page, BOOK_PAGE);
  const lines = shown.map(({ id, flowId, outcome, about, occurredAt }) =>
    turn.text('team:log.book-line', {
      receipt: id,
      outcome: turn.text(`team:log.outcome.${outcome}`),
      title: titleOf(turn, flowId),
      about,
      day: dayWords(occurredAt),
    }),
  );
  const buttons = [
    ...(next === null ? [] : [deskButton(turn, 'team:button.log-more', 'book', String(next))]),
    deskButton(turn, 'team:button.log-again', 'log'),
    turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' }),
  ];
  tellLong(
    turn,
    [turn.text(lines.length > 0 ? 'team:log.book-title' : 'team:log.book-empty', { count: entries.length }), ...lines],
    buttons,
  );
}

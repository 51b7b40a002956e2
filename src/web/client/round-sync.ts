/**
 * Sends what waits, oldest first and a few at a time, until nothing does or the network fails. Anything may be sent again:
 * the server counts an id once. Run by the page and, when the page is closed, by the service worker; never both at once.
 */
import {
  MOST_ENTRIES,
  ROUND_PATH,
  type RoundAnswer,
  type RoundBook,
  type RoundSheets,
  type RoundWho,
} from '../round/wire.ts';
import { bookOf, changeRows, factOf, keepBook, keepFact, type Row, rowsOf, welcome } from './round-store.ts';

/** How it ended. `weak`: try again later; `signed-out`: the person has to open a new link. */
export type Ended = 'all-sent' | 'weak' | 'signed-out' | 'no-right' | 'busy';

/** One bar is slow, but an answer that takes longer does not come. */
const PATIENCE_MS = 25_000;
const LOCK = 'di-ap-gui';
/** Name under which the browser wakes the service worker when the network is back. */
export const SYNC_TAG = 'di-ap-gui';

class Failed extends Error {
  readonly how: Exclude<Ended, 'all-sent' | 'busy'>;
  constructor(how: Exclude<Ended, 'all-sent' | 'busy'>) {
    super(how);
    this.how = how;
  }
}

/** Without a body: reads. Rejects with {@link Failed} for whatever is not an answer of the house. */
async function call<T>(path: string, csrf?: string, body?: unknown): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    const response = await fetch(`${ROUND_PATH}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      // Says that JSON is wanted, also when there is no session any more.
      headers: { 'content-type': 'application/json', ...(csrf !== undefined && { 'x-dau': csrf }) },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.status === 401) throw new Failed('signed-out');
    if (response.status === 403 && body === undefined) throw new Failed('no-right');
    if (!response.ok) throw new Failed('weak');
    return (await response.json()) as T;
  } catch (error) {
    throw error instanceof Failed ? error : new Failed('weak');
  } finally {
    clearTimeout(timer);
  }
}

const endOf = (error: unknown): Ended => {
  if (error instanceof Failed) return error.how;
  throw error;
};

/** Who is signed in; everything kept of somebody else is out of sight before this resolves. */
async function meet(): Promise<RoundWho> {
  const who = await call<RoundWho>('/ai').catch(async (error: unknown) => {
    // Left the team: the list is not theirs to keep any more.
    if (endOf(error) === 'no-right') await welcome('');
    throw error;
  });
  if ((await factOf('owner')) !== who.owner) await welcome(who.owner);
  return who;
}

/**
 * Sends what the person signed in has waiting. `onStep` is told after every batch. `isPatient`: waits until whoever sends now
 * is done, or gone; otherwise the answer is `busy`.
 */
export async function send(onStep: () => void = () => {}, isPatient = false): Promise<Ended> {
  const act = async (): Promise<Ended> => {
    try {
      const who = await meet();
      for (;;) {
        const rows = (await rowsOf(who.owner)).filter(({ state }) => state === 'waiting').slice(0, MOST_ENTRIES);
        if (rows.length === 0) return 'all-sent';
        await sendBatch(who, rows);
        onStep();
      }
    } catch (error) {
      return endOf(error);
    }
  };
  if (!navigator.locks) return act(); // an old browser: sending twice at once only costs the network
  return navigator.locks.request(LOCK, { ifAvailable: !isPatient }, (lock) => (lock ? act() : ('busy' as const)));
}

async function sendBatch({ owner, csrf }: RoundWho, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  // Before it leaves: from now on it may be in the ledger, whatever becomes of the answer. As it stands now – a row that
  // was dropped or changed a moment ago does not leave as it was.
  const leaving = await changeRows(ids, (row) => ({ ...row, tries: row.tries + 1 }));
  const entries = leaving.filter(({ state }) => state === 'waiting').map(({ entry }) => entry);
  if (entries.length === 0) return;
  const body = { owner, sentAt: new Date().toISOString(), entries };
  const { answers } = await call<{ answers: RoundAnswer[] }>('/gui', csrf, body);
  const known = new Map(answers.map((answer) => [answer.id, answer]));
  if (!entries.some(({ id }) => known.has(id))) throw new Failed('weak');
  const taken = await changeRows(ids, (row) => answered(row, known.get(row.id)));
  await closeTakenBack(taken);
  await keepFact('sentAt', Date.now());
}

function answered(row: Row, answer: RoundAnswer | undefined): Row {
  if (!answer) return row;
  switch (answer.status) {
    case 'recorded':
    case 'duplicate':
      return {
        ...row,
        state: 'sent',
        sentAt: Date.now(),
        ...(answer.receipt !== undefined && { receipt: answer.receipt }),
        ...(answer.household !== undefined && { household: answer.household }),
      };
    case 'refused':
      // It is surely not in the ledger, so it may be mended here.
      return { ...row, state: 'refused', tries: 0, problem: answer.problem, ...(answer.same && { same: answer.same }) };
    case 'read':
      return { ...row, state: 'read', tries: 0, lines: answer.lines };
  }
}

/** A correction that arrived marks the entry it is about. */
async function closeTakenBack(rows: readonly Row[]): Promise<void> {
  const ids = rows.flatMap(({ state, entry }) => (state === 'sent' && entry.kind === 'take-back' ? [entry.of] : []));
  if (ids.length > 0) await changeRows(ids, (row) => ({ ...row, isTakenBack: true }));
}

/** Fetches the book, and the step sheets when there is another edition. */
export async function refresh(area?: string): Promise<Ended> {
  try {
    const { owner } = await meet();
    const asked = area ?? (await bookOf(owner))?.area.code;
    const book = await fetchBook(asked);
    if (book.owner !== owner) return 'weak'; // somebody else came in between: the next try meets them
    await keepBook(book);
    const sheets = await factOf('sheets');
    if (sheets?.edition !== book.sheets) await keepFact('sheets', await call<RoundSheets>('/to-buoc'));
    return 'all-sent';
  } catch (error) {
    return endOf(error);
  }
}

/** Of the area last worked in; when that is no longer the person's, of their own. */
async function fetchBook(area: string | undefined): Promise<RoundBook> {
  if (area === undefined) return call<RoundBook>('/so');
  try {
    return await call<RoundBook>(`/so?dia-ban=${encodeURIComponent(area)}`);
  } catch (error) {
    if (error instanceof Failed && error.how === 'no-right') return call<RoundBook>('/so');
    throw error;
  }
}

/** Waits of 2, 4, 8 … seconds, at most five minutes, each a little different so that a whole hamlet does not call at once. */
export const waitAfter = (failures: number): number =>
  Math.min(2 ** failures * 1_000, 300_000) * (0.75 + Math.random() / 2);

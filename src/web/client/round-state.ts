/** What the page shows and does: everything is written to the phone first, shown from there, and sent when it can be. */
import { useEffect, useState } from 'preact/hooks';
import type { RoundBook, RoundEntry, RoundSheets, RoundTick } from '../round/wire.ts';
import {
  bookOf,
  changeRows,
  countOfOthers,
  dropRow,
  factOf,
  forgetOld,
  isOpen,
  keepRow,
  keepRows,
  newId,
  type Row,
  rowsOf,
  wipe,
} from './round-store.ts';
import { type Ended, refresh, SYNC_TAG, send, waitAfter } from './round-sync.ts';

/** What an entry says, without the id and the time it gets here. */
export type NewEntry = RoundEntry extends infer E ? (E extends RoundEntry ? Omit<E, 'id' | 'at'> : never) : never;

export interface Shown {
  /** The phone has been looked through; before that nothing is known. */
  isLoaded: boolean;
  owner: string | undefined;
  book: RoundBook | undefined;
  sheets: RoundSheets | undefined;
  /** The owner's, oldest first. */
  rows: Row[];
  /** Unsent entries of other people on this phone. */
  others: number;
  sentAt: number | undefined;
  ended: Ended | null;
  isSending: boolean;
  isOnline: boolean;
  isWiped: boolean;
  /** The browser offers to put the page beside the phone's apps. */
  mayInstall: boolean;
}

const NOTHING: Shown = {
  isLoaded: false,
  owner: undefined,
  book: undefined,
  sheets: undefined,
  rows: [],
  others: 0,
  sentAt: undefined,
  ended: null,
  isSending: false,
  isOnline: navigator.onLine,
  isWiped: false,
  mayInstall: false,
};

/** A book older than this is fetched again when the page comes into sight. */
const FRESH_MS = 10 * 60_000;

let shown = NOTHING;
let look: (now: Shown) => void = () => {};
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('di-ap');

function set(change: Partial<Shown>): void {
  shown = { ...shown, ...change };
  look(shown);
}

/** Shows what is on the phone. */
async function load(): Promise<void> {
  const owner = await factOf('owner');
  set({
    isLoaded: true,
    owner,
    book: owner === undefined ? undefined : await bookOf(owner),
    rows: owner === undefined ? [] : await rowsOf(owner),
    others: await countOfOthers(owner),
    sheets: await factOf('sheets'),
    sentAt: await factOf('sentAt'),
  });
}

async function changed(): Promise<void> {
  await load();
  channel?.postMessage('changed');
}

/** Sends what waits, then says when to try again. `isAsked`: somebody pressed for it, so the network is tried anyway. */
export async function sendNow(isAsked = false): Promise<void> {
  clearTimeout(timer);
  if (shown.isSending || shown.isWiped || (!navigator.onLine && !isAsked)) return;
  set({ isSending: true });
  const before = shown.rows.filter(isOpen).length;
  let ended: Ended = await send(() => {
    load().catch(report);
  }).catch(failed);
  await load();
  const hasArrived = shown.rows.filter(isOpen).length < before;
  const isOld = Date.now() - Date.parse(shown.book?.at ?? '1970-01-01') > FRESH_MS;
  if (ended === 'all-sent' && (hasArrived || isOld || isAsked)) {
    ended = await refresh().catch(failed);
    await load();
  }
  set({ isSending: false, ended });
  failures = ended === 'weak' ? failures + 1 : 0;
  if (ended === 'weak' || ended === 'busy') {
    timer = setTimeout(() => {
      sendNow().catch(report);
    }, waitAfter(failures));
  }
  // Made while this was under way.
  else if (ended === 'all-sent' && shown.rows.some(({ state }) => state === 'waiting')) await sendNow();
}

/** A failure of the phone (a full disk, private browsing) is no reason to stop showing. */
function failed(error: unknown): Ended {
  report(error);
  return 'weak';
}

const report = (error: unknown): void => console.warn('round:', error);

/** Somebody turns to another area they work in. */
export async function turnTo(area: string): Promise<void> {
  set({ ended: await refresh(area).catch(failed) });
  await load();
}

// ── entries ────────────────────────────────────────────────────────────────────────────────────────────────────────

const rowOf = (owner: string, entry: NewEntry, said: string, at = new Date().toISOString()): Row => {
  const id = newId();
  return { id, owner, entry: { ...entry, id, at } as RoundEntry, madeAt: Date.now(), tries: 0, state: 'waiting', said };
};

/** Writes an entry down. Resolves, with its id, once it is on the disk. */
export async function add(entry: NewEntry, said: string): Promise<string> {
  if (shown.owner === undefined) throw new Error('Nobody has been here yet.');
  const row = rowOf(shown.owner, entry, said);
  await keepRow(row);
  await changed();
  wakeSender();
  return row.id;
}

/** May be in the ledger already: it can only be taken back. */
export const mayBeThere = ({ tries, state }: Row): boolean => state === 'sent' || tries > 0;

/** An entry that has never left goes; one that may have arrived is taken back. */
export async function remove(row: Row, said: string): Promise<void> {
  if (mayBeThere(row)) {
    await add({ kind: 'take-back', of: row.id }, said);
    return;
  }
  await dropRow(row.id);
  await changed();
}

/** Another wording of an entry that has not left: it keeps its place and its id. */
export async function mend(row: Row, change: Partial<NewEntry>, said = row.said): Promise<void> {
  await changeRows([row.id], (now) =>
    mayBeThere(now) ? now : { ...plain(now), said, entry: { ...now.entry, ...change } as RoundEntry },
  );
  await changed();
  wakeSender();
}

/** As before it was answered. */
function plain({ problem: _problem, same: _same, lines: _lines, ...row }: Row): Row {
  return { ...row, state: 'waiting' };
}

/** The lines that were read rightly become entries; the line itself has done its work. */
export async function agree(row: Row): Promise<void> {
  const fresh = (row.lines ?? []).flatMap((line, index) =>
    'tick' in line
      ? [{ ...rowOf(row.owner, { kind: 'tick', ...line.tick }, line.said, line.at), madeAt: row.madeAt + index }]
      : [],
  );
  await keepRows(fresh);
  await dropRow(row.id);
  await changed();
  wakeSender();
}

/** The household was in the book already: what was logged for the new one is logged for it. */
export async function isSameAs(row: Row, code: string): Promise<void> {
  const dependents = dependentsOf(row);
  await changeRows(dependents, (now) =>
    mayBeThere(now) || now.entry.kind !== 'tick' ? now : { ...plain(now), entry: { ...now.entry, household: code } },
  );
  await dropRow(row.id);
  await changed();
  wakeSender();
}

/** It is another household: it is opened, and what was logged for it goes with it. */
export async function isAnother(row: Row): Promise<void> {
  await changeRows([row.id, ...dependentsOf(row)], (now) =>
    now.entry.kind === 'household' ? { ...plain(now), entry: { ...now.entry, isAnother: true } } : plain(now),
  );
  await changed();
  wakeSender();
}

/** Entries for a household that this entry opens. */
const dependentsOf = ({ id }: Row): string[] =>
  shown.rows
    .filter(({ entry, state }) => entry.kind === 'tick' && entry.household === `new:${id}` && state !== 'sent')
    .map((row) => row.id);

/** Flows logged for somebody and not in the book yet. */
export const logged = (rows: readonly Row[], household: string, member: string | null): RoundTick[] =>
  rows.flatMap(({ entry, state, isTakenBack }) =>
    entry.kind === 'tick' &&
    entry.household === household &&
    entry.member === member &&
    state !== 'sent' &&
    !isTakenBack
      ? [entry]
      : [],
  );

// ── going ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Everything goes: the rows, the book, the shell and the service worker. */
export async function wipePhone(): Promise<void> {
  await wipe();
  for (const name of await caches.keys()) if (name.startsWith('di-ap-')) await caches.delete(name);
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.unregister();
  set({ ...NOTHING, isLoaded: true, isWiped: true });
  channel?.postMessage('changed');
}

// ── the phone ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface SyncRegistration extends ServiceWorkerRegistration {
  /** Chrome only. */
  sync?: { register(tag: string): Promise<void> };
}

/** Now when there is a network; else, where the browser can, as soon as there is one, even with the page closed. */
function wakeSender(): void {
  sendNow().catch(report);
  navigator.serviceWorker?.ready
    .then((registration: SyncRegistration) => registration.sync?.register(SYNC_TAG))
    .catch(() => {}); // not allowed by the reader, or not known to the browser: the page sends by itself
}

/** Chrome's offer to install the page, kept for when somebody presses the button. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}
let offer: InstallOffer | null = null;

export async function install(): Promise<void> {
  await offer?.prompt();
  offer = null;
  set({ mayInstall: false });
}

/** The state of the page, alive while it is open. */
export function useRound(): Shown {
  const [now, setNow] = useState(shown);
  useEffect(() => {
    look = setNow;
    const begin = async () => {
      navigator.serviceWorker?.register('/to/di-ap/tho.js', { scope: '/to/di-ap' }).catch(report);
      navigator.storage?.persist?.().catch(() => {}); // a full phone would clear what is not marked so
      await forgetOld(Date.now());
      await load();
      await sendNow();
    };
    begin().catch(report);
    const online = () => {
      set({ isOnline: navigator.onLine });
      failures = 0;
      sendNow().catch(report);
    };
    const seen = () => {
      if (document.visibilityState === 'visible') load().then(() => sendNow(), report);
    };
    const heard = () => {
      load().catch(report);
    };
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      offer = event as InstallOffer;
      set({ mayInstall: true });
    });
    addEventListener('online', online);
    addEventListener('offline', online);
    document.addEventListener('visibilitychange', seen);
    channel?.addEventListener('message', heard);
  }, []);
  return now;
}

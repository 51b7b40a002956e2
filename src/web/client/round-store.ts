/**
 * What is kept on the phone: the book to work from and the entries that are not in the ledger yet. In IndexedDB, so that a
 * closed page, a killed browser and an empty battery lose nothing. Everything belongs to one owner, and only the owner who
 * was here last is shown. Used by the page and by its service worker.
 */
import type { RoundAnswer, RoundBook, RoundEntry, RoundRead, RoundSheets } from '../round/wire.ts';

const NAME = 'di-ap';
const DAY_MS = 86_400_000;
/** Whatever is older is gone from the phone (unsent entries are warned about before). */
export const KEPT_MS = 14 * DAY_MS;
/** Entries in the ledger may be taken back this long, so they stay in sight. */
const SENT_KEPT_MS = 7 * DAY_MS;

type Refused = Extract<RoundAnswer, { status: 'refused' }>;

/** An entry and how far it has come. */
export interface Row {
  id: string;
  owner: string;
  entry: RoundEntry;
  /** Phone's clock, ms; the order in which entries are sent. */
  madeAt: number;
  /** How often it went out without an answer. Above 0 it may be in the ledger, so it is no longer changed here. */
  tries: number;
  state: 'waiting' | 'refused' | 'read' | 'sent';
  problem?: Refused['problem'];
  same?: NonNullable<Refused['same']>;
  lines?: RoundRead[];
  receipt?: string;
  /** Of a household that was opened: its code. */
  household?: string;
  sentAt?: number;
  /** Of a sent entry: another one takes it back. */
  isTakenBack?: boolean;
  /** Words for the list, since the book they come from may change. */
  said: string;
}

/** Small facts beside the rows. */
interface Facts {
  /** Who was signed in last. */
  owner: string;
  sheets: RoundSheets;
  /** When entries last arrived, ms. */
  sentAt: number;
}

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('rows', { keyPath: 'id' });
      request.result.createObjectStore('books', { keyPath: 'owner' });
      request.result.createObjectStore('facts');
    };
    request.onsuccess = () => {
      const db = request.result;
      // Another tab wipes the phone: let it, and open again when asked.
      db.onversionchange = () => {
        db.close();
        opening = undefined;
      };
      resolve(db);
    };
    request.onerror = () => reject(request.error);
  });
  return opening;
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves once everything written in it is on the disk. */
async function write(names: string[], act: (of: (name: string) => IDBObjectStore) => void): Promise<void> {
  const transaction = (await open()).transaction(names, 'readwrite');
  act((name) => transaction.objectStore(name));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

const read = async (name: string): Promise<IDBObjectStore> => (await open()).transaction(name).objectStore(name);

// ── who ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const factOf = async <K extends keyof Facts>(name: K): Promise<Facts[K] | undefined> =>
  answerOf((await read('facts')).get(name) as IDBRequest<Facts[K] | undefined>);

export const keepFact = <K extends keyof Facts>(name: K, value: Facts[K]): Promise<void> =>
  write(['facts'], (of) => of('facts').put(value, name));

/** Somebody is here. What was to be seen of anybody else is gone; what they have not sent yet waits for them, unseen. */
export const welcome = (owner: string): Promise<void> =>
  write(['facts', 'books'], (of) => {
    of('facts').put(owner, 'owner');
    of('facts').delete('sentAt');
    const books = of('books').openCursor();
    books.onsuccess = () => {
      const cursor = books.result;
      if (!cursor) return;
      if (cursor.key !== owner) cursor.delete();
      cursor.continue();
    };
  });

// ── the book ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const keepBook = (book: RoundBook): Promise<void> => write(['books'], (of) => of('books').put(book));

export const bookOf = async (owner: string): Promise<RoundBook | undefined> =>
  answerOf((await read('books')).get(owner) as IDBRequest<RoundBook | undefined>);

// ── entries ────────────────────────────────────────────────────────────────────────────────────────────────────────

const allRows = async (): Promise<Row[]> => answerOf((await read('rows')).getAll() as IDBRequest<Row[]>);

/** An owner's entries, oldest first. */
export const rowsOf = async (owner: string): Promise<Row[]> =>
  (await allRows()).filter((row) => row.owner === owner).sort((one, other) => one.madeAt - other.madeAt);

export const isOpen = ({ state }: Row): boolean => state !== 'sent';

/** Unsent entries of whoever else used this phone. */
export const countOfOthers = async (owner: string | undefined): Promise<number> =>
  (await allRows()).filter((row) => row.owner !== owner && isOpen(row)).length;

export const keepRow = (row: Row): Promise<void> => write(['rows'], (of) => of('rows').put(row));

export const keepRows = (rows: readonly Row[]): Promise<void> =>
  write(['rows'], (of) => {
    for (const row of rows) of('rows').put(row);
  });

export const dropRow = (id: string): Promise<void> => write(['rows'], (of) => of('rows').delete(id));

/**
 * Changes rows as they stand now, in one transaction: what the service worker learnt in the meantime is not overwritten.
 * `change` answers null for a row to be dropped.
 */
export async function changeRows(ids: readonly string[], change: (row: Row) => Row | null): Promise<Row[]> {
  const changed: Row[] = [];
  await write(['rows'], (of) => {
    for (const id of ids) {
      const request = of('rows').get(id) as IDBRequest<Row | undefined>;
      request.onsuccess = () => {
        if (!request.result) return;
        const row = change(request.result);
        if (row) of('rows').put(row);
        else of('rows').delete(id);
        if (row) changed.push(row);
      };
    }
  });
  return changed;
}

// ── going ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whatever is too old goes. `now` by the phone's clock, ms. */
export const forgetOld = (now: number): Promise<void> =>
  write(['rows', 'books'], (of) => {
    const rows = of('rows').openCursor();
    rows.onsuccess = () => {
      const cursor = rows.result;
      if (!cursor) return;
      const { madeAt, sentAt = madeAt, state } = cursor.value as Row;
      if (now - madeAt > KEPT_MS || (state === 'sent' && now - sentAt > SENT_KEPT_MS)) cursor.delete();
      cursor.continue();
    };
    const books = of('books').openCursor();
    books.onsuccess = () => {
      const cursor = books.result;
      if (!cursor) return;
      if (now - Date.parse((cursor.value as RoundBook).at) > KEPT_MS) cursor.delete();
      cursor.continue();
    };
  });

/** Everything of everybody goes, sent or not. */
export const wipe = (): Promise<void> =>
  write(['rows', 'books', 'facts'], (of) => {
    for (const name of ['rows', 'books', 'facts']) of(name).clear();
  });

/** An id good once in the world, also where the browser is too old to make one by itself. */
export function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

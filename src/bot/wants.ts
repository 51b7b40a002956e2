/**
 * What a volunteer's event will open, seen before it is decided, so that only those who open a list wait for its query. A
 * pure look at the press or text; most events want nothing.
 */
import { readDeskOrder } from '../understanding/desk-words.ts';
import { readRotaOrder } from '../understanding/rota-words.ts';
import type { InboundEvent } from './channel.ts';
import { offeredBy } from './offered.ts';
import { isStaff, type Person } from './person.ts';
import { decodePress } from './press.ts';

export type DeskView = 'today' | 'week' | 'book' | 'sample' | 'move' | 'rota';

/** Desk acts and what they show. */
const OF_ACT: Readonly<Record<string, DeskView>> = {
  today: 'today',
  call: 'today',
  stuck: 'today',
  behind: 'today',
  errand: 'today',
  mine: 'week',
  book: 'book',
  sample: 'sample',
  found: 'sample',
  yes: 'move',
  rota: 'rota',
  'duty-new': 'rota',
  'duty-day': 'rota',
  'duty-part': 'rota',
  'duty-ask': 'rota',
  'duty-end': 'rota',
};
const OF_ORDER: Readonly<Record<string, DeskView>> = {
  today: 'today',
  book: 'book',
  fix: 'book',
  'remove-line': 'book',
  'remove-receipt': 'book',
  sample: 'sample',
  move: 'move',
  rota: 'rota',
};

export function wantedAtDesk(person: Person, { what }: InboundEvent): DeskView | undefined {
  if (!isStaff(person)) return undefined;
  if (what.kind === 'press') return viewOf(what.data);
  if (what.kind !== 'text') return undefined;
  const text = what.text.slice(0, 400);
  const offered = offeredBy(person.memory, text);
  if (offered !== null) return viewOf(offered);
  if (readRotaOrder(text)) return 'rota';
  const order = readDeskOrder(text);
  return order && Object.hasOwn(OF_ORDER, order.order) ? OF_ORDER[order.order] : undefined;
}

/**
 * Numbers and codes that lines of a log may name as households, from the text and from lines that wait for a yes. Empty for
 * everything that is no log.
 */
export function namedInLog(person: Person, { what }: InboundEvent): { numbers: number[]; codes: string[] } {
  const { desk } = person.memory;
  const isOpen = desk?.at === 'log' || desk?.at === 'log-confirm';
  const text = what.kind === 'text' && (isOpen || /\d/.test(what.text)) ? what.text.slice(0, READ_LIMIT) : '';
  const waiting = isOpen && isStaff(person) ? (desk?.lines ?? []).join('\n') : '';
  if (!isStaff(person) || (text === '' && waiting === '')) return { numbers: [], codes: [] };
  return namedIn(`${text}\n${waiting}`);
}

/** Whatever in a text may be a household's number or code (in lower case). */
export function namedIn(text: string): { numbers: number[]; codes: string[] } {
  const words = text.toLowerCase().match(/[a-z0-9][a-z0-9-]*/g) ?? [];
  const codes = [...new Set(words.filter((word) => /\d/.test(word)))];
  return { numbers: codes.filter((word) => /^\d{1,4}$/.test(word)).map(Number), codes };
}

const READ_LIMIT = 5_000;

function viewOf(data: string): DeskView | undefined {
  const pressed = decodePress(data);
  return pressed?.scope === 'desk' && Object.hasOwn(OF_ACT, pressed.act) ? OF_ACT[pressed.act] : undefined;
}

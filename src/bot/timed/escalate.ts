/**
 * Calls for help nobody took in time go to the next on the rota, and the citizen is told who it is now. Promises that have
 * passed are asked about on both sides. Found by their own columns: a jump of the clock or a second worker changes nothing.
 */
import type { Clock } from '../../clock.ts';
import type { Database, Tx } from '../../db/client.ts';
import { brokenPromises, dueEscalations, type HelpRequest, lockHelp, noteChased } from '../../db/help.ts';
import { addressOf, type Texts } from '../../text.ts';
import { capital } from '../duty.ts';
import { askerName } from '../help-card.ts';
import { whenAllowed } from '../nudge.ts';
import { nameOfHelper, passToNext, queueTold } from '../perform/help.ts';
import { encodePress } from '../press.ts';
import type { FlowBook } from '../turn.ts';

const PORTION = 50;
/** A call an hour late was forgotten rather than delayed. */
const GRACE_MS = 3_600_000;

export interface TimedParts {
  db: Database;
  clock: Clock;
  texts: Texts;
  flows: FlowBook;
  wake(): void;
}

/** Asks whoever is next for every request that waits too long; returns how many there were. */
export async function escalateDue(parts: TimedParts): Promise<number> {
  return portions(parts, async (tx, now) => {
    const ids = await dueEscalations(tx, now, PORTION);
    for (const id of ids) {
      const request = await lockHelp(tx, id);
      if (request) await queueTold(tx, request, await passToNext(tx, { ...parts, now }, request, null), now);
    }
    return ids.length;
  });
}

/** Asks both whether the call came, once, at an hour at which people may be written to. */
export async function chaseDue(parts: TimedParts): Promise<number> {
  const now = parts.clock.now();
  if (whenAllowed(now).getTime() !== now.getTime()) return 0;
  return portions(parts, async (tx) => {
    const ids = await brokenPromises(tx, now, GRACE_MS, PORTION);
    for (const id of ids) {
      const request = await lockHelp(tx, id);
      if (request) await askBoth(tx, parts, request, now);
    }
    return ids.length;
  });
}

async function portions(parts: TimedParts, work: (tx: Tx, now: Date) => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const now = parts.clock.now();
    const count = await parts.db.sql.begin((tx) => work(tx, now));
    total += count;
    if (count > 0) parts.wake();
    if (count < PORTION) return total;
  }
}

async function askBoth(tx: Tx, { texts }: TimedParts, request: HelpRequest, now: Date): Promise<void> {
  await noteChased(tx, request.id, now);
  const say = (key: string, params: Record<string, string | number> = {}) =>
    texts.say(request.locale, key, params, addressOf(request.term));
  const answer = (label: string, act: string) => ({ label, data: encodePress({ scope: 'help', id: request.id, act }) });
  const helper = capital(await nameOfHelper(tx, request.takenBy));
  const toCitizen = {
    to: { id: request.contactId, channel: request.channel, simulated: request.simulated },
    message: {
      kind: 'text' as const,
      text: say('people:help.did-it-come', { helper }),
      buttons: [answer(say('people:help.yes'), 'came'), answer(say('people:help.not-yet'), 'none')],
    },
  };
  const [taker] = await tx<{ id: bigint; channel: 'telegram' | 'zalo'; simulated: boolean; locale: string }[]>`
    select id, channel, simulated, locale from contacts where id = ${request.takenBy} and left_at is null`;
  const staff = (key: string, params = {}) =>
    texts.say(taker?.locale ?? 'vi', key, params, { xung: 'bạn', con: 'mình' });
  const toHelper = taker && {
    to: { ...taker, id: String(taker.id) },
    message: {
      kind: 'text' as const,
      text: staff('team:help.did-you-call', { name: askerName(request) }),
      buttons: [
        answer(staff('help.done'), 'done'),
        answer(staff('team:help.talk'), 'talk'),
        answer(staff('help.busy'), 'busy'),
      ],
    },
  };
  await queueTold(tx, request, [toCitizen, ...(toHelper ? [toHelper] : [])], now);
}

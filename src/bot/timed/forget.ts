/** Erasures that were asked for, the last word about them, and words that have been kept long enough. */
import { queueNotice } from '../../db/notices.ts';
import { dueErasures, endFarewells, erasePerson, noteErased, openFarewell } from '../../db/people-erase.ts';
import { retainPortion } from '../../db/retention.ts';
import { addressOf } from '../../text.ts';
import type { TimedParts } from './escalate.ts';

const PORTION = 20;
/** The last message is no use a day later. */
const FAREWELL_LIVES_MS = 86_400_000;

/** Carries out every erasure that is due, each in a transaction of its own, and says so where the person asked. */
export async function eraseDue(parts: TimedParts): Promise<number> {
  let total = 0;
  for (let more = true; more; ) {
    const now = parts.clock.now();
    const count = await parts.db.sql.begin(async (tx) => {
      const due = await dueErasures(tx, PORTION);
      for (const erasure of due) {
        const chats = await erasePerson(tx, erasure.contactId, now);
        const chat = chats.find(({ contactId }) => contactId === erasure.contactId);
        if (!chat || chat.left) {
          await noteErased(tx, erasure.id, null, now);
          continue;
        }
        const id = await openFarewell(tx, chat, now);
        const text = parts.texts.say(chat.locale, 'people:erase.done', {}, addressOf(chat.term));
        const to = { id, channel: chat.channel, simulated: chat.simulated };
        const expiresAt = new Date(now.getTime() + FAREWELL_LIVES_MS);
        await queueNotice(
          tx,
          {
            to,
            cause: `erased:${erasure.id}`,
            message: { kind: 'text', text, keyboard: 'remove' },
            urgency: 0,
            expiresAt,
          },
          now,
        );
        await noteErased(tx, erasure.id, id, now);
      }
      return due.length;
    });
    total += count;
    more = count === PORTION;
  }
  if (total > 0) parts.wake();
  await parts.db.sql.begin((tx) => endFarewells(tx, parts.clock.now()));
  return total;
}

/** Portions a minute: a backlog of millions is worked off in hours, without holding anybody up. */
const PORTIONS = 20;

export async function forgetOld({ db, clock }: Pick<TimedParts, 'db' | 'clock'>): Promise<void> {
  for (let portion = 0; portion < PORTIONS; portion += 1) {
    if (!(await db.sql.begin((tx) => retainPortion(tx, clock.now())))) return;
  }
}

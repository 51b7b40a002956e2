/**
 * What the author is told while it goes: one progress message, edited where the channel can edit, and the end as a message
 * of its own, so that it rings. Zalo cannot edit: there they get the first line and the result.
 */
import type { OutboundMessage } from '../bot/channel.ts';
import { type Broadcast, queueLetters } from '../db/broadcasts.ts';
import type { Tx } from '../db/client.ts';
import { isUnderWay } from '../db/recipients.ts';
import type { Texts } from '../text.ts';
import { button, deskButton, STAFF } from './act.ts';
import { countRecipients, type RecipientCounts, resultText } from './result.ts';

/** A progress message is edited at most this often, by whichever worker comes first. */
const PROGRESS_MS = 3_000;

/** Says how it goes when that is due, and closes the announcement when nobody is left. */
export async function sayProgress(
  tx: Tx,
  texts: Texts,
  broadcast: Broadcast,
  now: Date,
): Promise<'silent' | 'told' | 'done'> {
  const isDone = !(await isUnderWay(tx, broadcast.id));
  if (!isDone && !(await isDue(tx, broadcast.id, now))) return 'silent';
  if (isDone) await tx`update broadcasts set state = 'done', ended_at = ${now} where id = ${broadcast.id}`;
  await write(tx, texts, broadcast, await countRecipients(tx, broadcast.id), isDone, now);
  return isDone ? 'done' : 'told';
}

async function isDue(tx: Tx, id: string, now: Date): Promise<boolean> {
  const due = await tx`
    update broadcasts set progress_at = ${now}
    where id = ${id} and (progress_at is null or progress_at not between ${new Date(now.getTime() - PROGRESS_MS)} and ${now})
    returning 1`;
  return due.length > 0;
}

async function write(
  tx: Tx,
  texts: Texts,
  broadcast: Broadcast,
  counts: RecipientCounts,
  isDone: boolean,
  now: Date,
): Promise<void> {
  const { id, author } = broadcast;
  if (!author) return;
  const say = (key: string, params?: Record<string, string | number>) => texts.say('vi', key, params, STAFF);
  const text = resultText(say, counts, !isDone);
  if (isDone) {
    const message: OutboundMessage = { kind: 'text', text, buttons: buttonsAfter(broadcast, counts, texts) };
    return queueLetters(tx, [{ to: author, message, cause: `result:${id}:${now.getTime()}` }], now);
  }
  const [first] = await tx<{ shown: string | null }[]>`
    select external_id as shown from outbound where contact_id = ${author.id} and cause = ${`progress:${id}`}`;
  if (!first) return queueLetters(tx, [{ to: author, message: { kind: 'text', text }, cause: `progress:${id}` }], now);
  if (author.channel !== 'telegram' || first.shown === null) return;
  const message: OutboundMessage = { kind: 'edit', externalId: first.shown, text };
  return queueLetters(tx, [{ to: author, message, cause: `progress:${id}:${now.getTime()}` }], now);
}

/** What can still be done once it is over. */
export function buttonsAfter(broadcast: Broadcast, counts: RecipientCounts, texts: Texts) {
  const failed = (counts.states.failed ?? 0) + (counts.states.expired ?? 0) - (counts.reasons.muted ?? 0);
  return [
    ...(counts.uncertain > 0 ? [button(broadcast, 'resend', texts)] : []),
    ...(failed > 0 ? [button(broadcast, 'retry', texts)] : []),
    ...(hasComing(broadcast) ? [button(broadcast, 'people', texts)] : []),
    ...(counts.sent > 0 && broadcast.corrects === null ? [button(broadcast, 'correct', texts)] : []),
    deskButton(texts),
  ];
}

export const hasComing = ({ content }: Pick<Broadcast, 'content'>): boolean =>
  content.extras.some(({ kind }) => kind === 'coming');

/** A word to the author outside of any turn. */
export async function tellAuthor(
  tx: Tx,
  texts: Texts,
  broadcast: Broadcast,
  what: { key: string; params: Record<string, string | number>; acts: string[]; cause: string; now: Date },
): Promise<void> {
  const { author } = broadcast;
  if (!author) return;
  const text = texts.say('vi', `broadcast:${what.key}`, what.params, STAFF);
  const buttons = [...what.acts.map((one) => button(broadcast, one, texts)), deskButton(texts)];
  await queueLetters(tx, [{ to: author, message: { kind: 'text', text, buttons }, cause: what.cause }], what.now);
}

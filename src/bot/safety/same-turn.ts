/**
 * Two messages within three seconds are one turn (CD-51), without making anybody wait: the first is answered at once; what
 * comes right behind it is read together with it. "tui muốn" + "mở ví" is one wish, "xong" + "rồi" is one step, and two
 * messages nobody understands are one rung of the ladder. Pure; `docs/decisions/0020` says what else was considered.
 */
import type { ReplyMeaning } from '../../understanding/replies.ts';
import type { InboundEvent } from '../channel.ts';
import type { Turn } from '../turn.ts';

export const SAME_TURN_MS = 3_000;
/** Kept of the first text; longer ones have said it. Secrets were taken out before. */
const KEPT = 200;

type Half = NonNullable<Turn['memory']['half']>;

/** The message right before this one, if this one belongs to it; forgotten with the asking. */
export function takeHalf(turn: Turn, event: InboundEvent): Half | null {
  const { half } = turn.memory;
  delete turn.memory.half;
  if (!half || event.what.kind !== 'text') return null;
  const apart = event.occurredAt.getTime() - Date.parse(half.at);
  return apart >= 0 && apart <= SAME_TURN_MS ? half : null;
}

/** What the next message may belong to: only a text that was missed, or that moved the person a step on. */
export function keepHalf(turn: Turn, event: InboundEvent): void {
  if (event.what.kind !== 'text' || turn.heard === null || event.what.forwarded) return;
  const did = turn.understood === 'unclear' ? 'missed' : hasMoved(turn) ? 'moved' : null;
  if (did === null) return;
  turn.memory.half = { at: event.occurredAt.toISOString(), words: turn.heard.slice(0, KEPT), did };
}

const hasMoved = ({ understood, stepFrom, stepTo }: Turn): boolean =>
  FORWARD.has(understood as NonNullable<ReplyMeaning>) && stepFrom !== null && stepFrom !== stepTo;

/** Said twice in a breath, these are said once. */
const FORWARD: ReadonlySet<ReplyMeaning> = new Set<ReplyMeaning>(['done', 'yes', 'thanks']);

export const isSaidAgain = (half: Half, meaning: ReplyMeaning): boolean => half.did === 'moved' && FORWARD.has(meaning);

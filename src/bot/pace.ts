/**
 * How fast one chat may be written to: short bursts, then one message a second (Telegram's FAQ: about one message a
 * second to one chat, short bursts tolerated). Part of the turn, so that a long answer does not need the sender to know
 * chats. Pure.
 */

export const CHAT_BURST = 5;
export const CHAT_INTERVAL_MS = 1000;
/** No answer is so long that a chat has to wait longer for its end: a later `paceAt` was written under a clock that ran ahead. */
const CHAT_WAITS_MS = 10 * 60_000;

export interface ChatSlots {
  /** For each part, in order, when it may go out; never before `now`. */
  notBefore: Date[];
  /** To keep with the contact: when the chat's allowance is whole again. */
  paceAt: Date;
}

/**
 * Slots for `parts` messages (GCRA): in any span of w seconds a chat gets at most w + {@link CHAT_BURST} of them.
 * `paceAt` is what the last call returned, null for a new chat.
 */
export function chatSlot(paceAt: Date | null, now: Date, parts: number): ChatSlots {
  const burstMs = (CHAT_BURST - 1) * CHAT_INTERVAL_MS;
  const wholeAgainAt = paceAt?.getTime() ?? 0;
  const isMisdated = wholeAgainAt - now.getTime() > CHAT_WAITS_MS;
  const start = isMisdated ? now.getTime() : Math.max(wholeAgainAt, now.getTime());
  const notBefore = Array.from({ length: parts }, (_, part) => {
    const wholeAt = start + part * CHAT_INTERVAL_MS;
    return new Date(Math.max(now.getTime(), wholeAt - burstMs));
  });
  return { notBefore, paceAt: new Date(start + parts * CHAT_INTERVAL_MS) };
}

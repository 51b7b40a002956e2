/**
 * One channel's gate: calls pass at the pace that all processes share. Slots are taken from the database in small
 * lots as calls line up, and each goes to whoever waits most urgently when it comes due, so bulk that took a slot a
 * moment ago gives it to a reply.
 */
import type { Slots } from '../db/paces.ts';

export interface GateSettings {
  perSecond: number;
  /** Takes slots for all processes; see `reserve` in `src/db/paces.ts`. */
  reserve(calls: number, bulk: boolean): Promise<Slots>;
  onTrouble(error: unknown): void;
}

export interface Gate {
  /** Resolves true when the call may be made, false when it should be put back: bulk is paused, or the gate is shut. */
  pass(bulk: boolean): Promise<boolean>;
  /** Nothing but replies for so long, and what waits is put back. */
  pauseBulk(ms: number): void;
  readonly isBulkOpen: boolean;
  /** For good: everything that waits is put back. */
  shut(): void;
}

/** At most this much of the channel's future is taken in one go, and at most so many calls. */
const LOT_MS = 100;
const LOT_CALLS = 64;
/** Bulk that would have to wait longer is put back, where other processes and people who cancel can reach it. */
const BULK_WAITS_MS = 1000;
const TROUBLE_PAUSE_MS = 250;

type Waiter = (mayCall: boolean) => void;

/** Calls one lot may hold at this pace. */
export const lotOf = (perSecond: number): number =>
  Math.min(LOT_CALLS, Math.max(1, Math.floor((perSecond * LOT_MS) / 1000)));

export function createGate({ perSecond, reserve, onTrouble }: GateSettings): Gate {
  const replies: Waiter[] = [];
  const bulk: Waiter[] = [];
  /** When the slots we hold come due, by the monotonic clock, earliest first. */
  const slots: number[] = [];
  let isReserving = false;
  let bulkOpensAt = 0;
  let askAgainAt = 0;
  let isShut = false;
  let timer: NodeJS.Timeout | undefined;

  const now = () => performance.now();

  const missing = (): number => replies.length + bulk.length - slots.length;

  /** Whose slots to ask for at this moment: those of replies first. */
  function wish(): { calls: number; bulk: boolean } | null {
    if (replies.length > slots.length) return { calls: replies.length - slots.length, bulk: false };
    return missing() > 0 && now() >= askAgainAt ? { calls: missing(), bulk: true } : null;
  }

  async function takeSlots(): Promise<void> {
    if (isReserving) return;
    isReserving = true;
    for (let want = wish(); want && !isShut; want = wish()) {
      const calls = Math.min(want.calls, lotOf(perSecond));
      try {
        const { granted, waitMs } = await reserve(calls, want.bulk);
        const first = now() + waitMs;
        if (granted) for (let call = 0; call < calls; call++) slots.push(first + (call * 1000) / perSecond);
        else refuseBulk(waitMs);
      } catch (error) {
        onTrouble(error);
        await new Promise((resolve) => setTimeout(resolve, TROUBLE_PAUSE_MS));
      }
      letPass();
      wakeForNext();
    }
    isReserving = false;
    wakeForNext();
  }

  function refuseBulk(waitMs: number): void {
    if (waitMs > BULK_WAITS_MS) pauseBulk(waitMs);
    else askAgainAt = now() + Math.max(1, waitMs);
  }

  function letPass(): void {
    slots.sort((one, other) => one - other);
    while (slots[0] !== undefined && slots[0] <= now()) {
      slots.shift();
      (replies.shift() ?? bulk.shift())?.(true);
    }
  }

  /** Whether it is time to ask again, `wish` alone decides: judged here as well, a moment later, nobody would wake. */
  function wakeForNext(): void {
    clearTimeout(timer);
    const askAt = missing() > 0 && !isReserving ? askAgainAt : Number.POSITIVE_INFINITY;
    const wakeAt = Math.min(slots[0] ?? Number.POSITIVE_INFINITY, askAt);
    if (isShut || wakeAt === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(
      () => {
        letPass();
        wakeForNext();
        void takeSlots();
      },
      Math.max(0, wakeAt - now()),
    );
  }

  function pauseBulk(ms: number): void {
    bulkOpensAt = Math.max(bulkOpensAt, now() + ms);
    for (const putBack of bulk.splice(0)) putBack(false);
  }

  return {
    pass(isBulk) {
      if (isShut || (isBulk && now() < bulkOpensAt)) return Promise.resolve(false);
      return new Promise((resolve) => {
        (isBulk ? bulk : replies).push(resolve);
        void takeSlots();
      });
    },
    pauseBulk,
    get isBulkOpen() {
      return now() >= bulkOpensAt;
    },
    shut() {
      isShut = true;
      clearTimeout(timer);
      for (const putBack of [...replies.splice(0), ...bulk.splice(0)]) putBack(false);
    },
  };
}

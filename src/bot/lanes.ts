/**
 * Who goes next, in memory: one lane per contact, in which one call is under way at a time and the rest wait in order;
 * across lanes replies go first, and bulk may use half of the places at most. Pure bookkeeping, no clock, no waiting.
 */
import type { SendingRow } from '../db/outbox.ts';

export interface Lanes {
  /** Puts rows into their contacts' lanes. */
  add(rows: readonly SendingRow[]): void;
  /** The row whose call may begin now, or null. It is under way until {@link leave}. */
  next(): SendingRow | null;
  /** The call of this row is over; the contact's next row may go. */
  leave(row: SendingRow): void;
  /** Takes out what waits in one contact's lane, or in all of them. */
  clear(contactId?: bigint): SendingRow[];
}

interface Lane {
  waiting: SendingRow[];
  underWay: SendingRow | null;
}

/** True for all but replies. */
export const isBulk = (row: Pick<SendingRow, 'urgency'>): boolean => row.urgency > 0;

/** `places`: calls under way at a time. */
export function createLanes(places: number): Lanes {
  const lanes = new Map<bigint, Lane>();
  /** Contacts whose first row could go, by its urgency; longest waiting first. */
  const ready = [new Set<bigint>(), new Set<bigint>(), new Set<bigint>()];
  const underWay = { all: 0, bulk: 0 };

  function refresh(contactId: bigint, lane: Lane): void {
    const first = lane.underWay ? undefined : lane.waiting[0];
    for (const [urgency, contacts] of ready.entries()) {
      if (first?.urgency === urgency) contacts.add(contactId);
      else contacts.delete(contactId);
    }
    if (!lane.underWay && !first) lanes.delete(contactId);
  }

  function count(row: SendingRow, by: 1 | -1): void {
    underWay.all += by;
    if (isBulk(row)) underWay.bulk += by;
  }

  return {
    add(rows) {
      for (const row of rows) {
        const lane = lanes.get(row.contactId) ?? { waiting: [], underWay: null };
        lanes.set(row.contactId, lane);
        const after = lane.waiting.findLastIndex((other) => inOrder(other, row) <= 0);
        lane.waiting.splice(after + 1, 0, row);
        refresh(row.contactId, lane);
      }
    },

    next() {
      if (underWay.all >= places) return null;
      const isBulkFull = underWay.bulk >= Math.max(1, Math.floor(places / 2));
      for (const contacts of isBulkFull ? ready.slice(0, 1) : ready) {
        const [contactId] = contacts;
        if (contactId === undefined) continue;
        const lane = lanes.get(contactId)!;
        const row = lane.waiting.shift()!;
        lane.underWay = row;
        count(row, 1);
        refresh(contactId, lane);
        return row;
      }
      return null;
    },

    leave(row) {
      const lane = lanes.get(row.contactId);
      if (lane?.underWay !== row) return;
      lane.underWay = null;
      count(row, -1);
      refresh(row.contactId, lane);
    },

    clear(contactId) {
      const emptied = contactId === undefined ? [...lanes] : [[contactId, lanes.get(contactId)] as const];
      return emptied.flatMap(([contact, lane]) => {
        const rows = lane?.waiting.splice(0) ?? [];
        if (lane) refresh(contact, lane);
        return rows;
      });
    },
  };
}

/** The order within a chat; {@link import('../db/outbox.ts').claim} keeps the same. */
function inOrder(one: SendingRow, other: SendingRow): number {
  return one.urgency - other.urgency || compare(one.position, other.position) || compare(one.id, other.id);
}

const compare = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);

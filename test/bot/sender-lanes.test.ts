import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanes } from '../../src/bot/lanes.ts';
import type { SendingRow } from '../../src/db/outbox.ts';

function row(id: number, contact: number, urgency = 0, position = id): SendingRow {
  const time = new Date('2026-11-22T02:00:00Z');
  return {
    ...{ id: BigInt(id), contactId: BigInt(contact), position: BigInt(position), urgency, fence: 1n, attempts: 1 },
    ...{ to: { channel: 'telegram', externalId: `${contact}` }, simulated: false, message: { kind: 'text', text: '' } },
    ...{ notBefore: time, expiresAt: null, queuedAt: time, broadcastId: null, reason: null, contactLeft: false },
  };
}
const ids = (rows: readonly (SendingRow | null)[]) => rows.map((one) => (one ? Number(one.id) : null));

describe('lanes', () => {
  it('let one row of a contact go at a time, in its place in the chat', () => {
    const lanes = createLanes(10);
    lanes.add([row(2, 1), row(1, 1), row(3, 2), row(9, 1, 0, 1)]);
    const first = [lanes.next(), lanes.next(), lanes.next()];
    expect(ids(first)).toEqual([1, 3, null]);
    lanes.leave(first[0]!);
    const second = lanes.next();
    expect(ids([second, lanes.next()])).toEqual([9, null]);
    lanes.leave(second!);
    expect(ids([lanes.next()])).toEqual([2]);
  });

  it('let replies go before reminders before announcements, in one chat and across chats', () => {
    const lanes = createLanes(10);
    lanes.add([row(1, 1, 2), row(2, 2, 1), row(3, 3, 0), row(4, 1, 0)]);
    expect(ids([lanes.next(), lanes.next(), lanes.next(), lanes.next()])).toEqual([3, 4, 2, null]);
  });

  it('give bulk half of the places, replies all of them', () => {
    const lanes = createLanes(4);
    lanes.add([1, 2, 3, 4, 5].map((i) => row(i, i, 2)));
    const bulk = [lanes.next(), lanes.next()];
    expect(ids([...bulk, lanes.next()])).toEqual([1, 2, null]);
    lanes.add([6, 7, 8].map((i) => row(i, i)));
    expect(ids([lanes.next(), lanes.next(), lanes.next()])).toEqual([6, 7, null]);
    lanes.leave(bulk[0]!);
    expect(ids([lanes.next(), lanes.next()])).toEqual([8, null]);
  });

  it('give back what waits in one chat, or everywhere, but not what is under way', () => {
    const lanes = createLanes(10);
    lanes.add([row(1, 1), row(2, 1), row(3, 1), row(4, 2), row(5, 3)]);
    const underWay = lanes.next();
    expect(ids(lanes.clear(1n))).toEqual([2, 3]);
    expect(ids(lanes.clear(99n))).toEqual([]);
    expect(ids(lanes.clear())).toEqual([4, 5]);
    expect(lanes.next()).toBeNull();
    lanes.leave(underWay!);
    lanes.add([row(6, 1)]);
    expect(ids([lanes.next()])).toEqual([6]);
  });

  it('lose nothing and never mix up a chat, whatever happens', () => {
    const acts = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('add' as const), contact: fc.integer({ min: 1, max: 5 }), urgency: fc.nat(2) }),
        fc.record({ do: fc.constant('next' as const) }),
        fc.record({ do: fc.constant('leave' as const), which: fc.nat(5) }),
      ),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(acts, (steps) => {
        const lanes = createLanes(4);
        const underWay: SendingRow[] = [];
        const gone: SendingRow[] = [];
        let added = 0;
        const go = () => {
          const next = lanes.next();
          if (!next) return false;
          expect(underWay.some(({ contactId }) => contactId === next.contactId)).toBe(false);
          underWay.push(next);
          expect(underWay.length).toBeLessThanOrEqual(4);
          expect(underWay.filter(({ urgency }) => urgency > 0).length).toBeLessThanOrEqual(2);
          return true;
        };
        const leave = (which: number) => {
          const [row] = underWay.splice(which % underWay.length, 1);
          lanes.leave(row!);
          gone.push(row!);
        };
        for (const step of steps) {
          if (step.do === 'add') lanes.add([row(++added, step.contact, step.urgency)]);
          else if (step.do === 'next') go();
          else if (underWay.length > 0) leave(step.which);
        }
        while (go() || underWay.length > 0) while (underWay.length > 0) leave(0);
        expect(ids(gone).sort((one, other) => one! - other!)).toEqual(Array.from({ length: added }, (_, i) => i + 1));
      }),
    );
  });
});

/** Carries out what an official pressed on an announcement, in the turn's transaction. */

import type { OutboundMessage } from '../bot/channel.ts';
import type { BroadcastAct } from '../bot/desk/announce.ts';
import { broadcastButton } from '../bot/desk/announce.ts';
import { whenAllowed } from '../bot/nudge.ts';
import type { Recipient, Turn } from '../bot/turn.ts';
import { vietnamHour } from '../clock.ts';
import { above } from '../db/areas.ts';
import { planRecipients, previewAudience } from '../db/audience.ts';
import type { Tx } from '../db/client.ts';
import { approversFor } from '../db/teams.ts';
import { type BroadcastState, rule, SECOND_PERSON_ABOVE } from './approval.ts';
import { countRecipients, sayResult } from './result.ts';

export interface Broadcast {
  id: string;
  areaCode: string;
  text: string;
  state: BroadcastState;
  author: Recipient & { name: string };
  previewedCount: number;
  testedAt: Date | null;
  simulated: boolean;
}

export async function draftBroadcast(
  tx: Tx,
  turn: Turn,
  draft: { id: string; areaCode: string; text: string; count: number },
): Promise<void> {
  await tx`
    insert into broadcasts (id, area_code, text, state, author_id, previewed_count, created_at, simulated)
    values (${draft.id}, ${draft.areaCode}, ${draft.text}, 'draft', ${turn.person.id}, ${draft.count}, ${turn.world.now},
            ${turn.person.simulated})`;
}

/** Locks an announcement the person may act on: one of an area at or below their own. */
async function lockBroadcast(tx: Tx, turn: Turn, id: string): Promise<Broadcast | null> {
  const areas = turn.person.memberships.filter(({ role }) => role !== 'volunteer').map(({ areaCode }) => areaCode);
  const [row] = await tx<
    {
      id: bigint;
      area_code: string;
      text: string;
      state: BroadcastState;
      author_id: bigint;
      author_channel: 'telegram' | 'zalo';
      author_name: string | null;
      previewed_count: number;
      tested_at: Date | null;
      simulated: boolean;
    }[]
  >`
    select b.id, b.area_code, b.text, b.state, b.author_id, c.channel as author_channel, b.previewed_count, b.tested_at,
           b.simulated, (select m.name from memberships m where m.contact_id = b.author_id order by m.id desc limit 1) as author_name
    from broadcasts b join contacts c on c.id = b.author_id where b.id = ${id} for update of b`;
  if (!row) return null;
  const [covered] = await tx`select 1 from (${above(tx, row.area_code)}) o where o.code = any (${areas}) limit 1`;
  if (!covered) return null;
  return {
    id: String(row.id),
    areaCode: row.area_code,
    text: row.text,
    state: row.state,
    author: {
      id: String(row.author_id),
      channel: row.author_channel,
      simulated: row.simulated,
      name: row.author_name ?? '',
    },
    previewedCount: row.previewed_count,
    testedAt: row.tested_at,
    simulated: row.simulated,
  };
}

export async function actOnBroadcast(tx: Tx, turn: Turn, id: string, act: BroadcastAct): Promise<void> {
  const broadcast = await lockBroadcast(tx, turn, id);
  if (!broadcast) return turn.say('volunteer:no-right', {}, [deskBack(turn)]);
  const audience = await previewAudience(tx, broadcast.areaCode, broadcast.simulated, turn.world.now);
  const facts = {
    state: broadcast.state,
    authorId: broadcast.author.id,
    tested: broadcast.testedAt !== null,
    previewedCount: broadcast.previewedCount,
    count: audience.reachable,
  };
  const ruling = rule(facts, act, turn.person.id);
  if (!ruling.allowed) return refuse(tx, turn, broadcast, ruling.say, audience.reachable);
  if (ruling.next !== broadcast.state) {
    await tx`update broadcasts set state = ${ruling.next} where id = ${id}`;
  }
  await carryOut(tx, turn, { ...broadcast, state: ruling.next }, act, audience.reachable);
}

async function refuse(tx: Tx, turn: Turn, broadcast: Broadcast, say: string, count: number): Promise<void> {
  const state = turn.text(`broadcast:state.${broadcast.state}`);
  const again = { 'needs-test': ['test'], 'needs-approval': ['submit'], changed: ['approve', 'return'] }[say] ?? [
    'result',
  ];
  if (say === 'changed') await tx`update broadcasts set previewed_count = ${count} where id = ${broadcast.id}`;
  const params = { count, limit: SECOND_PERSON_ABOVE, state, before: broadcast.previewedCount };
  turn.say(`broadcast:${say}`, params, [
    ...again.map((act) => broadcastButton(turn, broadcast.id, act)),
    deskBack(turn),
  ]);
}

const deskBack = (turn: Turn) => turn.button('volunteer:desk.back', { scope: 'general', word: 'desk' });

async function carryOut(tx: Tx, turn: Turn, broadcast: Broadcast, act: BroadcastAct, count: number): Promise<void> {
  switch (act) {
    case 'test':
      return test(tx, turn, broadcast, count);
    case 'submit':
      return submit(tx, turn, broadcast, count);
    case 'approve':
      await tx`update broadcasts set approved_by = ${turn.person.id}, approved_at = ${turn.world.now} where id = ${broadcast.id}`;
      turn.say('broadcast:approved', { count }, [broadcastButton(turn, broadcast.id, 'stop')]);
      tellAuthor(turn, broadcast, 'approved-author', count, ['pause', 'stop']);
      return start(tx, turn, broadcast);
    case 'start':
      turn.say('broadcast:started', { count }, [
        broadcastButton(turn, broadcast.id, 'pause'),
        broadcastButton(turn, broadcast.id, 'stop'),
        broadcastButton(turn, broadcast.id, 'result'),
      ]);
      return start(tx, turn, broadcast);
    case 'return':
      turn.say('broadcast:returned-approver', {}, [deskBack(turn)]);
      return tellAuthor(turn, broadcast, 'returned', count, []);
    case 'pause':
      return pause(tx, turn, broadcast);
    case 'resume':
      return resume(tx, turn, broadcast);
    case 'stop':
      return stop(tx, turn, broadcast);
    case 'result':
      return sayResult(tx, turn, broadcast.id, broadcast.state);
  }
}

/** The test is the very message people will get. */
async function test(tx: Tx, turn: Turn, broadcast: Broadcast, count: number): Promise<void> {
  await tx`update broadcasts set tested_at = ${turn.world.now} where id = ${broadcast.id}`;
  turn.tell(broadcast.text, announcementButtons(turn));
  const next = count > SECOND_PERSON_ABOVE ? 'submit' : 'start';
  turn.say('broadcast:tested', {}, [broadcastButton(turn, broadcast.id, next), deskBack(turn)]);
}

/** Every unprompted message ends with a way to stop (CD-61). */
export const announcementButtons = (turn: Turn) => [
  turn.button('broadcast:button.no-more', { scope: 'general', word: 'stop-announcements' }),
];

async function submit(tx: Tx, turn: Turn, broadcast: Broadcast, count: number): Promise<void> {
  const approvers = await approversFor(tx, broadcast.areaCode, broadcast.author.id, broadcast.simulated);
  const [first] = approvers;
  if (!first) {
    await tx`update broadcasts set state = 'draft' where id = ${broadcast.id}`;
    return turn.say('broadcast:no-approver', {}, [deskBack(turn)]);
  }
  turn.say('broadcast:submitted', { approver: approvers.map(({ name }) => name).join(', ') }, [deskBack(turn)]);
  for (const approver of approvers) {
    const text = turn.text('broadcast:please-approve', { author: broadcast.author.name, count });
    turn.notify(approver, { kind: 'text', text });
    turn.notify(approver, {
      kind: 'text',
      text: broadcast.text,
      buttons: ['approve', 'return'].map((act) => broadcastButton(turn, broadcast.id, act)),
    });
  }
}

function tellAuthor(turn: Turn, broadcast: Broadcast, key: string, count: number, acts: string[]): void {
  const name = turn.person.memberships[0]?.name ?? '';
  const approver = name.charAt(0).toUpperCase() + name.slice(1);
  const message: OutboundMessage = {
    kind: 'text',
    text: turn.text(`broadcast:${key}`, { approver, count }),
    buttons: [...acts.map((act) => broadcastButton(turn, broadcast.id, act)), deskBack(turn)],
  };
  turn.notify(broadcast.author, message);
}

async function start(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  const { now } = turn.world;
  await tx`update broadcasts set started_at = ${now} where id = ${broadcast.id}`;
  await planRecipients(tx, broadcast, now);
  const opens = whenAllowed(now);
  if (opens.getTime() > now.getTime()) {
    turn.say('broadcast:night', { time: `${Math.floor(vietnamHour(opens))} giờ` }, [
      broadcastButton(turn, broadcast.id, 'stop'),
    ]);
  }
}

/** Takes back what waits in the outbox: only messages in the middle of being sent still arrive. */
const unqueue = (tx: Tx, id: string) => tx`
  with back as (
    update outbound set state = 'cancelled', reason = 'stopped' where broadcast_id = ${id} and state = 'queued'
    returning contact_id),
  unprompted as (
    update contacts set prompted_on = null from back where contacts.id = back.contact_id)
  update broadcast_recipients r set state = 'planned' from back
  where r.broadcast_id = ${id} and r.contact_id = back.contact_id`;

async function pause(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  await unqueue(tx, broadcast.id);
  const counts = await countRecipients(tx, broadcast.id);
  turn.say('broadcast:paused', { left: counts.left }, [
    broadcastButton(turn, broadcast.id, 'resume'),
    broadcastButton(turn, broadcast.id, 'stop'),
  ]);
}

async function resume(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  const counts = await countRecipients(tx, broadcast.id);
  turn.say('broadcast:resumed', { left: counts.left }, [
    broadcastButton(turn, broadcast.id, 'pause'),
    broadcastButton(turn, broadcast.id, 'stop'),
  ]);
}

async function stop(tx: Tx, turn: Turn, broadcast: Broadcast): Promise<void> {
  await unqueue(tx, broadcast.id);
  const counts = await countRecipients(tx, broadcast.id);
  await tx`
    update broadcast_recipients set state = 'cancelled', reason = 'stopped'
    where broadcast_id = ${broadcast.id} and state = 'planned'`;
  await tx`update broadcasts set ended_at = ${turn.world.now} where id = ${broadcast.id}`;
  turn.say('broadcast:stopped', { sent: counts.sent, left: counts.left }, [
    broadcastButton(turn, broadcast.id, 'result'),
    deskBack(turn),
  ]);
}

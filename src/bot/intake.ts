/**
 * Everything a platform delivers lands here, and lands whole: dedupe, lock, decide, store – one transaction, then and
 * only then the promise resolves (and the webhook answers 200). Events wait in memory at most for the transactions under
 * way; then up to 64 of different people go together (docs/decisions/0003). Replies leave right after the commit.
 */
import { setImmediate as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database, Tx } from '../db/client.ts';
import type { SendingRow } from '../db/outbox.ts';
import {
  type Admitted,
  type Arrival,
  admit,
  type ContactWrite,
  type OutboundWrite,
  type StoredOutbound,
  store,
  type TurnWrite,
} from '../db/turns.ts';
import type { Texts } from '../text.ts';
import type { Channel, ChannelName, InboundEvent } from './channel.ts';
import { conclude, converse } from './converse.ts';
import { NO_FACTS } from './facts.ts';
import { gather } from './gather.ts';
import { sayMenu } from './menu.ts';
import { chatSlot } from './pace.ts';
import { type Performers, performFrequent, performRare } from './perform.ts';
import type { Person } from './person.ts';
import type { Sender } from './sender.ts';
import { type FlowBook, Turn, type Voices, type World } from './turn.ts';

/** Turns of different people that may share a transaction. */
const SHARED_LIMIT = 64;
/** Transactions at a time: while one waits for the database, another is decided, and a lone event finds one free. */
const TRANSACTIONS = 2;

export type CrashPoint = 'before-admit' | 'after-admit' | 'after-store' | 'after-commit';

export interface IntakeParts {
  db: Database;
  clock: Clock;
  texts: Texts;
  flows: FlowBook;
  channels: Record<ChannelName, Pick<Channel, 'split'>>;
  sender: Pick<Sender, 'soundFence' | 'doubtFence' | 'leaseMs' | 'take' | 'wake' | 'gesture'>;
  performers: Performers;
  picture: World['picture'];
  /** What make-believe people read instead, when that may differ. */
  rehearsal?: Pick<World, 'texts' | 'flows' | 'picture'>;
  voices?: Voices;
  fingerprint: World['fingerprint'];
  scams?: World['scams'];
  hasChooser?: boolean;
  /** Told after a commit that left something to be fetched. */
  onErrand?: () => void;
  /** Sees the turns of simulated people after the commit. */
  onSimulatedTurn?: (report: TurnReport) => void;
  onError: (error: unknown, text: string) => void;
  /** False in benchmarks: no spacing of messages within one chat. */
  paceChats?: boolean;
  crash?: (point: CrashPoint) => void;
}

/** What one turn of a simulated person did, for the inspector. */
export interface TurnReport {
  inboundId: string;
  at: string;
  heard: string | null;
  understood: string;
  stepFrom: string | null;
  stepTo: string | null;
  memoryBefore: unknown;
  memoryAfter: unknown;
  rows: { table: string; before: unknown; after: unknown }[];
}

export interface Intake {
  /** Resolves after the commit: the report of the turn, or null for an event that had been delivered before. */
  receive(event: InboundEvent, options?: { simulated?: boolean }): Promise<TurnReport | null>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting extends Arrival {
  resolve(report: TurnReport | null): void;
  reject(error: unknown): void;
}

export function createIntake(parts: IntakeParts): Intake {
  const waiting: Waiting[] = [];
  /** Whose event is in a transaction. */
  const busy = new Set<string>();
  const working = new Set<Promise<void>>();
  let free = TRANSACTIONS;

  /** Transactions one after the other, as long as there is somebody whose event may go into one. */
  const work = async (): Promise<void> => {
    try {
      for (;;) {
        await pause(); // what has arrived meanwhile is read first: it goes along in the same transaction
        const arrivals = takeDifferentPeople(waiting, busy);
        if (arrivals.length === 0) return;
        await handleBusy(arrivals);
      }
    } finally {
      free += 1; // in the same breath as the look at who waits, so that nobody is overlooked
    }
  };
  const handleBusy = async (arrivals: Waiting[]): Promise<void> => {
    const people = arrivals.map(({ event }) => personOf(event));
    for (const person of people) busy.add(person);
    try {
      await handle(parts, arrivals);
    } finally {
      for (const person of people) busy.delete(person);
    }
  };
  const wake = () => {
    if (free === 0) return;
    free -= 1;
    const mine: Promise<void> = work().finally(() => working.delete(mine));
    working.add(mine);
  };
  return {
    receive: (event, { simulated = false } = {}) =>
      new Promise((resolve, reject) => {
        waiting.push({ event, simulated, resolve, reject });
        wake();
      }),
    drain: async () => {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

const personOf = ({ from: { channel, externalId } }: InboundEvent): string => `${channel}:${externalId}`;

/**
 * The next events in order of arrival, at most one per person and none of somebody who is `busy`: a person's next event
 * waits until the one before it is over.
 */
function takeDifferentPeople(waiting: Waiting[], busy: ReadonlySet<string>): Waiting[] {
  const seen = new Set(busy);
  const taken: Waiting[] = [];
  const left: Waiting[] = [];
  for (const arrival of waiting) {
    const person = personOf(arrival.event);
    if (taken.length < SHARED_LIMIT && !seen.has(person)) taken.push(arrival);
    else left.push(arrival);
    seen.add(person);
  }
  waiting.length = 0;
  waiting.push(...left);
  return taken;
}

/** `bare`: nothing of what was sent is looked at, the person gets the menu. */
type Mode = 'together' | 'alone' | 'bare';

/** One shared transaction; if it fails, everybody gets one of their own, so that one bad event takes nobody down. */
async function handle(parts: IntakeParts, arrivals: Waiting[]): Promise<void> {
  try {
    settle(arrivals, await takeTurns(parts, arrivals, 'together'));
  } catch (error) {
    if (arrivals.length > 1) parts.onError(error, 'a shared turn failed; its events are tried one by one');
    for (const arrival of arrivals) {
      try {
        settle([arrival], await takeAlone(parts, arrival));
      } catch (lonely) {
        arrival.reject(lonely);
      }
    }
  }
}

/** What can never be stored must not be refused: the platform would deliver it for ever, and everything behind it late. */
async function takeAlone(parts: IntakeParts, arrival: Waiting): Promise<Map<number, TurnReport>> {
  try {
    return await takeTurns(parts, [arrival], 'alone');
  } catch (error) {
    if (!wouldFailAgain(error)) throw error;
    parts.onError(error, 'a turn could not be stored; the person was brought to the menu');
    return takeTurns(parts, [arrival], 'bare');
  }
}

/** The values are to blame (SQLSTATE classes 22 and 23), or we are; a database that is away says so with another code. */
function wouldFailAgain(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === undefined || (typeof code === 'string' && /^2[23]/.test(code));
}

function settle(arrivals: Waiting[], reports: Map<number, TurnReport>): void {
  arrivals.forEach(({ resolve }, index) => {
    resolve(reports.get(index) ?? null);
  });
}

interface Taken {
  admitted: Admitted;
  event: InboundEvent;
  turn: Turn;
}

async function takeTurns(parts: IntakeParts, arrivals: Waiting[], mode: Mode): Promise<Map<number, TurnReport>> {
  const now = parts.clock.now();
  parts.crash?.('before-admit');
  const lease = { fence: await parts.sender.soundFence(), ms: parts.sender.leaseMs };
  const leasedAt = performance.now();
  const transaction = parts.db.sql.begin(async (tx) => {
    const admitted = await admit(tx, arrivals, now);
    parts.crash?.('after-admit');
    const turns: Taken[] = [];
    for (const one of admitted) {
      const { event } = arrivals[one.index] as Waiting;
      turns.push({ admitted: one, event, turn: await takeTurn(tx, parts, one, event, now, mode) });
    }
    await performFrequent(
      tx,
      turns.map(({ turn }) => turn),
      now,
    );
    const all = turns.flatMap((one) => outboundOf(parts, one, now));
    const rows = {
      contacts: turns.map(contactOf(all)),
      turns: turns.map(turnOf),
      outbound: all.map(({ write }) => write),
    };
    const results = turns.length > 0 ? await store(tx, rows, lease, now) : [];
    parts.crash?.('after-store');
    return { taken: turns, writes: all, stored: results };
  });
  transaction.catch(() => parts.sender.doubtFence());
  const { taken, writes, stored } = await transaction;
  parts.crash?.('after-commit');
  send(parts, taken, writes, stored, { fence: lease.fence, leasedAt });
  if (taken.some(({ turn }) => turn.effects.some(({ type }) => type === 'errand'))) parts.onErrand?.();
  return new Map(
    taken
      .filter(({ admitted }) => admitted.person.simulated)
      .map((one) => [one.admitted.index, reportOf(parts, one, writes, now)]),
  );
}

/** Decides one turn. A mistake of ours in it must not silence the person: alone, it ends in the menu and a log line. */
async function takeTurn(
  tx: Tx,
  parts: IntakeParts,
  { person, inboundId }: Admitted,
  event: InboundEvent,
  now: Date,
  mode: Mode,
): Promise<Turn> {
  const facts = mode === 'bare' ? NO_FACTS : await gather(tx, person, event, now);
  const { texts, flows, picture } = (person.simulated && parts.rehearsal) || parts;
  const { voices, fingerprint, scams, hasChooser = false } = parts;
  const more = { ...(voices && { voices }), ...(scams && { scams }), hasChooser };
  const world: World = { now, inboundId, texts, flows, facts, picture, fingerprint, ...more };
  const turn = mode === 'bare' ? bringToMenu(person, world) : decide(parts, person, event, world, mode);
  await performRare(tx, turn, parts.performers);
  conclude(turn, event);
  return turn;
}

function decide(parts: IntakeParts, person: Person, event: InboundEvent, world: World, mode: Mode): Turn {
  try {
    return converse(person, event, world);
  } catch (error) {
    if (mode === 'together') throw error;
    parts.onError(error, 'a turn could not be decided; the person was brought to the menu');
    return bringToMenu(person, world);
  }
}

/** Out of whatever could not be gone on with; its place is kept on the shelf. */
function bringToMenu(person: Person, world: World): Turn {
  const turn = new Turn(person, world);
  const { memory } = turn;
  turn.understood = 'trouble';
  if (memory.run) memory.shelf = [memory.run, ...(memory.shelf ?? [])];
  delete memory.run;
  delete memory.asking;
  sayMenu(turn);
  return turn;
}

interface Prepared {
  write: OutboundWrite;
  paceAt: Date | null;
  isOwn: boolean;
}

function outboundOf(parts: IntakeParts, { admitted, turn }: Taken, now: Date): Prepared[] {
  const { person, inboundId } = admitted;
  const calls = turn.messages.flatMap((outgoing) => {
    const channel = outgoing.to?.channel ?? person.channel;
    return parts.channels[channel].split(outgoing.message).map((message) => ({ ...outgoing, message, channel }));
  });
  const own = calls.filter(({ to }) => to === undefined);
  const slots = parts.paceChats === false ? null : chatSlot(person.paceAt, now, own.length);
  let ownPart = 0;
  return calls.map(({ message, channel, to, urgency, expiresAt }, part) => {
    const notBefore = to === undefined ? (slots?.notBefore[ownPart++] ?? now) : now;
    return {
      isOwn: to === undefined,
      paceAt: slots?.paceAt ?? null,
      write: {
        contact_id: to?.id ?? person.id,
        channel,
        cause: `in:${inboundId}`,
        part,
        kind: message.kind,
        body: message,
        urgency,
        not_before: notBefore,
        expires_at: expiresAt ?? null,
        broadcast_id: null,
        simulated: to?.simulated ?? person.simulated,
        mine: to === undefined,
      },
    };
  });
}

const contactOf =
  (all: Prepared[]) =>
  ({ admitted: { person }, turn }: Taken): ContactWrite => {
    const { patch } = turn;
    const paced = all.find(({ isOwn, write }) => isOwn && write.contact_id === person.id);
    return {
      id: person.id,
      memory: turn.memory,
      term: patch.term ?? person.term,
      call_name: patch.callName ?? person.callName,
      locale: patch.locale ?? person.locale,
      area_code: patch.areaCode ?? person.areaCode,
      seen_at: turn.understood === 'receipt' || !turn.isTheirAct ? person.seenAt : turn.world.now,
      left_at: patch.leftAt === undefined ? person.leftAt : patch.leftAt,
      left_reason: patch.leftReason ?? null,
      muted_at: patch.mutedAt === undefined ? person.mutedAt : patch.mutedAt,
      nudge_at: patch.nudgeAt ?? null,
      keep_nudge: patch.nudgeAt === undefined,
      pace_at: paced?.paceAt ?? person.paceAt,
    };
  };

const turnOf = ({ admitted: { person, inboundId }, turn }: Taken): TurnWrite => ({
  inbound_id: inboundId,
  contact_id: person.id,
  run_id: turn.runId,
  seq: turn.seq,
  heard: turn.heard,
  understood: turn.understood,
  step_from: turn.stepFrom,
  step_to: turn.stepTo,
});

/** After the commit: presses are acknowledged, our rows are sent from memory, the rest is the sender's to find. */
function send(
  parts: IntakeParts,
  taken: Taken[],
  writes: Prepared[],
  stored: StoredOutbound[],
  { fence, leasedAt }: { fence: bigint; leasedAt: number },
): void {
  for (const {
    admitted: { person },
    turn,
  } of taken) {
    const to = { channel: person.channel, externalId: person.externalId };
    for (const gesture of turn.gestures) parts.sender.gesture(to, person.simulated, gesture);
  }
  const people = new Map(taken.map(({ admitted: { person } }) => [person.id, person]));
  const prepared = new Map(writes.map(({ write }) => [`${write.contact_id} ${write.cause} ${write.part}`, write]));
  const rows: SendingRow[] = [];
  for (const row of stored) {
    const write = prepared.get(`${row.contact_id} ${row.cause} ${row.part}`);
    const person = people.get(row.contact_id);
    if (row.state !== 'sending' || !write || !person) continue;
    rows.push({
      id: BigInt(row.id),
      contactId: BigInt(row.contact_id),
      to: { channel: write.channel, externalId: person.externalId },
      simulated: write.simulated,
      message: write.body,
      urgency: write.urgency,
      position: BigInt(row.id),
      notBefore: write.not_before,
      expiresAt: write.expires_at,
      queuedAt: write.not_before,
      attempts: 1,
      fence,
      broadcastId: null,
      reason: null,
      contactLeft: false,
    });
  }
  if (rows.length > 0) parts.sender.take(rows, leasedAt);
  if (rows.length < stored.length) parts.sender.wake();
}

function reportOf(parts: IntakeParts, { admitted, turn }: Taken, writes: Prepared[], now: Date): TurnReport {
  const { person, inboundId } = admitted;
  const contact = contactOf(writes)({ admitted, turn, event: undefined as never });
  const before = {
    ...contact,
    memory: person.memory,
    term: person.term,
    call_name: person.callName,
    area_code: person.areaCode,
  };
  const rows = [
    { table: 'inbound', before: null, after: { id: inboundId, contact_id: person.id, channel: person.channel } },
    { table: 'contacts', before, after: contact },
    { table: 'turns', before: null, after: turnOf({ admitted, turn, event: undefined as never }) },
    ...writes
      .filter(({ write }) => write.cause === `in:${inboundId}`)
      .map(({ write }) => ({ table: 'outbound', before: null, after: write })),
    ...turn.effects.map((effect) => ({
      table: tableOf(effect.type),
      before: null,
      after: effect.type === 'seal-code' ? { type: effect.type } : effect,
    })),
  ];
  const report: TurnReport = {
    inboundId,
    at: now.toISOString(),
    heard: turn.heard,
    understood: turn.understood,
    stepFrom: turn.stepFrom,
    stepTo: turn.stepTo,
    memoryBefore: person.memory,
    memoryAfter: turn.memory,
    rows,
  };
  parts.onSimulatedTurn?.(report);
  return report;
}

/** Where an effect left its row, for the inspector. */
const TABLES: Record<string, string> = {
  'start-run': 'runs',
  'end-run': 'runs',
  record: 'ledger',
  'seal-code': 'private_media',
  'register-stall': 'stalls',
  'open-help': 'help_requests',
  help: 'help_requests',
  'join-team': 'memberships',
  'join-household': 'household_contacts',
  'make-household': 'households',
  'invite-household': 'outbound',
  'draft-broadcast': 'broadcasts',
  errand: 'errands',
  'make-proof': 'proof_codes',
  'use-proof': 'proof_codes',
  'link-family': 'family_links',
  broadcast: 'broadcasts',
};
const tableOf = (type: string): string => TABLES[type] ?? type;

/**
 * Plans announcements and feeds them to the sender in small portions, each as large as the sender has room for at that
 * moment, so that a list of 100,000 is never held in memory, a stop works at once and nobody's reply waits behind it. What
 * waits is in the plan: any number of workers may feed, each announcement is fed by one at a time, and what one that dies
 * had in hand is found by its lease.
 */
import type { ChannelName } from '../bot/channel.ts';
import type { Outcome, Sender } from '../bot/sender.ts';
import type { Clock } from '../clock.ts';
import { type Broadcast, lockForFeeding, openBroadcasts } from '../db/broadcasts.ts';
import type { Database, Tx } from '../db/client.ts';
import { openHoursOf, shutAt } from '../db/open-hours.ts';
import type { SendingRow } from '../db/outbox.ts';
import {
  collect,
  dropVisits,
  planAnew,
  planHouseholdVisits,
  planPart,
  planVisits,
  takeBack,
} from '../db/recipients.ts';
import type { Lease } from '../db/turns.ts';
import type { Texts } from '../text.ts';
import { agreeAnew, begin, factsOf } from './act.ts';
import { rule } from './approval.ts';
import { feedPortion } from './portion.ts';
import { hasFilters, preview } from './preview.ts';
import { sayProgress, tellAuthor } from './progress.ts';
import { isOpenHour } from './schedule.ts';
import { readTerms } from './terms.ts';

const POLL_MS = 400;
/** Between two rounds that something asked for. */
const BREATH_MS = 10;
/** Ends are brought over into the plan this often while there is more to feed. */
const COLLECT_EVERY_MS = 400;
export type CrashPoint = 'before-feed-commit' | 'after-feed';

export interface Feeder {
  start(): void;
  /** Announcements have ended there: looks soon if that makes room for more. Cheap. */
  wake(ended: readonly Pick<Outcome, 'channel' | 'simulated'>[]): void;
  /** Feeds what there is room for now; used after a clock jump and in tests. */
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

export interface FeederParts {
  db: Pick<Database, 'sql'>;
  clock: Clock;
  texts: Texts;
  sender: Pick<Sender, 'roomForBulk' | 'soundFence' | 'doubtFence' | 'leaseMs' | 'take' | 'wake'>;
  onError(error: unknown): void;
  crash?: (point: CrashPoint) => void;
}

/** By announcement, what this process remembers of the last rounds; nothing is lost with it. */
type Rounds = Map<string, { steppedAt: number; collectedAt: number }>;

export function createFeeder(parts: FeederParts): Feeder {
  const rounds: Rounds = new Map();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  /** Something asked for a look during one. */
  let isAsked = false;
  let isOn = false;
  const lookIn = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(look, ms);
  };
  const look = () => {
    isRunning = true;
    isAsked = false;
    running = feedAll(parts, rounds)
      .catch(parts.onError)
      .finally(() => {
        isRunning = false;
        if (isOn) lookIn(isAsked ? BREATH_MS : POLL_MS);
      });
  };
  return {
    start: () => {
      isOn = true;
      lookIn(0);
    },
    wake: (ended) => {
      if (!isOn || isAsked) return;
      if (!ended.some(({ channel, simulated }) => parts.sender.roomForBulk(channel, simulated) > 0)) return;
      if (!isRunning) lookIn(BREATH_MS);
      isAsked = true;
    },
    runOnce: () => feedAll(parts, rounds),
    stop: async () => {
      isOn = false;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * What a step has left to do: the same again, `fed` when it took people from the plan; or nothing, `told` meaning that the
 * sender has a letter.
 */
type Step = 'again' | 'fed' | 'told' | 'nothing';

/** Step by step until none has more to do: urgent ones first, then whoever has waited longest for its step. */
async function feedAll(parts: FeederParts, rounds: Rounds): Promise<void> {
  const open = await openBroadcasts(parts.db.sql);
  for (const id of rounds.keys()) if (!open.some((one) => one.id === id)) rounds.delete(id);
  const steppedAt = ({ id }: { id: string }) => rounds.get(id)?.steppedAt ?? 0;
  while (open.length > 0) {
    open.sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent) || steppedAt(a) - steppedAt(b));
    const step = await feedOne(parts, open[0]!.id, rounds);
    if (step === 'nothing' || step === 'told') open.shift();
  }
}

/** One announcement in trouble does not hold up the others. */
async function feedOne(parts: FeederParts, id: string, rounds: Rounds): Promise<Step> {
  const { steppedAt = 0, collectedAt = Number.NEGATIVE_INFINITY } = rounds.get(id) ?? {};
  const now = performance.now();
  const collects = now - collectedAt >= COLLECT_EVERY_MS;
  const step = await takeStep(parts, id, collects).catch((error): Step => {
    parts.onError(error);
    return 'nothing';
  });
  const hasMoved = step === 'again' || step === 'fed';
  rounds.set(id, { steppedAt: hasMoved ? now : steppedAt, collectedAt: collects ? now : collectedAt });
  if (step === 'told') parts.sender.wake();
  return step;
}

/** One short transaction, and what it put into our sender's hands. `collects`: brings over what has ended, even if it feeds. */
async function takeStep(parts: FeederParts, id: string, collects: boolean): Promise<Step> {
  const lease = { fence: await parts.sender.soundFence(), ms: parts.sender.leaseMs };
  const leasedAt = performance.now();
  const transaction = parts.db.sql.begin(async (tx) => {
    const taken = await stepOf(tx, parts, id, lease, collects);
    parts.crash?.('before-feed-commit');
    return taken;
  }) as Promise<Taken>;
  transaction.catch(() => parts.sender.doubtFence());
  const { step, begun } = await transaction;
  parts.crash?.('after-feed');
  if (begun.length > 0) parts.sender.take(begun, leasedAt);
  return step;
}

interface Taken {
  step: Step;
  /** `sending` under our lease. */
  begun: SendingRow[];
}

const only = (step: Step): Taken => ({ step, begun: [] });

async function stepOf(tx: Tx, parts: FeederParts, id: string, lease: Lease, collects: boolean): Promise<Taken> {
  const [broadcast] = await Promise.all([lockForFeeding(tx, id), planAnew(tx)]);
  const now = parts.clock.now();
  switch (broadcast?.state) {
    case 'scheduled':
      return only(await beginScheduled(tx, parts, broadcast, now));
    case 'sending':
      if (broadcast.plannedAt === null) return only(await plan(tx, broadcast, now));
      return send(tx, parts, broadcast, lease, collects, now);
    case 'paused':
      await collect(tx, id);
      await takeBack(tx, id, 'planned');
      return only('nothing');
    case 'stopped':
      await collect(tx, id);
      await takeBack(tx, id, 'cancelled');
      return only('nothing');
    default:
      return only('nothing');
  }
}

/** Its time has come: looked at once more, as if somebody pressed now. */
async function beginScheduled(tx: Tx, parts: FeederParts, broadcast: Broadcast, now: Date): Promise<Step> {
  if (broadcast.sendAt === null || broadcast.sendAt > now) return 'nothing';
  const seen = await preview(tx, broadcast, now);
  const ruling = rule(factsOf(broadcast, seen), 'begin', broadcast.authorRef);
  if (ruling.allowed) {
    await begin(tx, broadcast, seen.reachable, now);
    return 'again';
  }
  await agreeAnew(tx, broadcast, seen.reachable);
  await tellAuthor(tx, parts.texts, broadcast, {
    key: `scheduled-${ruling.say}`,
    params: { count: seen.reachable, before: broadcast.agreedCount ?? 0 },
    acts: broadcast.submittedAt ? ['submit'] : ['start'],
    cause: `scheduled:${broadcast.id}:${now.getTime()}`,
    now,
  });
  return 'told';
}

async function plan(tx: Tx, broadcast: Broadcast, now: Date): Promise<Step> {
  const [row] = await tx<{ after: bigint }[]>`select plan_after as after from broadcasts where id = ${broadcast.id}`;
  const { isWhole } = await planPart(tx, broadcast, row!.after, now);
  if (isWhole && !hasFilters(broadcast)) await planHouseholdVisits(tx, broadcast, now);
  return 'again';
}

async function send(
  tx: Tx,
  parts: FeederParts,
  broadcast: Broadcast,
  lease: Lease,
  collects: boolean,
  now: Date,
): Promise<Taken> {
  if (collects && (await collectRefusal(tx, broadcast))) return only(await holdBack(tx, parts, broadcast, now));
  const isUrgent = broadcast.kind === 'urgent';
  const [hours, shut, terms] = await Promise.all([
    openHoursOf(tx, broadcast.audience.area),
    isUrgent ? null : shutAt(tx, now),
    readTerms(tx),
  ]);
  if (!isOpenHour(now, isUrgent, hours)) {
    await takeBack(tx, broadcast.id, 'planned');
    return only('nothing');
  }
  const { texts, sender } = parts;
  const room = (channel: ChannelName) => sender.roomForBulk(channel, broadcast.simulated);
  const { people, begun } = await feedPortion(tx, broadcast, { texts, room, lease, terms, shut, now });
  if (people > 0) return { step: 'fed', begun };
  if (!collects && (await collectRefusal(tx, broadcast))) return only(await holdBack(tx, parts, broadcast, now));
  const said = await sayProgress(tx, texts, broadcast, now);
  if (said === 'done') {
    await planVisits(tx, broadcast, now);
    await dropVisits(tx, broadcast.id, now);
  }
  return only(said === 'silent' ? 'nothing' : 'told');
}

/** True when Zalo has refused the template itself. */
async function collectRefusal(tx: Tx, { id }: Broadcast): Promise<boolean> {
  const { reasons } = await collect(tx, id);
  return reasons['template-refused'] !== undefined;
}

/** Nobody else is tried until a person has looked. */
async function holdBack(tx: Tx, parts: FeederParts, broadcast: Broadcast, now: Date): Promise<Step> {
  await tx`
    update broadcasts set state = 'paused', paused_at = ${now}, pause_reason = 'template-refused'
    where id = ${broadcast.id}`;
  await takeBack(tx, broadcast.id, 'planned');
  await tellAuthor(tx, parts.texts, broadcast, {
    key: 'template-refused',
    params: {},
    acts: ['resume', 'stop'],
    cause: `template-refused:${broadcast.id}:${now.getTime()}`,
    now,
  });
  return 'told';
}

/**
 * Plans announcements and feeds them to the sender in small portions, each as large as the sender has room for at that
 * moment, so that a list of 100,000 is never held in memory, a stop works at once and nobody's reply waits behind it. What
 * waits is in the plan: any number of workers may feed, each announcement is fed by one at a time, and what one that dies
 * had in hand is found by its lease.
 */
import { type Issue, languageFor, messagesOf } from '../bot/announcement.ts';
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import { chatSlot } from '../bot/pace.ts';
import type { Sender } from '../bot/sender.ts';
import type { Clock } from '../clock.ts';
import { type Broadcast, lockForFeeding, openBroadcasts, restUntilOpen } from '../db/broadcasts.ts';
import type { Database, Tx } from '../db/client.ts';
import { openHoursOf, type Shut, shutAt } from '../db/open-hours.ts';
import type { SendingRow } from '../db/outbox.ts';
import {
  collect,
  dropVisits,
  endWithout,
  enqueue,
  nextPortion,
  type Planned,
  planAnew,
  planHouseholdVisits,
  plannedByChannel,
  planPart,
  planVisits,
  type Ready,
  takeBack,
} from '../db/recipients.ts';
import type { Lease } from '../db/turns.ts';
import type { Texts } from '../text.ts';
import { agreeAnew, begin, factsOf } from './act.ts';
import { rule } from './approval.ts';
import { hasFilters, issueOf, preview, reachTerms } from './preview.ts';
import { sayProgress, tellAuthor } from './progress.ts';
import { isOpenHour } from './schedule.ts';
import { isPaid, priceOf, readTerms, type Terms, templateFor, templateMessage } from './terms.ts';

/** People moved from the plan into the outbox at a time: their chats are locked for so long, well below a tenth of a second. */
const PORTION = 500;
const POLL_MS = 400;
/** Between two rounds that something asked for. */
const BREATH_MS = 10;
/** Ends are brought over into the plan this often while there is more to feed. */
const COLLECT_EVERY_MS = 400;
/** An announcement that could not be delivered by then is no news any more. */
const LIVES_MS = 2 * 86_400_000;

const CHANNELS = ['telegram', 'zalo'] as const;

export type CrashPoint = 'before-feed-commit' | 'after-feed';

export interface Feeder {
  start(): void;
  /** Rows have ended: looks soon if the sender has room again. Cheap. */
  wake(): void;
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
    wake: () => {
      if (!isOn || isAsked || !hasRoom(parts)) return;
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

const hasRoom = ({ sender }: FeederParts): boolean =>
  CHANNELS.some((channel) => sender.roomForBulk(channel, false) > 0 || sender.roomForBulk(channel, true) > 0);

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
  const [hours, shut, terms, allowed] = await Promise.all([
    openHoursOf(tx, broadcast.audience.area),
    isUrgent ? null : shutAt(tx, now),
    readTerms(tx),
    allowedBySpread(tx, broadcast, now),
  ]);
  if (!isOpenHour(now, isUrgent, hours)) {
    await takeBack(tx, broadcast.id, 'planned');
    return only('nothing');
  }
  const { people, begun } = await feed(tx, parts, broadcast, { shut, terms, allowed, lease }, now);
  if (people > 0) return { step: 'fed', begun };
  if (!collects && (await collectRefusal(tx, broadcast))) return only(await holdBack(tx, parts, broadcast, now));
  const said = await sayProgress(tx, parts.texts, broadcast, now);
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

// ── one portion ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Moves one portion of each channel for which there is room; answers how many people it took from the plan. */
async function feed(
  tx: Tx,
  parts: FeederParts,
  broadcast: Broadcast,
  {
    shut,
    terms,
    allowed,
    lease,
  }: { shut: Shut | null; terms: Terms; allowed: Record<ChannelName, number>; lease: Lease },
  now: Date,
): Promise<{ people: number; begun: SendingRow[] }> {
  if (broadcast.shutUntil !== null && broadcast.shutUntil > now) return { people: 0, begun: [] };
  const room = (channel: ChannelName) => Math.min(PORTION, parts.sender.roomForBulk(channel, broadcast.simulated));
  const begun: SendingRow[] = [];
  const unseen: ChannelName[] = [];
  let people = 0;
  for (const channel of CHANNELS) {
    const most = Math.min(room(channel), allowed[channel]);
    if (most <= 0) {
      unseen.push(channel);
      continue;
    }
    const portion = await nextPortion(tx, broadcast, channel, reachTerms(broadcast, terms), { most, shut }, now);
    if (portion.length === 0) continue;
    const handed = await handOver(tx, parts.texts, broadcast, terms, portion, lease, now);
    broadcast = { ...broadcast, spentVnd: broadcast.spentVnd + handed.spent };
    begun.push(...handed.begun);
    people += portion.length;
  }
  if (people === 0 && shut) await restUntilOpen(tx, broadcast.id, { opensAt: shut.opensAt, unseen }, now);
  return { people, begun };
}

const UNLIMITED = { telegram: Number.POSITIVE_INFINITY, zalo: Number.POSITIVE_INFINITY };

/** Spread over hours, each minute takes its share of each channel, so that no counter is overrun at once. */
async function allowedBySpread(
  tx: Tx,
  { id, spreadMinutes, spreadFrom }: Broadcast,
  now: Date,
): Promise<Record<ChannelName, number>> {
  if (spreadMinutes === 0 || spreadFrom === null) return UNLIMITED;
  const plan = await plannedByChannel(tx, id);
  const share = Math.min(1, (now.getTime() - spreadFrom.getTime()) / (spreadMinutes * 60_000));
  const allowed = ({ total, waiting }: { total: number; waiting: number }) =>
    Math.floor(total * share) - (total - waiting);
  return { telegram: allowed(plan.telegram), zalo: allowed(plan.zalo) };
}

/** Each of the portion goes the way found for them now, or ends with the reason. `spent` is what was set aside for it. */
async function handOver(
  tx: Tx,
  texts: Texts,
  broadcast: Broadcast,
  terms: Terms,
  portion: readonly Planned[],
  lease: Lease,
  now: Date,
): Promise<{ spent: number; begun: SendingRow[] }> {
  const bodies = createBodies(issueOf(broadcast), terms, texts);
  const ready: Ready[] = [];
  const lost: { contact_id: string; reason: string }[] = [];
  let left = broadcast.budgetVnd - broadcast.spentVnd;
  for (const person of portion) {
    const { way } = person;
    const contactId = String(person.contactId);
    const costVnd = isPaid(way) ? (priceOf(terms, way, issueOf(broadcast)).vnd ?? 0) : 0;
    if (way === null) lost.push({ contact_id: contactId, reason: person.reason ?? 'closed-window' });
    else if (costVnd > left)
      lost.push({ contact_id: contactId, reason: broadcast.budgetVnd > 0 ? 'over-budget' : 'paid-window' });
    else {
      left -= costVnd;
      const parts = bodies.of(person, way);
      const { notBefore, paceAt } = chatSlot(person.paceAt, now, parts.length);
      ready.push({
        contactId,
        via: String(person.via),
        externalId: person.externalId,
        way,
        channel: way === 'telegram' ? 'telegram' : 'zalo',
        costVnd,
        parts: parts.map((body, part) => ({ body, notBefore: notBefore[part] ?? now })),
        paceAt,
      });
    }
  }
  const begun = await enqueue(tx, broadcast, ready, bodies.all, lease, new Date(now.getTime() + LIVES_MS), now);
  await endWithout(tx, broadcast.id, lost, now);
  return { spent: broadcast.budgetVnd - broadcast.spentVnd - left, begun };
}

/** The messages of a portion: each text once, however many get it. */
function createBodies(issue: Issue, terms: Terms, texts: Texts) {
  const all: OutboundMessage[] = [];
  const known = new Map<string, number[]>();
  const add = (messages: readonly OutboundMessage[]): number[] => messages.map((message) => all.push(message) - 1);
  return {
    all,
    /** Indices into `all`, in order of sending. */
    of({ locale, via, phone }: Planned, way: NonNullable<Planned['way']>): number[] {
      if (way === 'template-user' || way === 'template-phone') {
        const template = templateFor(terms, issue)!;
        const number = way === 'template-phone' && phone ? { phone: phone.toString('base64') } : {};
        return add([templateMessage(issue, template, { locale, contactId: String(via), ...number })]);
      }
      const channel = way === 'telegram' ? 'telegram' : 'zalo';
      const language = languageFor(issue.content, locale);
      const name = `${channel} ${language}`;
      const indices = known.get(name) ?? add(messagesOf(issue, channel, language, texts));
      known.set(name, indices);
      return indices;
    },
  };
}

/**
 * Plans announcements and feeds them into the outbox in small portions, so that a list of 100,000 is never held in memory,
 * a stop works at once and nobody's reply waits behind it. All it knows is in the tables: any number of workers may run it,
 * each announcement is fed by one at a time, and one that dies is taken over in the next round.
 */
import { type Issue, languageFor, messagesOf } from '../bot/announcement.ts';
import type { ChannelName, OutboundMessage } from '../bot/channel.ts';
import { chatSlot } from '../bot/pace.ts';
import type { Clock } from '../clock.ts';
import { type Broadcast, lockForFeeding, openBroadcasts } from '../db/broadcasts.ts';
import type { Database, Tx } from '../db/client.ts';
import { openHoursOf } from '../db/open-hours.ts';
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
  waitingByChannel,
} from '../db/recipients.ts';
import type { Texts } from '../text.ts';
import { agreeAnew, begin, factsOf } from './act.ts';
import { rule } from './approval.ts';
import { hasFilters, issueOf, preview, reachTerms } from './preview.ts';
import { sayProgress, tellAuthor } from './progress.ts';
import { isOpenHour } from './schedule.ts';
import { isPaid, priceOf, readTerms, type Terms, templateFor, templateMessage } from './terms.ts';

/** People moved from the plan into the outbox at a time: their chats are locked for so long, well below a tenth of a second. */
const PORTION = 500;
/** Of one announcement no more waits in the outbox than goes out in this time; the rest is decided when its turn comes. */
const WAITING_SECONDS = 30;
const WAITING_LEAST = 50;
const WAITING_MOST = 3_000;
const POLL_MS = 400;
/** Between two rounds that something asked for. */
const BREATH_MS = 100;
/** An announcement that could not be delivered by then is no news any more. */
const LIVES_MS = 2 * 86_400_000;

export interface Feeder {
  start(): void;
  /** Looks soon: rows have ended, or somebody has pressed. Cheap. */
  wake(): void;
  /** Runs until nothing more can be fed now; used after a clock jump and in tests. */
  runOnce(): Promise<void>;
  stop(): Promise<void>;
}

export interface FeederParts {
  db: Pick<Database, 'sql'>;
  clock: Clock;
  texts: Texts;
  /** Calls a second of each channel, as the sender keeps them. */
  perSecond: Record<ChannelName, number>;
  /** Tells the sender that rows are waiting. */
  wake(): void;
  onError(error: unknown): void;
}

export function createFeeder(parts: FeederParts): Feeder {
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
    running = feedAll(parts)
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
      if (!isOn) return;
      if (!isRunning && !isAsked) lookIn(BREATH_MS);
      isAsked = true;
    },
    runOnce: () => feedAll(parts),
    stop: async () => {
      isOn = false;
      clearTimeout(timer);
      await running;
    },
  };
}

/**
 * What a step has left to do: the same at once, with something for the sender (`fed`) or not; or nothing, `told` meaning that
 * the sender has a letter.
 */
type Step = 'again' | 'fed' | 'told' | 'nothing';

/** One announcement in trouble does not hold up the others. */
async function feedAll(parts: FeederParts): Promise<void> {
  for (const id of await openBroadcasts(parts.db.sql)) await feedFully(parts, id).catch(parts.onError);
}

async function feedFully(parts: FeederParts, id: string): Promise<void> {
  for (let step: Step = 'again', isFirst = true; step === 'again' || step === 'fed'; isFirst = false) {
    step = await feedOne(parts, id, isFirst);
    if (step === 'fed' || step === 'told') parts.wake();
  }
}

/** One short transaction. `collects`: brings over what has ended since; once a round, for it looks at all that waits. */
const feedOne = (parts: FeederParts, id: string, collects: boolean): Promise<Step> =>
  parts.db.sql.begin(async (tx) => {
    await planAnew(tx);
    const broadcast = await lockForFeeding(tx, id);
    if (!broadcast) return 'nothing';
    const now = parts.clock.now();
    switch (broadcast.state) {
      case 'scheduled':
        return beginScheduled(tx, parts, broadcast, now);
      case 'sending':
        return broadcast.plannedAt === null ? plan(tx, broadcast, now) : send(tx, parts, broadcast, collects, now);
      case 'paused':
        await collect(tx, id);
        await takeBack(tx, id, 'planned');
        return 'nothing';
      case 'stopped':
        await collect(tx, id);
        await takeBack(tx, id, 'cancelled');
        return 'nothing';
      default:
        return 'nothing';
    }
  }) as Promise<Step>;

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

async function send(tx: Tx, parts: FeederParts, broadcast: Broadcast, collects: boolean, now: Date): Promise<Step> {
  const { reasons } = collects ? await collect(tx, broadcast.id) : { reasons: {} as Record<string, number> };
  if (reasons['template-refused'] !== undefined) return holdBack(tx, parts, broadcast, now);
  if (!isOpenHour(now, broadcast.kind === 'urgent', await openHoursOf(tx, broadcast.audience.area))) {
    await takeBack(tx, broadcast.id, 'planned');
    return 'nothing';
  }
  const fed = await feed(tx, parts, broadcast, now);
  if (fed > 0) return 'fed';
  const said = await sayProgress(tx, parts.texts, broadcast, now);
  if (said === 'done') {
    await planVisits(tx, broadcast, now);
    await dropVisits(tx, broadcast.id, now);
  }
  return said === 'silent' ? 'nothing' : 'told';
}

/** Zalo refuses the template itself: nobody else is tried until a person has looked. */
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

/** Moves one portion of each channel that has room; answers how many people it took. */
async function feed(tx: Tx, parts: FeederParts, broadcast: Broadcast, now: Date): Promise<number> {
  const [terms, waiting, allowed] = await Promise.all([
    readTerms(tx),
    waitingByChannel(tx, broadcast.id),
    allowedBySpread(tx, broadcast, now),
  ]);
  let taken = 0;
  for (const channel of ['telegram', 'zalo'] as const) {
    const room = Math.min(PORTION, waitingMost(parts.perSecond[channel]) - waiting[channel], allowed[channel]);
    if (room <= 0) continue;
    const portion = await nextPortion(tx, broadcast, channel, reachTerms(broadcast, terms), room, now);
    if (portion.length === 0) continue;
    const spent = await handOver(tx, parts.texts, broadcast, terms, portion, now);
    broadcast = { ...broadcast, spentVnd: broadcast.spentVnd + spent };
    taken += portion.length;
  }
  return taken;
}

const waitingMost = (perSecond: number): number =>
  Math.min(WAITING_MOST, Math.max(WAITING_LEAST, Math.floor(perSecond * WAITING_SECONDS)));

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

/** Each of the portion goes the way found for them now, or ends with the reason. Answers what was set aside for it. */
async function handOver(
  tx: Tx,
  texts: Texts,
  broadcast: Broadcast,
  terms: Terms,
  portion: readonly Planned[],
  now: Date,
): Promise<number> {
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
        way,
        channel: way === 'telegram' ? 'telegram' : 'zalo',
        costVnd,
        parts: parts.map((body, part) => ({ body, notBefore: notBefore[part] ?? now })),
        paceAt,
      });
    }
  }
  await enqueue(tx, broadcast, ready, bodies.all, new Date(now.getTime() + LIVES_MS), now);
  await endWithout(tx, broadcast.id, lost, now);
  return broadcast.budgetVnd - broadcast.spentVnd - left;
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

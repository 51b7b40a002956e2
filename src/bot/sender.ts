/**
 * Empties the outbox: every row becomes one platform call, and what the platform answered becomes the row's end.
 *
 * Rows come from two sides. Who could commit rows as `sending` (a turn its replies, the feeder an announcement's portion)
 * hands them over at once (`take`); what was committed as `queued` is claimed. Either way a row is `sending` in the
 * database before its call begins, so a process that dies leaves evidence, and its rows are found by their leases
 * (docs/decisions/0004-outbox.md).
 */
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import type { Media } from '../db/media.ts';
import {
  ANSWER_UNKNOWN,
  advanceMisdated,
  announceQueued,
  CONTACT_LEFT,
  claim,
  type End,
  extend,
  finish,
  hasten,
  nextFence,
  OPTED_OUT_CHANNEL,
  OUTBOX_CHANNEL,
  reap,
  type SendingRow,
  type Want,
} from '../db/outbox.ts';
import { pauseBulk, reserve } from '../db/paces.ts';
import { createAttempt, type Held } from './attempt.ts';
import { createBatch } from './batch.ts';
import type { Address, ChannelName, Gesture } from './channel.ts';
import { type Log, oncePerMinute } from './complaints.ts';
import { createGate, type Gate } from './gate.ts';
import { isBulk } from './lanes.ts';
import { every, oneAtATime, withinMs } from './rhythm.ts';
import { type ChannelSet, openTransports, type Share, shareOf, type Transport } from './transports.ts';
import type { Verdict } from './verdict.ts';

export interface Pace {
  /** Infinity: nobody counts, and nothing is asked of the database. */
  perSecond: number;
  /** Calls that may go out without spacing after a quiet time; none unless said. */
  burst?: number;
}

export interface SenderSettings {
  /** Claims what is queued and looks after rows of dead processes. False (`PROCESS_ROLE=web`): only what it took itself. */
  claims: boolean;
  /** How long a row is ours without a sign of life. */
  leaseMs: number;
  /** How often we give one, and (with `claims`) look for rows whose holders gave none. */
  heartbeatMs: number;
  /** How often queued rows are looked for even if nobody says so; below {@link CLAIMED_AHEAD_MS}. */
  pollMs: number;
  /** Of each channel, over all processes. */
  pace: Record<ChannelName, Pace>;
  /** Calls under way per channel; bulk takes half of them at most. */
  concurrency: number;
}

/** Telegram: about 30 a second in all (its FAQ); a hair less, so that calls that come a moment late do not add up to more. Zalo: 60 a minute until `X-RateLimit-Limit` of the OA's package says more. */
export const SENDER_SETTINGS: SenderSettings = {
  claims: true,
  leaseMs: 8000,
  heartbeatMs: 2000,
  pollMs: 500,
  pace: { telegram: { perSecond: 29.75 }, zalo: { perSecond: 1, burst: 10 } },
  concurrency: 64,
};

/** A row whose time in `sending` ended, for those who count. */
export interface Outcome {
  id: bigint;
  contactId: bigint;
  channel: ChannelName;
  simulated: boolean;
  urgency: number;
  broadcastId: bigint | null;
  /** `queued`: it will be tried again. */
  state: End['state'];
  reason: string | null;
  /** The row that repeats it, when it is uncertain and was no repeat. */
  repeatId: bigint | null;
  queuedAt: Date;
  at: Date;
}

/** Named points at which the kill test ends the process. */
export type CrashPoint =
  | 'before-claim-commit'
  | 'after-claim'
  | 'before-call'
  | 'after-call'
  | 'before-mark'
  | 'after-mark';

export interface SenderParts {
  db: Pick<Database, 'sql'>;
  /** A channel that is off is missing or null; its rows wait. */
  channels: ChannelSet;
  /** Where rows of simulated people go, and no others. */
  simulated: ChannelSet;
  clock: Clock;
  media: Media;
  settings?: Partial<SenderSettings>;
  log: Log;
  onOutcome?: (outcomes: Outcome[]) => void;
  crash?: (point: CrashPoint) => void;
}

export interface Sender {
  /**
   * Under which others may insert rows as `sending`; another one after {@link doubtFence}. Rejects before {@link start}, and
   * while the database gives none.
   */
  soundFence(): Promise<bigint>;
  /**
   * A transaction with such rows was not answered. What it may have left is in nobody's hands, so it must not be taken for
   * ours: the next reply to that person waits until it is found by its lease, and comes after it.
   */
  doubtFence(): void;
  readonly leaseMs: number;
  /**
   * How many announcements it could begin now. None until half of its room for them is free, so that a portion is worth
   * its transaction; while the channel is off or wants none; before {@link start} and after {@link drain}.
   */
  roomForBulk(channel: ChannelName, simulated: boolean): number;
  /**
   * Sends rows just committed as `sending` with our fence, a lease of `leaseMs` by the database's clock, attempts 1.
   * `leasedAt`: by the monotonic clock, before that transaction began.
   */
  take(rows: readonly SendingRow[], leasedAt: number): void;
  start(): Promise<void>;
  /** Rows were queued: claims them, or tells those who do. Cheap; many at once are one look. */
  wake(): void;
  /** Lets calls under way end, gives everything else back, writes all ends. Afterwards `take` gives back at once. */
  drain(): Promise<void>;
  /** A small act nobody misses when it fails. Returns at once. */
  gesture(to: Address, simulated: boolean, gesture: Gesture): void;
  stats(): SenderStats;
}

export interface SenderStats {
  /** Rows that are ours now, calls under way, ends not yet written. */
  held: number;
  underWay: number;
  endsWaiting: number;
  /** Since the start: calls begun, statements of each kind. */
  calls: number;
  claims: number;
  writes: number;
  reservations: number;
  /** Since the start: rows by how they ended, rows of silent holders, ends of ours that came too late to be written. */
  ended: Record<End['state'], number>;
  reaped: number;
  powerless: number;
}

/** Replies are claimed this long before they are due, more than a poll apart, so that nobody waits for a poll. */
const CLAIMED_AHEAD_MS = 750;
const ENDS_GATHER_MS = 15;
const ENDS_ENOUGH = 64;
/** The part of a lease we trust; the rest is for the time between the database's clock and ours. */
const LEASE_TRUSTED = 3 / 4;
/** How long a stopping process waits for its calls, then for its last writes. */
const LAST_CALLS_MS = 10_000;
const LAST_WRITES_MS = 5_000;
const SWEEP_EVERY_MS = 60_000;

export function createSender(parts: SenderParts): Sender {
  const { clock, media, onOutcome, crash } = parts;
  const { sql } = parts.db;
  const settings = { ...SENDER_SETTINGS, ...parts.settings };
  const { leaseMs, heartbeatMs, pollMs } = settings;
  const log = oncePerMinute(parts.log, clock);
  const transports = openTransports(parts.channels, parts.simulated, { ...settings, openGate });
  const held = new Map<bigint, Held>();
  /** Claimed a moment before they are due. */
  const early = new Map<Held, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  /** Contacts who have just asked for no announcements. */
  const optedOut = new Set<bigint>();
  const ends = createBatch<Written>({
    write: writeEnds,
    gatherMs: ENDS_GATHER_MS,
    enough: ENDS_ENOUGH,
    onTrouble: (err) => log.error({ err }, 'Ends of messages could not be written; trying again.'),
  });
  const counts = {
    ...{ calls: 0, claims: 0, writes: 0, reservations: 0, reaped: 0, powerless: 0 },
    ended: { sent: 0, failed: 0, expired: 0, uncertain: 0, queued: 0 },
  };
  const stopping = new AbortController();
  const stopped = new AbortController();
  let fence: bigint | null = null;
  let isInDoubt = false;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let stopListening = async () => {};
  let beating: Promise<void> | null = null;

  const claiming = oneAtATime(claimAll, (err) => log.error({ err }, 'Queued messages could not be claimed yet.'));
  const announcing = oneAtATime(
    () => announceQueued(sql),
    (err) => log.warn({ err }, 'Other processes will find queued messages by looking.'),
  );
  const attempt = createAttempt({
    ...{ clock, media, log, stopping: stopping.signal },
    onPoint: (point) => {
      if (point === 'before-call') counts.calls += 1;
      crash?.(point);
    },
    hasOptedOut: (contactId) => optedOut.has(contactId),
    pauseBulk: (channel, ms) =>
      aside(pauseBulk(sql, channel, ms), 'Other processes could not be told of a pause.', channel),
    onRecovery: ({ channel: { name }, isSimulated }) =>
      aside(
        hasten(sql, name, isSimulated, clock.now()).then(wake),
        'Messages that wait for a platform could not be brought forward.',
        name,
      ),
  });

  function openGate(channel: ChannelName): Gate {
    const pace = settings.pace[channel];
    return createGate({
      perSecond: pace.perSecond,
      reserve: (calls, bulk) => {
        if (pace.perSecond === Number.POSITIVE_INFINITY) return Promise.resolve({ granted: true, waitMs: 0 });
        counts.reservations += 1;
        return reserve(sql, { channel, calls, bulk, ...pace });
      },
      onTrouble: (err) => log.error({ err, channel }, 'No slots for calls: the database did not give any.'),
    });
  }

  // ── rows come ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** `leasedAt`: by the monotonic clock, when their lease had certainly not begun. */
  function hold(rows: readonly SendingRow[], leasedAt: number): void {
    const touched = new Set<Transport>();
    for (const row of rows) {
      const way = transports.of(row);
      if (!way) {
        putBack(row);
        continue;
      }
      const one: Held = { row, way, trustedUntil: leasedAt + leaseMs * LEASE_TRUSTED, begunAt: null };
      held.set(row.id, one);
      shareOf(way, row).held += 1;
      if (row.notBefore > clock.now()) waitUntilDue(one);
      else way.lanes.add([row]);
      touched.add(way);
    }
    for (const way of touched) pump(way);
  }

  function waitUntilDue(one: Held): void {
    const enter = () => {
      early.delete(one);
      one.way.lanes.add([one.row]);
      pump(one.way);
    };
    const waitMs = one.row.notBefore.getTime() - clock.now().getTime();
    // A clock that has jumped back since must not keep it.
    early.set(one, setTimeout(enter, Math.min(CLAIMED_AHEAD_MS, waitMs)));
  }

  function letGo(row: SendingRow): void {
    const one = held.get(row.id);
    if (one?.row !== row) return; // given back and claimed again since
    held.delete(row.id);
    shareOf(one.way, row).held -= 1;
  }

  async function claimAll(): Promise<void> {
    if (stopping.signal.aborted) return;
    const wants = transports.all.flatMap(wantsOf);
    if (wants.length === 0) return;
    const askedAt = performance.now();
    crash?.('before-claim-commit');
    counts.claims += 1;
    const rows = await claim(sql, wants, leaseMs);
    crash?.('after-claim');
    for (const want of wants) noteBacklog(want, rows);
    hold(rows, askedAt);
  }

  function wantsOf(way: Transport): Want[] {
    const { channel, isSimulated, replies } = way;
    const want = { channel: channel.name, simulated: isSimulated };
    const now = clock.now();
    const wants = [
      { ...want, bulk: false, room: replies.most - replies.held, dueBy: new Date(now.getTime() + CLAIMED_AHEAD_MS) },
      { ...want, bulk: true, room: roomForBulkOf(way), dueBy: now },
    ];
    return wants.filter(({ room }) => room > 0);
  }

  function noteBacklog(want: Want, rows: readonly SendingRow[]): void {
    const way = transports.of({ to: want, simulated: want.simulated });
    if (!way) return;
    const got = rows.filter((row) => transports.of(row) === way && isBulk(row) === want.bulk);
    (want.bulk ? way.bulk : way.replies).hasBacklog = got.length === want.room;
  }

  // ── rows go ────────────────────────────────────────────────────────────────────────────────────────────────────────

  function pump(way: Transport): void {
    for (let row = way.lanes.next(); row; row = way.lanes.next()) {
      const one = held.get(row.id)!;
      const running = run(one).finally(() => underWay.delete(running));
      underWay.add(running);
    }
  }

  async function run(one: Held): Promise<void> {
    settle(one, await attempt(one));
    one.way.lanes.leave(one.row);
    pump(one.way);
  }

  /** A statement beside the way of messages, which go on if it fails. */
  function aside(statement: Promise<unknown>, trouble: string, channel?: ChannelName): void {
    statement.catch((err) => log.warn({ err, channel }, trouble));
  }

  // ── rows end ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Ends a row, and deals with those that wait behind it in the same chat. */
  function settle(one: Held, { hasLeft, ...verdict }: Verdict): void {
    const { row, way, begunAt } = one;
    const at = clock.now();
    if (hasLeft)
      for (const next of way.lanes.clear(row.contactId)) conclude(next, { state: 'failed', reason: CONTACT_LEFT, at });
    const mustComeFirst = verdict.state === 'queued' || verdict.state === 'uncertain';
    if (mustComeFirst) for (const next of way.lanes.clear(row.contactId)) putBack(next);
    conclude(row, { ...verdict, at, begun: begunAt !== null, ...(hasLeft && begunAt && { leftAt: begunAt }) });
  }

  function putBack(row: SendingRow): void {
    conclude(row, { state: 'queued', reason: row.reason ?? undefined, at: clock.now() });
  }

  function conclude(row: SendingRow, end: Omit<End, 'id' | 'fence' | 'begun'> & { begun?: boolean }): void {
    ends.add({ row, end: { begun: false, ...end, id: row.id, fence: row.fence } });
  }

  async function writeEnds(written: Written[]): Promise<void> {
    crash?.('before-mark');
    const now = clock.now();
    const accepted = await finish(
      sql,
      written.map(({ end }) => end),
      now,
    );
    crash?.('after-mark');
    counts.writes += 1;
    const tooLate = written.length - accepted.length;
    counts.powerless += tooLate;
    if (tooLate > 0) log.warn({ rows: tooLate }, 'Ends came too late: others had taken these messages for lost.');
    const endedBy = new Map(accepted.map((ended) => [ended.id, ended]));
    for (const { row } of written) letGo(row);
    const outcomes = written.flatMap(({ row, end }) => {
      const ended = endedBy.get(row.id);
      return ended ? [toOutcome(row, end, ended.repeatId)] : [];
    });
    for (const { state } of outcomes) counts.ended[state] += 1;
    tell(outcomes);
    lookFurther(
      written,
      accepted.some(({ hasMore, repeatId }) => hasMore || repeatId !== null),
    );
    const over = privateFilesOf(written, (row) => endedBy.get(row.id)?.repeatId === null);
    await media.release(over).catch((err) => log.warn({ err }, 'Private files stay until the next sweep.'));
  }

  /** Some of what these rows held up, or they themselves, may be due now. */
  function lookFurther(written: Written[], hasMore: boolean): void {
    const now = clock.now();
    const isDueAgain = written.some(({ end }) => end.state === 'queued' && (end.notBefore ?? now) <= now);
    const hasRoom = transports.all.some(({ replies, bulk }) => isRunningLow(replies) || isRunningLow(bulk));
    if (hasMore || isDueAgain || (hasRoom && settings.claims)) wake();
  }

  function tell(outcomes: Outcome[]): void {
    try {
      if (outcomes.length > 0) onOutcome?.(outcomes);
    } catch (err) {
      log.error({ err }, 'Outcomes of messages were not counted.');
    }
  }

  // ── watching ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A sign of life for our rows first, so that after an outage of the database we do not give up on ourselves. */
  async function beat(): Promise<void> {
    await prolong();
    if (!settings.claims || stopping.signal.aborted) return;
    const lost = await reap(sql, clock.now());
    counts.reaped += lost.length;
    tell(lost.map((row) => ({ ...row, state: 'uncertain', reason: ANSWER_UNKNOWN, at: clock.now() })));
    if (lost.length > 0) {
      parts.log.warn({ rows: lost.length }, 'Messages of a silent process: unknown whether they arrived.');
      wake();
    }
    const misdated = await advanceMisdated(sql, clock.now());
    if (misdated > 0) {
      parts.log.warn({ rows: misdated }, 'Messages were queued under a clock that ran ahead; they go out now.');
      wake();
    }
    if (performance.now() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = performance.now();
    await media.sweep();
  }

  async function prolong(): Promise<void> {
    const askedAt = performance.now();
    const aging = [...held.values()].filter(
      ({ trustedUntil }) => trustedUntil - askedAt < leaseMs * LEASE_TRUSTED - heartbeatMs / 2,
    );
    if (aging.length === 0) return;
    const prolonged = new Set(
      await extend(
        sql,
        aging.map(({ row }) => row),
        leaseMs,
      ),
    );
    for (const one of aging) if (prolonged.has(one.row.id)) one.trustedUntil = askedAt + leaseMs * LEASE_TRUSTED;
  }

  /** Remembered for as long as we may hold a row that was claimed before. */
  function optOut(contactId: bigint): void {
    optedOut.add(contactId);
    setTimeout(() => optedOut.delete(contactId), 2 * leaseMs).unref();
  }

  function wake(): void {
    if (fence === null) return;
    if (settings.claims && !stopping.signal.aborted) claiming.ask();
    else announcing.ask();
  }

  async function start(): Promise<void> {
    fence = await nextFence(sql);
    if (settings.claims) {
      const listening = await sql.listen(OUTBOX_CHANNEL, wake, wake);
      const hearing = await sql.listen(OPTED_OUT_CHANNEL, (id) => optOut(BigInt(id)));
      stopListening = async () => void (await Promise.all([listening.unlisten(), hearing.unlisten()]));
      void every(pollMs, stopping.signal, claiming.ask);
    }
    beating = every(heartbeatMs, stopped.signal, () =>
      beat().catch((err) => log.error({ err }, 'The outbox could not be looked after.')),
    );
  }

  async function drain(): Promise<void> {
    stopping.abort();
    await withinMs(LAST_WRITES_MS, Promise.all([stopListening().catch(() => {}), claiming.done()]));
    for (const [one, timer] of early) {
      clearTimeout(timer);
      putBack(one.row);
    }
    early.clear();
    for (const { lanes, gate } of transports.all) {
      gate?.shut();
      for (const row of lanes.clear()) putBack(row);
    }
    await withinMs(LAST_CALLS_MS, Promise.all(underWay));
    await withinMs(LAST_WRITES_MS, ends.flush());
    stopped.abort();
    await withinMs(LAST_WRITES_MS, Promise.all([announcing.done(), beating]));
  }

  return {
    async soundFence() {
      if (fence === null) throw new Error('The sender has no fence before it has started.');
      if (isInDoubt) {
        fence = await nextFence(sql);
        isInDoubt = false;
      }
      return fence;
    },
    doubtFence() {
      isInDoubt = true;
    },
    leaseMs,
    roomForBulk(channel, simulated) {
      const way = transports.of({ to: { channel }, simulated });
      if (!way || fence === null || !settings.claims || stopping.signal.aborted) return 0;
      return isHalfEmpty(way.bulk) ? roomForBulkOf(way) : 0;
    },
    take: hold,
    start,
    wake,
    drain,
    gesture(to, simulated, gesture) {
      transports
        .of({ to, simulated })
        ?.channel.gesture(to, gesture)
        .catch(() => {});
    },
    stats: () => ({ ...structuredClone(counts), held: held.size, underWay: underWay.size, endsWaiting: ends.size }),
  };
}

interface Written {
  row: SendingRow;
  end: End;
}

/** The private files of rows that ended for good. */
function privateFilesOf(written: readonly Written[], isOver: (row: SendingRow) => boolean): string[] {
  return written
    .filter(({ row, end }) => end.state !== 'queued' && isOver(row))
    .flatMap(({ row: { message } }) =>
      'media' in message && message.media.kind === 'private' ? [message.media.id] : [],
    );
}

function toOutcome(row: SendingRow, end: End, repeatId: bigint | null): Outcome {
  const { id, contactId, to, simulated, urgency, broadcastId, queuedAt } = row;
  const { state, reason = null, at } = end;
  return { id, contactId, channel: to.channel, simulated, urgency, broadcastId, state, reason, repeatId, queuedAt, at };
}

/** There may be more in the database, and there is room for a lot: claims do not come one by one. */
const isRunningLow = (share: Share): boolean => share.hasBacklog && isHalfEmpty(share);

const isHalfEmpty = ({ most, held }: Share): boolean => held <= most / 2;

const roomForBulkOf = ({ gate, bulk }: Transport): number => (gate?.isBulkOpen === false ? 0 : bulk.most - bulk.held);

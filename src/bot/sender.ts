/**
 * Empties the outbox: every row becomes one platform call, and what the platform answered becomes the row's end.
 *
 * Rows come from two sides. A turn that could commit its replies as `sending` hands them over at once (`take`); what was
 * committed as `queued` is claimed. Either way a row is `sending` in the database before its call begins, so a process
 * that dies leaves evidence, and its rows are found by their leases (docs/decisions/0004-outbox.md).
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import type { Media } from '../db/media.ts';
import {
  ANSWER_UNKNOWN,
  announceQueued,
  CONTACT_LEFT,
  claim,
  type End,
  extend,
  finish,
  hasten,
  nextFence,
  OUTBOX_CHANNEL,
  reap,
  type SendingRow,
  type Want,
} from '../db/outbox.ts';
import { pauseBulk, reserve } from '../db/paces.ts';
import { createBatch } from './batch.ts';
import { type Address, type ChannelName, type Gesture, SEND_FAILURES, type SendResult } from './channel.ts';
import { createGate, type Gate } from './gate.ts';
import { isBulk } from './lanes.ts';
import { type ChannelSet, openTransports, type Share, shareOf, type Transport } from './transports.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Pace {
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
  /** How often queued rows are looked for even if nobody says so. */
  pollMs: number;
  /** Of each channel, over all processes. */
  pace: Record<ChannelName, Pace>;
  /** Calls under way per channel; bulk takes half of them at most. */
  concurrency: number;
}

/** Telegram: about 30 a second in all (its FAQ). Zalo: 60 a minute until `X-RateLimit-Limit` of the OA's package says more. */
export const SENDER_SETTINGS: SenderSettings = {
  claims: true,
  leaseMs: 8000,
  heartbeatMs: 2000,
  pollMs: 500,
  pace: { telegram: { perSecond: 30 }, zalo: { perSecond: 1, burst: 10 } },
  concurrency: 64,
};

export interface Log {
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

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
  /** Under which a turn inserts rows as `sending`. Throws before {@link start}. */
  readonly fence: bigint;
  readonly leaseMs: number;
  /** Sends rows just committed as `sending` with our fence, a lease of `leaseMs` by the database's clock, attempts 1. */
  take(rows: readonly SendingRow[]): void;
  start(): Promise<void>;
  /** Says that rows were queued. Cheap; many at once are one look. */
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

/** A row that is ours until its end is written. */
interface Held {
  row: SendingRow;
  way: Transport;
  /** By the monotonic clock: afterwards our lease may have run out, so no call may begin. */
  trustedUntil: number;
  /** When its call began. */
  begunAt: Date | null;
}

const ENDS_GATHER_MS = 5;
const ENDS_ENOUGH = 64;
/** The part of a lease we trust; the rest is for the time between the database's clock and ours. */
const LEASE_TRUSTED = 3 / 4;
/** How long a stopping process waits for its calls, then for its last writes. */
const LAST_CALLS_MS = 10_000;
const LAST_WRITES_MS = 5_000;
const SWEEP_EVERY_MS = 60_000;
/** After an outage this long the rows that wait for the platform are brought forward; shorter ones end by themselves. */
const OUTAGE_MS = 5000;
/** A platform that throttles without saying for how long. */
const UNTOLD_PAUSE_MS = 1000;

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
  const ends = createBatch<Written>({
    write: writeEnds,
    gatherMs: ENDS_GATHER_MS,
    enough: ENDS_ENOUGH,
    onTrouble: (error) => log.error({ error }, 'Ends of messages could not be written; trying again.'),
  });
  const counts = {
    ...{ calls: 0, claims: 0, writes: 0, reservations: 0, reaped: 0, powerless: 0 },
    ended: { sent: 0, failed: 0, expired: 0, uncertain: 0, queued: 0 },
  };
  const stopping = new AbortController();
  const stopped = new AbortController();
  let fence: bigint | null = null;
  let isClaiming = false;
  let shouldClaimAgain = false;
  let sweptAt = Number.NEGATIVE_INFINITY;
  let stopListening = async () => {};

  function openGate(channel: ChannelName): Gate {
    const pace = settings.pace[channel];
    return createGate({
      perSecond: pace.perSecond,
      reserve: (calls, bulk) => {
        counts.reservations += 1;
        return reserve(sql, { channel, calls, bulk, ...pace });
      },
      onTrouble: (error) => log.error({ error, channel }, 'No slots for calls: the database did not give any.'),
    });
  }

  // ── rows come ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** `leasedAt`: by the monotonic clock, when their lease had certainly not begun, or was quite new. */
  function hold(rows: readonly SendingRow[], leasedAt: number): void {
    const touched = new Set<Transport>();
    for (const row of rows) {
      const way = transports.of(row);
      if (!way || stopping.signal.aborted) {
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
    early.set(one, setTimeout(enter, one.row.notBefore.getTime() - clock.now().getTime()));
  }

  function letGo(row: SendingRow): void {
    const one = held.get(row.id);
    if (one?.row !== row) return; // given back and claimed again since
    held.delete(row.id);
    shareOf(one.way, row).held -= 1;
  }

  /** Claims what there is room for; a call during a claim makes it look once more. */
  async function claimAll(): Promise<void> {
    shouldClaimAgain = true;
    if (isClaiming) return;
    isClaiming = true;
    try {
      while (shouldClaimAgain && !stopping.signal.aborted) {
        shouldClaimAgain = false;
        const wants = transports.all.flatMap(wantsOf);
        if (wants.length > 0) await claimFor(wants);
      }
    } catch (error) {
      log.error({ error }, 'Queued messages could not be claimed; trying again.');
    } finally {
      isClaiming = false;
    }
  }

  function wantsOf(way: Transport): Want[] {
    const { channel, isSimulated, gate, replies, bulk } = way;
    const want = { channel: channel.name, simulated: isSimulated };
    const now = clock.now();
    const wants = [
      // Looked for one poll ahead, so that a person's next message never waits for a poll.
      { ...want, bulk: false, room: replies.most - replies.held, dueBy: new Date(now.getTime() + pollMs) },
      { ...want, bulk: true, room: gate?.isBulkOpen === false ? 0 : bulk.most - bulk.held, dueBy: now },
    ];
    return wants.filter(({ room }) => room > 0);
  }

  async function claimFor(wants: Want[]): Promise<void> {
    const askedAt = performance.now();
    crash?.('before-claim-commit');
    counts.claims += 1;
    const rows = await claim(sql, wants, leaseMs);
    crash?.('after-claim');
    for (const want of wants) {
      const way = transports.of({ to: want, simulated: want.simulated });
      const got = rows.filter((row) => transports.of(row) === way && isBulk(row) === want.bulk).length;
      if (way) shareOf(way, { urgency: want.bulk ? 1 : 0 }).hasBacklog = got === want.room;
    }
    hold(rows, askedAt);
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

  /** Makes the call, if it should still be made, here and now. */
  async function attempt(one: Held): Promise<Verdict> {
    const { row, way } = one;
    const notHere: Verdict = { state: 'queued', reason: row.reason ?? undefined };
    const tooLate = () => row.expiresAt !== null && row.expiresAt <= clock.now();
    if (row.contactLeft) return { state: 'failed', reason: CONTACT_LEFT };
    if (tooLate()) return { state: 'expired', reason: row.reason ?? 'too-late' };
    if (way.gate && !(await way.gate.pass(isBulk(row)))) return notHere;
    if (tooLate()) return { state: 'expired', reason: row.reason ?? 'too-late' };
    if (stopping.signal.aborted || performance.now() >= one.trustedUntil) return notHere;
    one.begunAt = clock.now();
    counts.calls += 1;
    const result = await call(one);
    heed(one, result);
    return judge(row, result, { now: clock.now(), spread: Math.random() });
  }

  async function call({ row, way }: Held): Promise<SendResult> {
    crash?.('before-call');
    try {
      const result = await way.channel.send(row.to, row.message, way.isSimulated ? media.simulated : media);
      crash?.('after-call');
      return result;
    } catch (error) {
      log.error({ error, channel: row.to.channel }, 'A channel threw instead of answering.');
      return { ok: false, failure: 'lost-answer', detail: 'the channel threw' };
    }
  }

  /** What an answer says about the channel, not about the row. */
  function heed({ way }: Held, result: SendResult): void {
    const channel = way.channel.name;
    const now = performance.now();
    if (result.ok && way.downSince !== null && now - way.downSince > OUTAGE_MS) {
      hasten(sql, channel, way.isSimulated, clock.now()).then(wake, (error) =>
        log.warn({ error, channel }, 'Waiting messages could not be brought forward.'),
      );
    }
    const isDown = !result.ok && result.failure === 'unavailable';
    way.downSince = isDown ? (way.downSince ?? now) : null;
    if (result.ok) return;
    const { failure, detail, retryAfterMs = UNTOLD_PAUSE_MS } = result;
    if (SEND_FAILURES[failure].ours) log.error({ channel, failure, detail }, `A platform refused a call: ${failure}.`);
    if (failure !== 'throttled' || !way.gate) return;
    way.gate.pauseBulk(retryAfterMs);
    pauseBulk(sql, channel, retryAfterMs).catch((error) =>
      log.warn({ error, channel }, 'Other processes could not be told of a pause.'),
    );
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
    counts.powerless += written.length - accepted.length;
    const endedBy = new Map(accepted.map((ended) => [ended.id, ended]));
    for (const { row } of written) letGo(row);
    const outcomes = written.flatMap(({ row, end }) => {
      const ended = endedBy.get(row.id);
      return ended ? [toOutcome(row, end, ended.repeatId)] : [];
    });
    for (const { state } of outcomes) counts.ended[state] += 1;
    tell(outcomes);
    await lookFurther(
      written,
      accepted.some(({ hasMore }) => hasMore),
    );
    await forgetPrivate(
      written.filter(({ row, end }) => end.state !== 'queued' && endedBy.get(row.id)?.repeatId === null),
    );
  }

  /** Some of what these rows held up, or they themselves, may be due now. */
  async function lookFurther(written: Written[], hasMore: boolean): Promise<void> {
    const now = clock.now();
    const isDueAgain = written.some(({ end }) => end.state === 'queued' && (end.notBefore ?? now) <= now);
    const hasRoom = transports.all.some(({ replies, bulk }) => isRunningLow(replies) || isRunningLow(bulk));
    if (settings.claims && !stopping.signal.aborted) {
      if (hasMore || isDueAgain || hasRoom) wake();
    } else if (hasMore || isDueAgain) {
      await announceQueued(sql).catch((error) =>
        log.warn({ error }, 'Other processes find queued messages by looking.'),
      );
    }
  }

  async function forgetPrivate(written: Written[]): Promise<void> {
    const ids = written.flatMap(({ row: { message } }) =>
      'media' in message && message.media.kind === 'private' ? [message.media.id] : [],
    );
    await media.release(ids).catch((error) => log.warn({ error }, 'Private files stay until the next sweep.'));
  }

  function tell(outcomes: Outcome[]): void {
    try {
      if (outcomes.length > 0) onOutcome?.(outcomes);
    } catch (error) {
      log.error({ error }, 'Outcomes of messages were not counted.');
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

  async function every(ms: number, until: AbortSignal, work: () => Promise<void>): Promise<void> {
    while (!until.aborted) {
      await pause(ms, undefined, { signal: until }).catch(() => {});
      if (!until.aborted) await work().catch((error) => log.error({ error }, 'The outbox could not be looked after.'));
    }
  }

  function wake(): void {
    if (settings.claims && fence !== null) void claimAll();
  }

  async function start(): Promise<void> {
    fence = await nextFence(sql);
    if (settings.claims) {
      const listening = await sql.listen(OUTBOX_CHANNEL, wake, wake);
      stopListening = async () => void (await listening.unlisten());
      void every(pollMs, stopping.signal, claimAll);
    }
    void every(heartbeatMs, stopped.signal, beat);
  }

  async function drain(): Promise<void> {
    stopping.abort();
    await stopListening().catch(() => {});
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
  }

  return {
    get fence() {
      if (fence === null) throw new Error('The sender has no fence before it has started.');
      return fence;
    },
    leaseMs,
    take: (rows) => hold(rows, performance.now()),
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

function toOutcome(row: SendingRow, end: End, repeatId: bigint | null): Outcome {
  const { id, contactId, to, simulated, urgency, broadcastId, queuedAt } = row;
  const { state, reason = null, at } = end;
  return { id, contactId, channel: to.channel, simulated, urgency, broadcastId, state, reason, repeatId, queuedAt, at };
}

/** There may be more in the database, and half of the room is free: claims come in lots, not one by one. */
const isRunningLow = ({ most, held, hasBacklog }: Share): boolean => hasBacklog && held <= most / 2;

/** Passes each sentence on once a minute per channel, however often it is said. */
function oncePerMinute(log: Log, clock: Clock): Log {
  const saidAt = new Map<string, number>();
  const isNews = (details: object, text: string): boolean => {
    const key = `${'channel' in details ? details.channel : ''} ${text}`;
    const now = clock.now().getTime();
    const before = saidAt.get(key);
    if (before !== undefined && Math.abs(now - before) < 60_000) return false;
    saidAt.set(key, now);
    return true;
  };
  return {
    warn: (details, text) => void (isNews(details, text) && log.warn(details, text)),
    error: (details, text) => void (isNews(details, text) && log.error(details, text)),
  };
}

async function withinMs(ms: number, work: Promise<unknown>): Promise<void> {
  const alarm = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: alarm.signal }).catch(() => {})]);
  alarm.abort();
}

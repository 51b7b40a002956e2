/**
 * What is done to an announcement once it is written: tested, agreed to, sent, held, called off. The same for the chat, the
 * pages and the API: under a lock, by the rule of `approval.ts`, in the caller's transaction. What has to be said to whom
 * comes back as letters.
 */
import type { Caller } from '../access/caller.ts';
import { type Action, allows } from '../access/rights.ts';
import { languageFor, messagesOf } from '../bot/announcement.ts';
import type { Button, OutboundMessage } from '../bot/channel.ts';
import { encodePress } from '../bot/press.ts';
import type { Recipient } from '../bot/turn.ts';
import { pathOf } from '../db/areas.ts';
import { addApproval, type Broadcast, lockBroadcast, queueLetters, takeApprovalsBack } from '../db/broadcasts.ts';
import type { Tx } from '../db/client.ts';
import { openHoursOf } from '../db/open-hours.ts';
import { cancelPlanned, collect, planAnew, planFailedAgain, planUncertainAgain, takeBack } from '../db/recipients.ts';
import { approversFor, type Helper } from '../db/teams.ts';
import type { Address, Texts } from '../text.ts';
import { approvalsMissing, type BroadcastState, type Refusal, type RuledAct, rule } from './approval.ts';
import { authorOf } from './draft.ts';
import { issueOf, type Preview, preview } from './preview.ts';
import { countRecipients, type RecipientCounts } from './result.ts';
import { isOpenHour, timeFault, timeWords } from './schedule.ts';

export const ACTS = [
  'test',
  'submit',
  'approve',
  'return',
  'start',
  'pause',
  'resume',
  'stop',
  'retry',
  'resend',
  'result',
] as const;
export type Act = (typeof ACTS)[number];

/** A message for somebody of the house. */
export interface Letter {
  to: Recipient;
  message: OutboundMessage;
}

export interface Acted {
  ok: true;
  /** As it is afterwards. */
  broadcast: Broadcast;
  letters: Letter[];
  /** For acts that look at the audience. */
  preview: Preview | null;
  /** For acts on one that is under way or over. */
  counts: RecipientCounts | null;
  /** Who has been asked to agree. */
  approvers: Helper[];
  /** How many more persons have to agree. */
  missing: number;
  /** It goes later than now: when quiet hours end, or at its own time. */
  waits: 'quiet' | 'scheduled' | null;
}

export interface Refused {
  ok: false;
  /** Key below `broadcast:`. */
  say:
    | Refusal
    | 'no-such'
    | 'no-right'
    | 'no-chat'
    | 'no-approver'
    | 'time-past'
    | 'time-night'
    | 'time-tet'
    | 'time-far';
  params: Record<string, string | number>;
  broadcast: Broadcast | null;
  preview: Preview | null;
}

export type ActAnswer = Acted | Refused;

/** For callers without a turn: into the outbox, once each. */
export const postLetters = (tx: Tx, id: string, what: Act, letters: readonly Letter[], now: Date): Promise<void> =>
  queueLetters(
    tx,
    letters.map((letter) => ({ ...letter, cause: `broadcast-${what}:${id}:${now.getTime()}` })),
    now,
  );

/** Staff is spoken to plainly. */
export const STAFF: Address = { xung: 'bạn', con: 'mình' };

const RIGHT: Record<Act, Action> = {
  test: 'broadcast.write',
  submit: 'broadcast.write',
  approve: 'broadcast.approve',
  return: 'broadcast.approve',
  start: 'broadcast.write',
  pause: 'broadcast.write',
  resume: 'broadcast.write',
  stop: 'broadcast.write',
  retry: 'broadcast.write',
  resend: 'broadcast.write',
  result: 'broadcast.read',
};

/** Acts whose ruling depends on how many it would reach now. */
const LOOKS: ReadonlySet<Act> = new Set(['test', 'submit', 'approve', 'start']);

const RULED: Record<Act, RuledAct> = {
  ...{ test: 'test', submit: 'submit', approve: 'approve', return: 'return', start: 'start', pause: 'pause' },
  ...{ resume: 'resume', stop: 'stop', retry: 'retry', resend: 'retry', result: 'result' },
};

export async function act(tx: Tx, caller: Caller, id: string, what: Act, texts: Texts, now: Date): Promise<ActAnswer> {
  await planAnew(tx);
  const broadcast = await lockBroadcast(tx, id);
  if (!broadcast || broadcast.simulated !== caller.simulated) return refusal('no-such', null);
  if (!allows(caller, RIGHT[what], await pathOf(tx, broadcast.audience.area))) return refusal('no-right', null);
  const { personRef, chat } = await authorOf(tx, caller);
  const seen = LOOKS.has(what) ? await preview(tx, broadcast, now) : null;
  const ruling = rule(factsOf(broadcast, seen), RULED[what], personRef);
  if (!ruling.allowed) return refuse(tx, broadcast, ruling.say, seen, texts);
  if (what === 'start' && broadcast.sendAt) {
    const hours = await openHoursOf(tx, broadcast.audience.area);
    const fault = timeFault(broadcast.sendAt, now, broadcast.kind === 'urgent', hours);
    if (fault !== null) {
      return refusal(`time-${fault}`, broadcast, { at: timeWords(broadcast.sendAt) }, seen);
    }
  }
  const deed: Deed = { tx, caller, personRef, chat, broadcast, preview: seen, texts, now };
  return carryOut(deed, what, ruling.next);
}

export const factsOf = (broadcast: Broadcast, seen: Preview | null) => ({
  state: broadcast.state,
  authorRef: broadcast.authorRef,
  isUrgent: broadcast.kind === 'urgent',
  tested: broadcast.testedAt !== null,
  approvals: broadcast.approvals,
  agreedCount: broadcast.agreedCount,
  count: seen?.reachable ?? broadcast.previewedCount,
});

function refusal(
  say: Refused['say'],
  broadcast: Broadcast | null,
  params: Refused['params'] = {},
  seen: Preview | null = null,
): Refused {
  return { ok: false, say, params, broadcast, preview: seen };
}

/** Refused because the people have changed: what was agreed to is taken back, and what is true now is put before them. */
async function refuse(
  tx: Tx,
  broadcast: Broadcast,
  say: Refusal,
  seen: Preview | null,
  texts: Texts,
): Promise<Refused> {
  const count = seen?.reachable ?? broadcast.previewedCount;
  if (say === 'changed') await agreeAnew(tx, broadcast, count);
  const params = {
    count,
    before: broadcast.agreedCount ?? broadcast.previewedCount,
    missing: approvalsMissing(factsOf(broadcast, seen)),
    state: texts.say('vi', `broadcast:state.${broadcast.state}`),
  };
  return refusal(say, broadcast, params, seen);
}

/** Nobody has agreed to these people yet. */
export async function agreeAnew(tx: Tx, broadcast: Broadcast, count: number): Promise<void> {
  await takeApprovalsBack(tx, broadcast.id);
  const back: BroadcastState = broadcast.submittedAt ? 'waiting-approval' : 'draft';
  await tx`
    update broadcasts set previewed_count = ${count}, agreed_count = ${count}, state = ${back} where id = ${broadcast.id}`;
}

interface Deed {
  tx: Tx;
  caller: Caller;
  personRef: string;
  chat: Recipient | null;
  broadcast: Broadcast;
  preview: Preview | null;
  texts: Texts;
  now: Date;
}

async function carryOut(deed: Deed, what: Act, next: BroadcastState): Promise<ActAnswer> {
  switch (what) {
    case 'test':
      return test(deed, next);
    case 'submit':
      return submit(deed);
    case 'approve':
      return approve(deed, next);
    case 'return':
      return giveBack(deed);
    case 'start':
      return start(deed);
    case 'pause':
      return pause(deed);
    case 'resume':
      return resume(deed);
    case 'stop':
      return stop(deed);
    case 'retry':
      return again(deed, planFailedAgain);
    case 'resend':
      return again(deed, planUncertainAgain);
    case 'result':
      await collect(deed.tx, deed.broadcast.id);
      return done(deed, { counts: await countRecipients(deed.tx, deed.broadcast.id) });
  }
}

const done = ({ broadcast, preview: seen }: Deed, more: Partial<Acted> = {}): Acted => ({
  ok: true,
  broadcast,
  letters: [],
  preview: seen,
  counts: null,
  approvers: [],
  missing: 0,
  waits: null,
  ...more,
});

// ── before it goes ─────────────────────────────────────────────────────────────────────────────────────────────────

/** The test is the very message people will get, in the caller's own chat. Whoever tests has seen the count. */
async function test(deed: Deed, next: BroadcastState): Promise<ActAnswer> {
  const { tx, broadcast, chat, preview: seen, texts, now } = deed;
  if (!chat) return refusal('no-chat', broadcast);
  if (seen?.reachable === 0) return refusal('nobody', broadcast, {}, seen);
  if (next !== broadcast.state) await takeApprovalsBack(tx, broadcast.id);
  await tx`
    update broadcasts set state = ${next}, tested_at = ${now}, previewed_count = ${seen!.reachable}, agreed_count = ${seen!.reachable}
    where id = ${broadcast.id}`;
  const issue = issueOf(broadcast);
  const [person] = await tx<{ locale: string }[]>`select locale from contacts where id = ${chat.id}`;
  const own = languageFor(issue.content, person?.locale ?? 'vi');
  const letters = messagesOf(issue, chat.channel, own, texts).map((message): Letter => ({ to: chat, message }));
  const approvals = next === broadcast.state ? broadcast.approvals : [];
  return done({ ...deed, broadcast: { ...broadcast, state: next, testedAt: now, approvals } }, { letters });
}

async function submit(deed: Deed): Promise<ActAnswer> {
  const { tx, broadcast, preview: seen, now } = deed;
  const needed = Math.max(1, approvalsMissing(factsOf(broadcast, seen)));
  const approvers = await othersFor(deed);
  if (approvers.length < needed) {
    return refusal('no-approver', broadcast, { needed, found: approvers.length }, seen);
  }
  await tx`
    update broadcasts set state = 'waiting-approval', submitted_at = ${now}, agreed_count = ${seen!.reachable},
      previewed_count = ${seen!.reachable} where id = ${broadcast.id}`;
  const after: Broadcast = { ...broadcast, state: 'waiting-approval', submittedAt: now };
  const letters = approvers.flatMap((approver) => requestsTo(deed, approver, seen!.reachable));
  return done({ ...deed, broadcast: after }, { letters, approvers, missing: needed });
}

const othersFor = async ({ tx, broadcast }: Deed): Promise<Helper[]> => {
  const approvers = await approversFor(
    tx,
    broadcast.audience.area,
    /^contact:(\d+)$/.exec(broadcast.authorRef)?.[1] ?? '0',
    broadcast.simulated,
  );
  return approvers.filter(({ id }) => !broadcast.approvals.includes(`contact:${id}`));
};

function requestsTo({ broadcast, texts }: Deed, approver: Helper, count: number): Letter[] {
  const key = broadcast.kind === 'urgent' ? 'please-approve-urgent' : 'please-approve';
  const text = texts.say('vi', `broadcast:${key}`, { author: broadcast.author?.name ?? '', count }, STAFF);
  const messages = messagesOf(issueOf(broadcast), approver.channel, 'vi', texts);
  const shown = messages.map((message, index): OutboundMessage => {
    const buttons =
      index === messages.length - 1 ? [button(broadcast, 'approve', texts), button(broadcast, 'return', texts)] : [];
    return 'buttons' in message ? { ...message, buttons } : message;
  });
  return [{ kind: 'text' as const, text }, ...shown].map((message) => ({ to: approver, message }));
}

async function approve(deed: Deed, next: BroadcastState): Promise<ActAnswer> {
  const { tx, broadcast, personRef, chat, now } = deed;
  await addApproval(tx, broadcast.id, { personRef, contactId: chat?.id ?? null }, now);
  const approvals = [...broadcast.approvals, personRef];
  await tx`update broadcasts set state = ${next} where id = ${broadcast.id}`;
  const after: Deed = { ...deed, broadcast: { ...broadcast, approvals, state: next } };
  const missing = approvalsMissing(factsOf(after.broadcast, deed.preview));
  if (next !== 'approved') {
    return done(after, { missing, letters: toAuthor(after, 'approved-first', { missing }, []) });
  }
  if (broadcast.submittedAt === null) {
    return done(after, { letters: toAuthor(after, 'approved-ready', {}, ['start']) });
  }
  const started = await start(after);
  if (!started.ok) return started;
  const key = started.waits === 'scheduled' ? 'approved-scheduled' : 'approved-author';
  const acts = started.waits === 'scheduled' ? ['stop'] : ['pause', 'stop'];
  return { ...started, letters: [...started.letters, ...toAuthor(after, key, timeOf(started.broadcast), acts)] };
}

async function giveBack(deed: Deed): Promise<Acted> {
  const { tx, broadcast } = deed;
  await takeApprovalsBack(tx, broadcast.id);
  await tx`update broadcasts set state = 'returned', submitted_at = null where id = ${broadcast.id}`;
  return done(
    { ...deed, broadcast: { ...broadcast, state: 'returned', approvals: [] } },
    { letters: toAuthor(deed, 'returned', {}, []) },
  );
}

async function start(deed: Deed): Promise<ActAnswer> {
  const { tx, broadcast, preview: seen, now } = deed;
  const isLater = broadcast.sendAt !== null && broadcast.sendAt.getTime() > now.getTime();
  const count = seen?.reachable ?? broadcast.previewedCount;
  if (isLater) {
    await tx`update broadcasts set state = 'scheduled', agreed_count = ${count} where id = ${broadcast.id}`;
    return done({ ...deed, broadcast: { ...broadcast, state: 'scheduled' } }, { waits: 'scheduled' });
  }
  await begin(tx, broadcast, count, now);
  const waits = await waitsOf(deed);
  return done({ ...deed, broadcast: { ...broadcast, state: 'sending', startedAt: now } }, { waits });
}

/** Whether it waits for the hours of the area it is for. */
const waitsOf = async ({ tx, broadcast, now }: Deed): Promise<'quiet' | null> =>
  isOpenHour(now, broadcast.kind === 'urgent', await openHoursOf(tx, broadcast.audience.area)) ? null : 'quiet';

/** From here on the feeder plans and sends. The words it corrects go to nobody else any more. */
export async function begin(tx: Tx, broadcast: Broadcast, count: number, now: Date): Promise<void> {
  await tx`
    update broadcasts set state = 'sending', started_at = ${now}, spread_from = ${now}, agreed_count = ${count},
      paused_at = null, pause_reason = null, shut_until = null where id = ${broadcast.id}`;
  if (broadcast.corrects !== null) await endCorrected(tx, broadcast.corrects, now);
}

async function endCorrected(tx: Tx, id: string, now: Date): Promise<void> {
  const stopped = await tx`
    update broadcasts set state = 'stopped', ended_at = ${now}
    where id = ${id} and state in ('sending', 'paused') returning 1`;
  if (stopped.length === 0) return;
  await takeBack(tx, id, 'cancelled');
  await cancelPlanned(tx, id);
}

// ── under way ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Takes effect at once: what waits in the outbox is taken back; what is being sent this second still arrives. */
async function pause(deed: Deed): Promise<Acted> {
  const { tx, broadcast, now } = deed;
  await tx`
    update broadcasts set state = 'paused', paused_at = ${now}, pause_reason = 'officer' where id = ${broadcast.id}`;
  await collect(tx, broadcast.id);
  await takeBack(tx, broadcast.id, 'planned');
  return done(
    { ...deed, broadcast: { ...broadcast, state: 'paused', pausedAt: now } },
    { counts: await countRecipients(tx, broadcast.id) },
  );
}

/** A spread announcement goes on where it was, as if the pause had not been. */
async function resume(deed: Deed): Promise<Acted> {
  const { tx, broadcast, now } = deed;
  const pausedMs = broadcast.pausedAt === null ? 0 : now.getTime() - broadcast.pausedAt.getTime();
  await tx`
    update broadcasts set state = 'sending', paused_at = null, pause_reason = null, shut_until = null,
      spread_from = spread_from + make_interval(secs => ${pausedMs / 1000}) where id = ${broadcast.id}`;
  return done(
    { ...deed, broadcast: { ...broadcast, state: 'sending', pausedAt: null } },
    {
      counts: await countRecipients(tx, broadcast.id),
      waits: await waitsOf(deed),
    },
  );
}

async function stop(deed: Deed): Promise<Acted> {
  const { tx, broadcast, now } = deed;
  await tx`update broadcasts set state = 'stopped', ended_at = ${now} where id = ${broadcast.id}`;
  await collect(tx, broadcast.id);
  await takeBack(tx, broadcast.id, 'cancelled');
  await cancelPlanned(tx, broadcast.id);
  return done(
    { ...deed, broadcast: { ...broadcast, state: 'stopped', endedAt: now } },
    { counts: await countRecipients(tx, broadcast.id) },
  );
}

/** Only those it failed for (or is uncertain for); at once, whatever it was spread over. */
async function again(deed: Deed, plan: (tx: Tx, id: string) => Promise<number>): Promise<ActAnswer> {
  const { tx, broadcast, now } = deed;
  const people = await plan(tx, broadcast.id);
  if (people === 0) return refusal('nobody', broadcast, { count: 0 });
  await tx`
    update broadcasts set state = 'sending', ended_at = null, spread_minutes = 0, shut_until = null, progress_at = ${now}
    where id = ${broadcast.id}`;
  return done(
    { ...deed, broadcast: { ...broadcast, state: 'sending', endedAt: null } },
    { counts: await countRecipients(tx, broadcast.id) },
  );
}

// ── words to the author ────────────────────────────────────────────────────────────────────────────────────────────

export const timeOf = ({ sendAt }: Broadcast): { at: string } => ({ at: sendAt ? timeWords(sendAt) : '' });

function toAuthor(
  deed: Pick<Deed, 'broadcast' | 'preview' | 'texts' | 'caller' | 'personRef'>,
  key: string,
  params: Record<string, string | number>,
  acts: string[],
): Letter[] {
  const { broadcast, texts, caller, personRef } = deed;
  const { author } = broadcast;
  if (!author || personRef === `contact:${author.id}`) return [];
  const approver = caller.name.charAt(0).toUpperCase() + caller.name.slice(1);
  const count = deed.preview?.reachable ?? broadcast.previewedCount;
  const text = texts.say('vi', `broadcast:${key}`, { approver, count, ...params }, STAFF);
  const buttons = [...acts.map((one) => button(broadcast, one, texts)), deskButton(texts)];
  return [{ to: author, message: { kind: 'text', text, buttons } }];
}

export const button = ({ id }: Pick<Broadcast, 'id'>, act: string, texts: Texts, argument?: string): Button => ({
  label: texts.say('vi', `broadcast:button.${act}`, {}, STAFF),
  data: encodePress({ scope: 'broadcast', id, act, ...(argument !== undefined && { argument }) }),
});

export const deskButton = (texts: Texts): Button => ({
  label: texts.say('vi', 'volunteer:desk.back', {}, STAFF),
  data: encodePress({ scope: 'general', word: 'desk' }),
});

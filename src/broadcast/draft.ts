/** Writing an announcement down, changing it, and everything that keeps it from being written down. */
import { type Caller, callerRef } from '../access/caller.ts';
import { allows, areasFor } from '../access/rights.ts';
import { type Content, type Fault, faultsOf, textOf } from '../bot/announcement.ts';
import type { Recipient } from '../bot/turn.ts';
import { pathOf } from '../db/areas.ts';
import {
  type Broadcast,
  type BroadcastChange,
  changeBroadcast,
  insertBroadcast,
  nextBroadcastId,
  readBroadcast,
} from '../db/broadcasts.ts';
import type { Sql, Tx } from '../db/client.ts';
import { openHoursOf } from '../db/open-hours.ts';
import { isList } from '../db/reach.ts';
import type { Texts } from '../text.ts';
import { rule } from './approval.ts';
import type { AudienceQuery, FlowsKnown } from './audience.ts';
import { type Intended, type Preview, preview } from './preview.ts';
import { type TimeFault, timeFault } from './schedule.ts';
import { readTerms } from './terms.ts';

/** What deciding about announcements needs of the house. */
export interface Newsroom {
  texts: Texts;
  flows: FlowsKnown;
}

export interface DraftInput {
  /** A turn names its announcement after itself; otherwise a number is drawn. */
  id?: string;
  kind: 'notice' | 'urgent';
  content: Content;
  audience: AudienceQuery;
  sendAt: Date | null;
  spreadMinutes: number;
  budgetVnd: number;
  neverTwice: boolean;
  corrects: string | null;
  /** Who answers what people write back; the author's own chat when null. */
  officerId: string | null;
}

/** What is wrong, in the order of the form. `say` is a key of `broadcast:problem` unless it is a fault of the content. */
export type DraftProblem =
  | { what: 'content'; fault: Fault }
  | { what: 'time'; say: TimeFault; at: Date }
  | { what: 'audience'; say: 'no-such-area' | 'no-right' | 'no-such-list' | 'nobody' }
  | { what: 'corrects'; say: 'not-sent' }
  | { what: 'state'; say: 'nothing-to-do' }
  | { what: 'numbers'; say: 'spread' | 'budget' }
  | { what: 'officer'; say: 'no-such-officer' }
  | { what: 'picture'; say: 'no-such-picture' };

export type Drafted = { ok: true; broadcast: Broadcast; preview: Preview } | { ok: false; problems: DraftProblem[] };

/** Spread over at most so long: longer, and it would run into the next day's quiet hours. */
export const SPREAD_MOST_MINUTES = 11 * 60;
const BUDGET_MOST_VND = 1_000_000_000;

/** Writes it down as a draft if nothing is wrong with it. */
export async function draft(tx: Tx, caller: Caller, input: DraftInput, room: Newsroom, now: Date): Promise<Drafted> {
  const problems = await problemsOf(tx, caller, input, room, now);
  const issuing = await issuingArea(tx, caller, input.audience.area);
  if (problems.length > 0 || issuing === null) return { ok: false, problems };
  const author = await authorOf(tx, caller);
  const id = input.id ?? (await nextBroadcastId(tx));
  const issue = {
    id,
    areaName: issuing.name,
    isUrgent: input.kind === 'urgent',
    isCorrection: input.corrects !== null,
    content: input.content,
  };
  await insertBroadcast(
    tx,
    {
      ...input,
      id,
      areaCode: issuing.code,
      text: textOf(issue, 'vi', room.texts),
      authorId: author.chat?.id ?? null,
      authorRef: author.personRef,
      officerId: input.officerId ?? author.chat?.id ?? null,
      previewedCount: 0,
      simulated: caller.simulated,
    },
    now,
  );
  return previewed(tx, id, now);
}

export interface Looked {
  problems: DraftProblem[];
  /** What `preview`, `sample` and `renderings` are asked about; null when it is for nobody this caller may write to. */
  intended: Intended | null;
}

/** What is wrong with it, and what it would be, before anything is written down: for a form that looks while somebody types. */
export async function look(
  tx: Sql | Tx,
  caller: Caller,
  input: DraftInput,
  room: Newsroom,
  now: Date,
): Promise<Looked> {
  const problems = await problemsOf(tx, caller, input, room, now);
  const isTheirs = !problems.some(({ what }) => what === 'audience' || what === 'corrects');
  const issuing = isTheirs ? await issuingArea(tx, caller, input.audience.area) : null;
  if (issuing === null) return { problems, intended: null };
  const { kind, corrects, content, audience, budgetVnd } = input;
  const { simulated } = caller;
  const id = input.id ?? '0';
  return {
    problems,
    intended: { id, areaName: issuing.name, kind, corrects, content, audience, budgetVnd, spentVnd: 0, simulated },
  };
}

/** Changes a draft; whoever has tested or agreed to it has to do so again. */
export async function edit(
  tx: Tx,
  caller: Caller,
  broadcast: Broadcast,
  change: BroadcastChange,
  room: Newsroom,
  now: Date,
): Promise<Drafted> {
  const facts = {
    state: broadcast.state,
    authorRef: broadcast.authorRef,
    isUrgent: broadcast.kind === 'urgent',
    tested: true,
    approvals: broadcast.approvals,
    agreedCount: null,
    count: 1,
  };
  if (!rule(facts, 'edit', broadcast.authorRef).allowed) {
    return { ok: false, problems: [{ what: 'state', say: 'nothing-to-do' }] };
  }
  const after = { ...broadcast, ...change };
  const problems = await problemsOf(tx, caller, after, room, now);
  if (problems.length > 0) return { ok: false, problems };
  const isUrgent = after.kind === 'urgent';
  const text = textOf({ ...after, isUrgent, isCorrection: after.corrects !== null }, 'vi', room.texts);
  await changeBroadcast(tx, broadcast.id, { ...change, text }, now);
  return previewed(tx, broadcast.id, now);
}

async function previewed(tx: Tx, id: string, now: Date): Promise<Drafted> {
  const written = (await readBroadcast(tx, id))!;
  const seen = await preview(tx, written, now);
  await tx`update broadcasts set previewed_count = ${seen.reachable} where id = ${id}`;
  return { ok: true, broadcast: { ...written, previewedCount: seen.reachable }, preview: seen };
}

async function problemsOf(
  tx: Sql | Tx,
  caller: Caller,
  input: Omit<DraftInput, 'id'>,
  { flows }: Newsroom,
  now: Date,
): Promise<DraftProblem[]> {
  const { allowedHosts } = await readTerms(tx);
  const judging = { allowedHosts, hasFlow: (id: string) => flows.stepsOf(id) !== undefined };
  const hours = input.sendAt ? await openHoursOf(tx, input.audience.area) : undefined;
  const time = input.sendAt && timeFault(input.sendAt, now, input.kind === 'urgent', hours);
  return [
    ...(await audienceProblems(tx, caller, input.audience)),
    ...faultsOf(input.content, judging).map((fault): DraftProblem => ({ what: 'content', fault })),
    ...(await pictureProblems(tx, input.content)),
    ...(time && input.sendAt ? [{ what: 'time', say: time, at: input.sendAt } as const] : []),
    ...numberProblems(input),
    ...(await officerProblems(tx, caller, input.officerId)),
    ...(input.corrects !== null && !(await wasSent(tx, caller, input.corrects))
      ? [{ what: 'corrects', say: 'not-sent' } as const]
      : []),
  ];
}

function numberProblems({ spreadMinutes, budgetVnd }: Omit<DraftInput, 'id'>): DraftProblem[] {
  const isWithin = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;
  return [
    ...(isWithin(spreadMinutes, SPREAD_MOST_MINUTES) ? [] : [{ what: 'numbers', say: 'spread' } as const]),
    ...(isWithin(budgetVnd, BUDGET_MOST_VND) ? [] : [{ what: 'numbers', say: 'budget' } as const]),
  ];
}

async function audienceProblems(tx: Sql | Tx, caller: Caller, { area, list }: AudienceQuery): Promise<DraftProblem[]> {
  const [known] = await tx`select 1 from areas where code = ${area} and simulated = ${caller.simulated}`;
  if (!known) return [{ what: 'audience', say: 'no-such-area' }];
  if (!allows(caller, 'broadcast.write', await pathOf(tx, area))) return [{ what: 'audience', say: 'no-right' }];
  if (list !== undefined && !(await isList(tx, list))) return [{ what: 'audience', say: 'no-such-list' }];
  return [];
}

async function pictureProblems(tx: Sql | Tx, { picture }: Content): Promise<DraftProblem[]> {
  if (!picture) return [];
  const [known] = await tx`select 1 from announcement_pictures where hash = ${picture.hash}`;
  return known ? [] : [{ what: 'picture', say: 'no-such-picture' }];
}

/** The officer works for the commune and can be written to. */
async function officerProblems(tx: Sql | Tx, caller: Caller, officerId: string | null): Promise<DraftProblem[]> {
  if (officerId === null) return [];
  const [known] = await tx`
    select 1 from memberships m join contacts c on c.id = m.contact_id
    where c.id = ${officerId} and m.until is null and c.left_at is null and c.simulated = ${caller.simulated} limit 1`;
  return known ? [] : [{ what: 'officer', say: 'no-such-officer' }];
}

async function wasSent(tx: Sql | Tx, caller: Caller, id: string): Promise<boolean> {
  const original = await readBroadcast(tx, id);
  return (
    original !== null &&
    original.simulated === caller.simulated &&
    original.startedAt !== null &&
    allows(caller, 'broadcast.write', await pathOf(tx, original.audience.area))
  );
}

/** In whose name it goes: the commune (or province) the caller works for, above the area that is meant. */
async function issuingArea(tx: Sql | Tx, caller: Caller, area: string): Promise<{ code: string; name: string } | null> {
  const path = await pathOf(tx, area);
  const granted = areasFor(caller, 'broadcast.write').find((code) => path.includes(code));
  if (granted === undefined) return null;
  const above = await pathOf(tx, granted);
  const [row] = await tx<{ code: string; name: string }[]>`
    select code, name from areas where code = any (${above})
    order by kind in ('commune', 'province') desc, array_position(${above}::text[], code) limit 1`;
  return row ?? null;
}

export interface Author {
  /** Where tests and progress go; null when nobody's chat is known. */
  chat: Recipient | null;
  /** The person behind a caller, so that nobody agrees to their own words by another way in. */
  personRef: string;
}

/**
 * A person is themselves. A key is the person who made it on the pages; one made at the server's terminal is nobody in
 * particular: its tests go to a colleague of its area named like the key, else to an admin, else to an official there.
 */
export async function authorOf(tx: Sql | Tx, caller: Caller): Promise<Author> {
  if (caller.kind === 'person') return { chat: await chatOf(tx, caller.id), personRef: callerRef(caller) };
  const [key] = await tx<{ created_by: string; area_code: string }[]>`
    select created_by, area_code from api_keys where id = ${caller.id}`;
  const maker = /^contact:(\d+)$/.exec(key?.created_by ?? '')?.[1];
  if (maker !== undefined) return { chat: await chatOf(tx, maker), personRef: `contact:${maker}` };
  const path = key ? await pathOf(tx, key.area_code) : [];
  const [colleague] = await tx<{ id: bigint }[]>`
    select c.id from memberships m join contacts c on c.id = m.contact_id
    where m.until is null and m.role in ('admin', 'official') and m.area_code = any (${path}) and c.left_at is null
      and c.simulated = ${caller.simulated}
    order by m.name = ${caller.name} desc, m.role = 'admin' desc, m.id limit 1`;
  return { chat: colleague ? await chatOf(tx, String(colleague.id)) : null, personRef: callerRef(caller) };
}

async function chatOf(tx: Sql | Tx, contactId: string): Promise<Recipient | null> {
  const [row] = await tx<{ channel: Recipient['channel']; simulated: boolean }[]>`
    select channel, simulated from contacts where id = ${contactId} and left_at is null`;
  return row ? { id: contactId, ...row } : null;
}

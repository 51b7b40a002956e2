/**
 * Announcements by other systems: written and looked at, tested, agreed to, sent, held, called off. The rules are those of
 * the chat (`src/broadcast`); a key stands for the person who made it (docs/decisions/0017).
 */
import { Type } from 'typebox';
import type { Content, Extra, Language, Words } from '../../bot/announcement.ts';
import { tidy } from '../../bot/announcement.ts';
import { type Act, type ActAnswer, act, postLetters } from '../../broadcast/act.ts';
import { type AudienceFault, readAudience } from '../../broadcast/audience.ts';
import { type DraftInput, type DraftProblem, draft, type Newsroom } from '../../broadcast/draft.ts';
import { type Preview, preview, renderings, sample } from '../../broadcast/preview.ts';
import { type BroadcastResult, broadcastResult, exportPage } from '../../broadcast/result.ts';
import { timeWords } from '../../broadcast/schedule.ts';
import { type Broadcast, readBroadcast } from '../../db/broadcasts.ts';
import type { Sql, Tx } from '../../db/client.ts';
import type { OfficialPorts } from '../ports.ts';
import type { Api, ApiRoutes, Call } from './api.ts';
import { PAGE_ROWS, PAGED, pagedAnswer, pageOf, readCursor } from './cursor.ts';
import { Problem } from './problem.ts';

const Count = Type.Record(Type.String(), Type.Integer());
const orNull = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Text = Type.String({ maxLength: 2_000 });
const Parts = Type.Object({
  what: Type.String({ maxLength: 2_000, description: 'what, when, where: at most 200 characters' }),
  bring: Type.Optional(Type.String({ maxLength: 2_000, description: 'what to bring or do: at most 100' })),
  ask: Type.Optional(Type.String({ maxLength: 2_000, description: 'whom to ask: at most 60' })),
});
const InOneLanguage = Type.Union([Text, Parts]);

const Body = Type.Object(
  {
    text: Type.Union(
      [
        Text,
        Parts,
        Type.Object({ vi: InOneLanguage, en: Type.Optional(InOneLanguage), km: Type.Optional(InOneLanguage) }),
      ],
      { description: 'Vietnamese, as one text (at most 300 characters) or in parts; or one of these by language' },
    ),
    buttons: Type.Optional(
      Type.Array(
        Type.Object({
          label: Type.Optional(Type.String({ maxLength: 100 })),
          flow: Type.Optional(Type.String({ description: 'starts this flow; without it the button counts who comes' })),
        }),
        { description: 'at most 2; the one that stops announcements is always added' },
      ),
    ),
    audience: Type.Unknown({ description: '{area, roles?, flow?: {id, state, step?}, channels?, languages?, list?}' }),
    send_at: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601 with offset; absent: when started' })),
    kind: Type.Optional(Type.Union([Type.Literal('notice'), Type.Literal('urgent')])),
    spread_minutes: Type.Optional(Type.Integer({ minimum: 0 })),
    budget_vnd: Type.Optional(Type.Integer({ minimum: 0, description: 'for ways that cost money; 0 uses none' })),
    never_twice: Type.Optional(Type.Boolean({ description: 'an uncertain message is not repeated' })),
    corrects: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$', description: 'goes to those this one reached' })),
    picture: Type.Optional(Type.Object({ hash: Type.String(), alt: Type.String() })),
  },
  { additionalProperties: false },
);

const PreviewAnswer = Type.Object({
  people: Type.Integer({ description: 'meant by the audience' }),
  reachable: Type.Integer(),
  ways: Count,
  channels: Count,
  unreachable: Count,
  households_without_chat: Type.Integer(),
  cost_vnd: Type.Integer(),
  cost_for_all_vnd: Type.Integer(),
  prices: Type.Array(
    Type.Object({
      way: Type.String(),
      people: Type.Integer(),
      vnd: orNull(Type.Integer()),
      source: Type.String(),
      as_of: Type.String(),
    }),
  ),
  approvals_needed: Type.Integer(),
  texts: Type.Array(
    Type.Object({
      channel: Type.String(),
      language: Type.String(),
      text: Type.String(),
      buttons: Type.Array(Type.String()),
      picture: orNull(Type.String()),
    }),
  ),
});

const State = Type.Object({
  id: Type.String(),
  state: Type.String(),
  kind: Type.String(),
  approvals: Type.Integer(),
  approvals_missing: Type.Integer(),
  waits: orNull(
    Type.String({ description: '`quiet`: until unprompted messages may leave; `scheduled`: until send_at' }),
  ),
});

const ResultAnswer = Type.Object({
  id: Type.String(),
  state: Type.String(),
  kind: Type.String(),
  pause_reason: orNull(Type.String()),
  send_at: orNull(Type.String()),
  started_at: orNull(Type.String()),
  ended_at: orNull(Type.String()),
  planned: Type.Boolean(),
  counts: Type.Object({
    total: Type.Integer(),
    sent: Type.Integer(),
    delivered: Type.Integer(),
    failed: Type.Integer(),
    left: Type.Integer(),
    uncertain: Type.Integer(),
    by_state: Count,
    by_reason: Count,
    by_way: Count,
  }),
  spent_vnd: Type.Integer(),
  answers: Count,
  replies: Count,
  stops: Type.Integer(),
  visits: Count,
  per_minute: orNull(Type.Integer()),
  estimated_end: orNull(Type.String()),
});

const ById = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) });

export const broadcastCalls: ApiRoutes = (api) => {
  api.write({
    url: '/broadcasts',
    action: 'broadcast.write',
    summary: 'Write an announcement down and see what it would do; nothing is sent',
    tag: 'broadcasts',
    status: 201,
    body: Body,
    answer: Type.Object({ id: Type.String(), state: Type.String(), kind: Type.String(), preview: PreviewAnswer }),
    handler: async (call) => {
      const { tx, body, caller, ports, now, about } = call;
      const room = roomOf(ports);
      const input = await inputOf(call, tx, body, room);
      await call.require(input.audience.area);
      const drafted = await draft(tx, caller, input, room, now);
      if (!drafted.ok) throw refused422(drafted.problems.map((problem) => problemOf(ports, problem)));
      const { broadcast } = drafted;
      about(`broadcast:${broadcast.id}`, broadcast.audience.area);
      return {
        id: broadcast.id,
        state: broadcast.state,
        kind: broadcast.kind,
        preview: previewAnswer(drafted.preview, broadcast, ports),
      };
    },
  });

  for (const [path, what, summary] of [
    ['test', 'test', 'Send the exact message to the chat of the person this key stands for'],
    ['start', 'start', 'Send it, or wait for send_at'],
    ['pause', 'pause', 'Hold it; what waits in the outbox is taken back'],
    ['resume', 'resume', 'Go on'],
    ['cancel', 'stop', 'Call it off for good'],
    ['retry-failed', 'retry', 'Once it is over: again to those it failed for, and nobody else'],
  ] as const) {
    actCall(api, path, what, 'broadcast.write', summary);
  }
  actCall(api, 'approve', 'approve', 'broadcast.approve', 'Agree to it, as somebody else than its author');

  api.read({
    url: '/broadcasts/:id',
    action: 'broadcast.read',
    summary: 'Where it stands: counts by state and reason, pace, estimate of the end',
    tag: 'broadcasts',
    params: ById,
    answer: ResultAnswer,
    handler: async ({ sql, params, require, now, caller }) => {
      const broadcast = await theirs(sql, params.id, caller, require);
      return resultAnswer(broadcast, (await broadcastResult(sql, params.id, now))!);
    },
  });

  api.read({
    url: '/broadcasts/:id/preview',
    action: 'broadcast.read',
    summary: 'What it would do now, and ten of those it is meant for',
    tag: 'broadcasts',
    params: ById,
    answer: Type.Object({
      preview: PreviewAnswer,
      sample: Type.Array(
        Type.Object({
          called: orNull(Type.String()),
          area: orNull(Type.String()),
          channel: Type.String(),
          way: orNull(Type.String()),
          reason: orNull(Type.String()),
        }),
      ),
    }),
    handler: async ({ sql, params, require, now, caller, ports }) => {
      const broadcast = await theirs(sql, params.id, caller, require);
      const people = await sample(sql, broadcast, now);
      return {
        preview: previewAnswer(await preview(sql, broadcast, now), broadcast, ports),
        sample: people.map(({ term, callName, areaName, channel, way, reason }) => ({
          called: [term, callName].filter(Boolean).join(' ') || null,
          area: areaName,
          channel,
          way,
          reason,
        })),
      };
    },
  });

  api.read({
    url: '/broadcasts/:id/recipients',
    action: 'broadcast.read',
    summary: 'Every recipient with state and reason, a page at a time',
    tag: 'broadcasts',
    params: ById,
    query: Type.Object(PAGED),
    answer: pagedAnswer(
      Type.Object({
        contact_ref: Type.String(),
        channel: Type.String(),
        way: orNull(Type.String()),
        state: Type.String(),
        reason: orNull(Type.String()),
        attempts: Type.Integer(),
        cost_vnd: Type.Integer(),
        sent_at: orNull(Type.String()),
        answer: orNull(Type.String()),
      }),
    ),
    handler: async ({ sql, params, query, require, caller }) => {
      await theirs(sql, params.id, caller, require);
      const limit = query.limit ?? PAGE_ROWS;
      const [after = '0'] = readCursor(query.cursor) ?? [];
      if (!/^\d{1,18}$/.test(String(after))) throw new Problem(400, 'This cursor is not one we gave.');
      const rows = await exportPage(sql, params.id, String(after), limit + 1);
      const items = rows.map((row) => ({
        contact_ref: row.contactRef,
        channel: row.channel,
        way: row.way,
        state: row.state,
        reason: row.reason,
        attempts: row.attempts,
        cost_vnd: row.costVnd,
        sent_at: row.sentAt?.toISOString() ?? null,
        answer: row.answer,
      }));
      return pageOf(items, limit, ({ contact_ref }) => [contact_ref]);
    },
  });
};

function actCall(api: Api, path: string, what: Act, action: 'broadcast.write' | 'broadcast.approve', summary: string) {
  api.write({
    url: `/broadcasts/:id/${path}`,
    action,
    summary,
    tag: 'broadcasts',
    params: ById,
    body: Type.Unknown(),
    answer: State,
    handler: async ({ tx, params, caller, ports, now, about, after, require }) => {
      const before = await theirs(tx, params.id, caller, require);
      about(`broadcast:${params.id}`, before.audience.area);
      const answer = await act(tx, caller, params.id, what, ports.texts, now);
      if (!answer.ok) throw refused409(ports, answer);
      await postLetters(tx, params.id, what, answer.letters, now);
      after(ports.wake);
      const { broadcast, missing, waits } = answer;
      return {
        id: broadcast.id,
        state: broadcast.state,
        kind: broadcast.kind,
        approvals: broadcast.approvals.length,
        approvals_missing: missing,
        waits,
      };
    },
  });
}

/** Of the caller's world and area, else as if it were not there. */
async function theirs(sql: Sql | Tx, id: string, caller: Call['caller'], require: Call['require']): Promise<Broadcast> {
  const broadcast = await readBroadcast(sql, id);
  if (!broadcast || broadcast.simulated !== caller.simulated) {
    throw new Problem(404, `There is no announcement ${id}. POST /broadcasts writes one.`);
  }
  await require(broadcast.audience.area);
  return broadcast;
}

// ── reading what was sent ──────────────────────────────────────────────────────────────────────────────────────────

const roomOf = ({ texts, flows }: OfficialPorts): Newsroom => ({
  texts,
  flows: {
    stepsOf: (id) => {
      const flow = flows.current.get(id);
      return flow && Object.keys(flow.steps);
    },
  },
});

type Sent = import('typebox').Static<typeof Body>;

async function inputOf({ ports }: Call, tx: Tx, body: Sent, room: Newsroom): Promise<DraftInput> {
  const reading = readAudience(body.audience, room.flows);
  if (!reading.ok) throw refused422(reading.faults.map((fault) => audienceProblem(ports, fault)));
  const sendAt = body.send_at === undefined ? null : new Date(body.send_at);
  if (sendAt && Number.isNaN(sendAt.getTime())) {
    throw refused422([{ field: 'send_at', message: 'Write it like 2026-11-28T07:30:00+07:00.' }]);
  }
  const original = body.corrects === undefined ? null : await readBroadcast(tx, body.corrects);
  return {
    kind: body.kind ?? 'notice',
    content: contentOf(body),
    audience: original ? { area: original.audience.area, reachedBy: original.id } : reading.query,
    sendAt,
    spreadMinutes: body.spread_minutes ?? 0,
    budgetVnd: body.budget_vnd ?? 0,
    neverTwice: body.never_twice ?? false,
    corrects: body.corrects ?? null,
    officerId: null,
  };
}

function contentOf({ text, buttons = [], picture }: Sent): Content {
  const byLanguage = typeof text === 'object' && 'vi' in text ? text : { vi: text };
  const words = Object.fromEntries(
    Object.entries(byLanguage).map(([language, one]) => [language, wordsOf(one)]),
  ) as Record<Language, Words>;
  return { words, extras: buttons.map(extraOf), picture: picture ?? null };
}

function wordsOf(one: string | { what: string; bring?: string; ask?: string }): Words {
  const { what, bring = '', ask = '' } = typeof one === 'string' ? { what: one } : one;
  return { what: tidy('what', what), bring: tidy('bring', bring), ask: tidy('ask', ask) };
}

function extraOf({ label, flow }: { label?: string; flow?: string }): Extra {
  const own = label === undefined ? {} : { label: label.normalize('NFC').trim() };
  return flow === undefined ? { kind: 'coming', ...own } : { kind: 'flow', flow, ...own };
}

// ── saying what is wrong ───────────────────────────────────────────────────────────────────────────────────────────

interface FieldProblem {
  field: string;
  message: string;
}

const refused422 = (errors: FieldProblem[]): Problem =>
  new Problem(
    422,
    `Nothing was written down. ${errors.map(({ field, message }) => `${field}: ${message}`).join(' ')}`,
    {
      errors,
    },
  );

const say = ({ texts }: OfficialPorts, key: string, params: Record<string, string | number> = {}): string =>
  texts.say('en', `broadcast:${key}`, params);

const audienceProblem = (ports: OfficialPorts, { field, say: key, params }: AudienceFault): FieldProblem => ({
  field,
  message: say(ports, `audience.fault.${key}`, params),
});

const FIELDS: Record<Exclude<DraftProblem['what'], 'content'>, string> = {
  ...{ time: 'send_at', audience: 'audience', corrects: 'corrects', state: 'state', numbers: 'spread_minutes' },
  ...{ officer: 'officer', picture: 'picture' },
};

function problemOf(ports: OfficialPorts, problem: DraftProblem): FieldProblem {
  if (problem.what !== 'content') {
    const at = problem.what === 'time' ? timeWords(problem.at) : '';
    return { field: FIELDS[problem.what], message: say(ports, `problem.${problem.say}`, { at }) };
  }
  const { language, part, say: key, params } = problem.fault;
  const message = key === 'reading' ? String(params.suggestion) : say(ports, `fault.${key}`, params);
  return { field: part === 'buttons' ? 'buttons' : `text.${language}.${part}`, message };
}

/** What to do instead, where the chat would offer a button. */
const WAY_ON: Partial<Record<(ActAnswer & { ok: false })['say'], string>> = {
  'needs-test': 'POST …/test first.',
  'needs-approval': 'Let another person’s key or chat approve: POST …/approve.',
  'not-own': 'Use the key or the chat of somebody else.',
  changed: 'POST …/test again, then let it be approved again.',
  'no-chat':
    'A key made on the pages tests to its maker; one made with npm run api-key to an admin of its area. Invite one: npm run invite.',
};

function refused409(ports: OfficialPorts, { say: key, params }: ActAnswer & { ok: false }): Problem {
  const detail = [say(ports, key, { limit: 100, ...params }), WAY_ON[key]].filter(Boolean).join(' ');
  return new Problem(key === 'no-right' ? 403 : 409, detail, { reason: key });
}

// ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────

const previewAnswer = (seen: Preview, broadcast: Broadcast, ports: OfficialPorts) => ({
  people: seen.people,
  reachable: seen.reachable,
  ways: seen.ways,
  channels: seen.byChannel,
  unreachable: seen.unreachable,
  households_without_chat: seen.householdsWithoutChat,
  cost_vnd: seen.costVnd,
  cost_for_all_vnd: seen.costForAllVnd,
  prices: seen.costs.map(({ way, people, price }) => ({
    way,
    people,
    vnd: price.vnd,
    source: price.source,
    as_of: price.asOf,
  })),
  approvals_needed: seen.approvalsNeeded,
  texts: renderings(broadcast, ports.texts),
});

const resultAnswer = (broadcast: Broadcast, result: BroadcastResult) => ({
  id: result.id,
  state: result.state,
  kind: broadcast.kind,
  pause_reason: result.pauseReason,
  send_at: result.sendAt?.toISOString() ?? null,
  started_at: result.startedAt?.toISOString() ?? null,
  ended_at: result.endedAt?.toISOString() ?? null,
  planned: result.isPlanned,
  counts: {
    total: result.counts.total,
    sent: result.counts.sent,
    delivered: result.delivered,
    failed: result.counts.failed,
    left: result.counts.left,
    uncertain: result.counts.uncertain,
    by_state: result.counts.states,
    by_reason: result.counts.reasons,
    by_way: result.ways,
  },
  spent_vnd: result.spentVnd,
  answers: result.answers,
  replies: result.replies,
  stops: result.stops,
  visits: result.visits,
  per_minute: result.perMinute,
  estimated_end: result.estimatedEnd?.toISOString() ?? null,
});

/** Completions: logged by other systems and by pages that were without a signal, taken back, read. */
import { Type } from 'typebox';
import { callerRef, worldOf } from '../../access/caller.ts';
import { areaOfCompletion, type LoggedEntry, listCompletions, logCompletions } from '../../db/completions.ts';
import { reverse } from '../../db/runs.ts';
import { hasSecretInCode, hasSecretInWords } from '../../privacy/secrets.ts';
import type { ApiRoutes } from './api.ts';
import { PAGE_ROWS, PAGED, pagedAnswer, pageOf, readCursor } from './cursor.ts';
import { Problem } from './problem.ts';

const MOST_ENTRIES = 1_000;
const Id = Type.String({ minLength: 1, maxLength: 200 });
const Code = Type.String({ minLength: 1, maxLength: 100 });
const Time = Type.String({ maxLength: 40, description: 'ISO 8601 with offset: 2026-11-20T09:30:00+07:00' });
const HowKnown = Type.Union([Type.Literal('self'), Type.Literal('volunteer'), Type.Literal('system')]);
const Outcome = Type.Union([Type.Literal('completed'), Type.Literal('referred'), Type.Literal('abandoned')]);
const SubjectKind = Type.Union([Type.Literal('person'), Type.Literal('household'), Type.Literal('stall')]);
const orNull = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Entry = Type.Object({
  client_id: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'your own id of this entry: sent again, it counts once',
  }),
  flow_id: Code,
  subject_code: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'household, stall or person, by your own code; never an identity number',
  }),
  subject_kind: Type.Optional(SubjectKind),
  area_code: Code,
  outcome: Outcome,
  how_known: HowKnown,
  occurred_at: Time,
  note: Type.Optional(Type.String({ maxLength: 500 })),
});

const Result = Type.Object({
  client_id: Id,
  status: Type.Union([Type.Literal('recorded'), Type.Literal('duplicate'), Type.Literal('refused')]),
  completion_id: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
});

const Completion = Type.Object({
  completion_id: Type.String(),
  flow_id: Type.String(),
  flow_version: Type.Integer(),
  outcome: Type.String(),
  subject_kind: Type.String(),
  subject_code: Type.String(),
  area_code: orNull(Type.String()),
  place_code: orNull(Type.String()),
  how_known: Type.String(),
  recorded_by: Type.String(),
  channel: Type.String(),
  occurred_at: Type.String(),
  recorded_at: Type.String(),
  reversed_at: orNull(Type.String()),
  reversal_reason: orNull(Type.String()),
});

export const completionCalls: ApiRoutes = (api) => {
  api.write({
    url: '/completions',
    action: 'completions.write',
    summary: `Log up to ${MOST_ENTRIES} completions; every entry is answered`,
    tag: 'completions',
    body: Type.Object({ entries: Type.Array(Entry, { minItems: 1, maxItems: MOST_ENTRIES }) }),
    answer: Type.Object({
      results: Type.Array(Result),
      recorded: Type.Integer(),
      duplicate: Type.Integer(),
      refused: Type.Integer(),
    }),
    handler: async ({ tx, caller, areas, body, ports, now }) => {
      const entries = body.entries.map(
        (entry): LoggedEntry => ({
          clientId: entry.client_id,
          flowId: entry.flow_id,
          subjectCode: entry.subject_code,
          areaCode: entry.area_code,
          outcome: entry.outcome,
          howKnown: entry.how_known,
          occurredAt: new Date(entry.occurred_at),
          ...(entry.subject_kind && { subjectKind: entry.subject_kind }),
          ...(entry.note !== undefined && { note: entry.note }),
        }),
      );
      const { simulated } = caller;
      const logging = {
        by: callerRef(caller),
        simulated,
        areas,
        flows: ports.flows.current,
        channel: 'api',
        hasSecretInCode,
        hasSecretInWords,
      };
      const results = await logCompletions(tx, entries, logging, now);
      const count = (status: string) => results.filter((result) => result.status === status).length;
      return {
        results: results.map((result) => ({
          client_id: result.clientId,
          status: result.status,
          ...('completionId' in result && { completion_id: result.completionId }),
          ...('reason' in result && { reason: result.reason }),
        })),
        recorded: count('recorded'),
        duplicate: count('duplicate'),
        refused: count('refused'),
      };
    },
  });

  api.write({
    url: '/completions/:id/reverse',
    action: 'completions.reverse',
    summary: 'Take a completion back: a row of its own, nothing is overwritten',
    tag: 'completions',
    params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,18}$' }) }),
    body: Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }),
    answer: Type.Object({ completion_id: Type.String(), reversed: Type.Boolean(), already: Type.Boolean() }),
    handler: async ({ tx, caller, params, body, now, require, about }) => {
      const found = await areaOfCompletion(tx, params.id, caller.simulated);
      if (!found) throw new Problem(404, `There is no completion ${params.id}. GET /completions lists them.`);
      if (found.area === null)
        throw new Problem(422, 'This completion belongs to no area, so nobody may reverse it here.');
      await require(found.area);
      if (hasSecretInWords(body.reason))
        throw new Problem(422, 'The reason holds a secret (a number or password). Leave it out.');
      about(`completion:${params.id}`, found.area);
      const isNew = await reverse(tx, params.id, body.reason, callerRef(caller), now);
      return { completion_id: params.id, reversed: true, already: !isNew };
    },
  });

  api.read({
    url: '/completions',
    action: 'completions.read',
    summary: 'Completions recorded or reversed since a time, in an area and below',
    tag: 'completions',
    query: Type.Object({
      ...PAGED,
      area: Type.Optional(Code),
      since: Type.Optional(Time),
    }),
    answer: pagedAnswer(Completion),
    handler: async ({ sql, caller, query, areas, require }) => {
      if (query.area !== undefined) await require(query.area);
      const since = query.since === undefined ? null : new Date(query.since);
      if (since && Number.isNaN(since.getTime()))
        throw new Problem(400, '`since` is not a time such as 2026-11-20T09:30:00+07:00.');
      const [after = 0] = readCursor(query.cursor) ?? [];
      if (!/^\d{1,18}$/.test(String(after)))
        throw new Problem(400, 'This cursor is not one we gave. Begin again without `cursor`.');
      const limit = query.limit ?? PAGE_ROWS;
      const rows = await listCompletions(sql, {
        world: worldOf(caller),
        areas: query.area === undefined ? areas : [query.area],
        since,
        after: String(after),
        limit: limit + 1,
      });
      const written = rows.map((row) => ({
        ...row,
        occurred_at: row.occurred_at.toISOString(),
        recorded_at: row.recorded_at.toISOString(),
        reversed_at: row.reversed_at?.toISOString() ?? null,
      }));
      return pageOf(written, limit, (row) => [row.completion_id]);
    },
  });
};

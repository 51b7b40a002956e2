/**
 * `/api/v1`: for other systems. Who calls is said by a bearer key; what a key may do is `src/access/rights.ts`. A write
 * runs in one transaction together with its audit row and its stored answer, so that repeating it is safe. Route files
 * declare their calls with {@link Api}; the document at `/api/docs/json` is made from the same declarations.
 */
import { createHash } from 'node:crypto';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import { type Caller, callerRef } from '../../access/caller.ts';
import { type Action, allows, areasFor, mayAnywhere, roleFor } from '../../access/rights.ts';
import { audit, keyCaller } from '../../db/access.ts';
import { claimAnswer, keepAnswer } from '../../db/answers.ts';
import { pathOf } from '../../db/areas.ts';
import type { Sql, Tx } from '../../db/client.ts';
import type { OfficialPorts } from '../ports.ts';
import { Problem, problemOf } from './problem.ts';

export const API_PREFIX = '/api/v1';

/** What a handler knows. `query`, `params` and `body` have passed their schemas. */
export interface Call<Q = unknown, P = unknown, B = unknown> {
  caller: Caller;
  query: Q;
  params: P;
  body: B;
  now: Date;
  ports: OfficialPorts;
  /** Area codes in which the caller may do this call's action, each with everything below. Never empty. */
  areas: readonly string[];
  /** Whether the caller may do something (this call's action unless another is named) in an area. */
  allows(areaCode: string, action?: Action): Promise<boolean>;
  /** Throws the refusal of {@link allows}: 404 when there is no such area, else 403, and it is written down. */
  require(areaCode: string, action?: Action): Promise<void>;
}

interface Declaration<Q extends TObject, P extends TObject> {
  /** Below `/api/v1`, in fastify's words: `/completions/:id/reverse`. */
  url: string;
  action: Action;
  /** One line for the document. */
  summary: string;
  tag: string;
  query?: Q;
  params?: P;
}

export interface ReadCall<Q extends TObject, P extends TObject, A extends TSchema> extends Declaration<Q, P> {
  answer: A;
  handler(call: Call<Static<Q>, Static<P>, undefined> & { sql: Sql }): Promise<Static<A>>;
}

export interface WriteCall<Q extends TObject, P extends TObject, B extends TSchema, A extends TSchema>
  extends Declaration<Q, P> {
  body: B;
  answer: A;
  /** Of an answer; 200 unless said. */
  status?: 200 | 201 | 202;
  /**
   * Everything it changes goes through `tx`, which commits with the stored answer. `after` runs once the commit is
   * done (waking the sender). A thrown {@link Problem} undoes all.
   */
  handler(
    call: Call<Static<Q>, Static<P>, Static<B>> & {
      tx: Tx;
      /** What the audit row says this was about (`broadcast:12`) and where. */
      about(subject: string, areaCode?: string): void;
      after(act: () => void): void;
    },
  ): Promise<Static<A>>;
}

export interface Api {
  /** GET. */
  read<A extends TSchema, Q extends TObject = TObject, P extends TObject = TObject>(call: ReadCall<Q, P, A>): void;
  /** POST. Always wants an `Idempotency-Key`. */
  write<B extends TSchema, A extends TSchema, Q extends TObject = TObject, P extends TObject = TObject>(
    call: WriteCall<Q, P, B, A>,
  ): void;
}

/** What a route file exports. */
export type ApiRoutes = (api: Api) => void;

export interface ApiParts {
  ports: OfficialPorts;
  routes: readonly ApiRoutes[];
}

const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'what is wrong and what to do' }),
    instance: Type.String(),
  },
  { additionalProperties: true, description: 'application/problem+json (RFC 9457)' },
);
const KEY_PATTERN = '^[\\x21-\\x7e]{1,200}$';
const KeyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'One value per deed, 1–200 visible ASCII characters (a UUID is good). A repeat is answered as before.',
    }),
  ),
});

export async function api(app: FastifyInstance, { ports, routes }: ApiParts): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Trợ Lý Số',
        version: '1',
        description:
          'JSON. Keys are made with `npm run api-key`. Every write takes an `Idempotency-Key`: the same key with the same ' +
          'body is answered as before for 30 days, with another body it is refused with 409.',
      },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
      security: [{ key: [] }],
    },
  });
  await app.register(async (scope) => apiScope(scope, { ports, routes }), { prefix: API_PREFIX });
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, needs: 'public' };
    });
    await docs.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
  });
}

async function apiScope(app: FastifyInstance, { ports, routes }: ApiParts): Promise<void> {
  app.setErrorHandler(async (error: FastifyError | Problem, request, reply) => {
    // Written down here and not where it is thrown, because there it would be undone with the rest.
    if (error instanceof Refusal && request.apiCaller) {
      const { action, areaCode } = error;
      const deed = { caller: request.apiCaller, action, route: routeOf(request), areaCode, allowed: false };
      await audit(ports.sql, deed, ports.clock.now());
    }
    return sendProblem(error, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(new Problem(404, 'There is no such call. /api/docs lists them all.'), request, reply),
  );
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });

  const declare = <Q extends TObject, P extends TObject>({ summary, tag, query, params }: Declaration<Q, P>) => ({
    summary,
    tags: [tag],
    ...(query && { querystring: query }),
    ...(params && { params }),
  });
  /** `read`: the transaction at work, so that one call never waits for a second connection while it holds one. */
  const callOf = (request: FastifyRequest, caller: Caller, action: Action, read: Sql | Tx): Call => ({
    caller,
    query: request.query,
    params: request.params,
    body: request.body,
    now: ports.clock.now(),
    ports,
    areas: areasFor(caller, action),
    allows: async (areaCode, asked = action) => allows(caller, asked, await pathOf(read, areaCode)),
    require: async (areaCode, asked = action) => {
      const path = await pathOf(read, areaCode);
      if (allows(caller, asked, path)) return;
      // Whether an area exists is no secret, the official list is public; what a key may not reach is said plainly.
      if (path.length === 0) throw new Problem(404, `No area has the code "${areaCode}". GET /areas lists them.`);
      throw new Refusal(asked, areaCode);
    },
  });
  /** Who calls, and at least somewhere with a right to. */
  const enter = async (request: FastifyRequest, action: Action): Promise<void> => {
    const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const caller = key === undefined ? null : await keyCaller(ports.sql, key, ports.clock.now());
    if (!caller) {
      throw new Problem(
        401,
        key === undefined
          ? 'Send the header "Authorization: Bearer <key>". A key is made with: npm run api-key.'
          : 'This key is unknown or was revoked. Make a new one with: npm run api-key.',
      );
    }
    request.apiCaller = caller;
    if (!mayAnywhere(caller, action)) throw new Refusal(action, null);
  };
  const problems = { '4xx': ProblemSchema, '5xx': ProblemSchema };

  const registry: Api = {
    read: (call) => {
      app.get(call.url, {
        config: { needs: call.action },
        schema: { ...declare(call), response: { 200: call.answer, ...problems } },
        // Before validation, so that nobody without a key learns what a call wants.
        preValidation: async (request) => {
          await enter(request, call.action);
        },
        handler: async (request) => {
          const known = callOf(request, callerOf(request), call.action, ports.sql);
          return call.handler({ ...known, sql: ports.sql } as Parameters<typeof call.handler>[0]);
        },
      });
    },
    write: (call) => {
      const status = call.status ?? 200;
      app.post(call.url, {
        config: { needs: call.action },
        schema: {
          ...declare(call),
          headers: KeyHeader,
          body: call.body,
          response: { [status]: call.answer, ...problems },
        },
        preValidation: async (request) => {
          await enter(request, call.action);
        },
        handler: async (request, reply) => {
          const caller = callerOf(request);
          const now = ports.clock.now();
          const asked = { caller: callerRef(caller), key: keyOf(request), requestHash: hashOf(request) };
          const afterwards: (() => void)[] = [];
          const answered = await ports.sql.begin(async (tx) => {
            const claim = await claimAnswer(tx, asked, now);
            if (claim.is === 'other-request') {
              throw new Problem(
                409,
                'This Idempotency-Key was used with another request. Use a new key for a new deed.',
              );
            }
            if (claim.is === 'repeat') return { status: claim.status, answer: claim.answer, repeated: true };
            let subject: string | null = null;
            let areaCode: string | null = null;
            const answer = await call.handler({
              ...callOf(request, caller, call.action, tx),
              tx,
              about: (what: string, where?: string) => {
                subject = what;
                areaCode = where ?? areaCode;
              },
              after: (act: () => void) => afterwards.push(act),
            } as Parameters<typeof call.handler>[0]);
            await audit(
              tx,
              { caller, action: call.action, route: routeOf(request), subject, areaCode, allowed: true },
              now,
            );
            await keepAnswer(tx, asked, status, answer);
            return { status, answer, repeated: false };
          });
          for (const act of afterwards) act();
          if (answered.repeated) reply.header('idempotent-replayed', 'true');
          return reply.code(answered.status).send(answered.answer);
        },
      });
    },
  };
  for (const route of routes) route(registry);
}

/** A right is missing: said to the caller and written down. */
class Refusal extends Problem {
  constructor(
    readonly action: Action,
    readonly areaCode: string | null,
  ) {
    const where = areaCode === null ? '' : ` in area ${areaCode}`;
    super(
      403,
      `This key may not do "${action}"${where}. Ask an admin of that area for a key of role "${roleFor(action)}" there.`,
    );
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    apiCaller?: Caller;
  }
}

function callerOf(request: FastifyRequest): Caller {
  if (!request.apiCaller) throw new Error('A call was reached without a caller.');
  return request.apiCaller;
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? request.method}`;

function keyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && new RegExp(KEY_PATTERN).test(key)) return key;
  throw new Problem(
    400,
    'Every write needs the header Idempotency-Key: 1–200 visible ASCII characters, a new one for every deed (a UUID is good).',
  );
}

/** Of what is asked for: a body with its members in another order asks for the same. */
const hashOf = (request: FastifyRequest): string =>
  createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(sorted(request.body))}`)
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

function sendProblem(error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof Problem ? error : problemFrom(error);
  if (problem.status >= 500) request.log.error({ err: error }, 'an API call failed');
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemOf(problem, request.url.split('?')[0] ?? request.url));
}

function problemFrom(error: FastifyError): Problem {
  if (error.validation) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      in: error.validationContext,
      pointer: instancePath,
      message,
    }));
    return new Problem(400, 'Some members are missing or not as described in /api/docs; `errors` names each.', {
      errors,
    });
  }
  const status = error.statusCode ?? 500;
  if (status < 500) return new Problem(status, error.message);
  return new Problem(500, 'Nothing was changed. Repeat the call with the same Idempotency-Key in a minute.');
}

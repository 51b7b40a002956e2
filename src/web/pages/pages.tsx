/**
 * The frame of the officials' pages: who is here, what is allowed, tokens, the audit log, headers. A page is declared
 * with {@link Pages} and cannot be reached around it; `docs/adding-a-page.md` is the short way in.
 */
import type { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, worldOf } from '../../access/caller.ts';
import { type Action, allows, areasFor, mayAnywhere, roleFor } from '../../access/rights.ts';
import { type Deed as AuditedDeed, audit, readSession, type Session } from '../../db/access.ts';
import { pathOf } from '../../db/areas.ts';
import type { Sql, Tx } from '../../db/client.ts';
import type { LateAssets } from '../assets.ts';
import { renderPage, sendPage } from '../page.tsx';
import type { OfficialPorts } from '../ports.ts';
import { isSameOrigin } from '../same-origin.ts';
import { CSRF_FIELD } from './components.tsx';
import { type Cookies, createCookies } from './cookies.ts';
import { isJson, MOST_FILE_BYTES, readForm } from './form.ts';
import { moment } from './format.ts';
import { Layout, type Reader } from './layout.tsx';
import { WAYS } from './nav.ts';
import {
  type Answer,
  type AreaHere,
  type Deed,
  type Form,
  type Say,
  type ShownPage,
  show,
  type Visit,
  withQuery,
} from './visit.ts';

/** Where a page is, for its rights. */
export interface Asking {
  caller: Caller;
  sql: Sql;
  query: Readonly<Record<string, string>>;
  params: Readonly<Record<string, string>>;
}

interface Rule {
  /** In fastify's words: `/nguoi-dan/:id`. */
  path: string;
  /** What must be allowed in the area; `signed-in`: any membership will do. */
  action: Action | 'signed-in';
  /**
   * Code of the area the page is about. Left out: `?dia-ban=`, or else the reader's own. A function for what is
   * somewhere by itself (a person, a stall): its area, or null when there is no such thing, which answers 404.
   */
  area?(asking: Asking): string | null | Promise<string | null>;
}

export interface PageRule extends Rule {
  handler(visit: Visit): Answer | Promise<Answer>;
}

export interface PostRule extends Rule {
  handler(deed: Deed): Answer | Promise<Answer>;
  /** Takes files; otherwise they are thrown away unread. */
  upload?: boolean;
}

export interface Pages {
  /** GET. */
  page(rule: PageRule): void;
  /** POST. Token and origin are checked; the deed and its audit row share one transaction. */
  post(rule: PostRule): void;
}

/** What a page file exports. */
export type PageRoutes = (pages: Pages, ports: OfficialPorts) => void;

/** Pages that nobody signs in for: they get the frame itself. */
export type GuestRoutes = (frame: Frame) => void;

export interface PagesParts {
  ports: OfficialPorts;
  assets: LateAssets;
  routes: readonly PageRoutes[];
  guests: readonly GuestRoutes[];
}

const NOTICE = 'bao';
const AREA = 'dia-ban';
const REASON = 'ly-do';

export async function pages(app: FastifyInstance, parts: PagesParts): Promise<void> {
  await app.register(cookie);
  await app.register(formbody, { parser: (text) => new URLSearchParams(text) as unknown as Record<string, unknown> });
  await app.register(multipart, {
    limits: { fileSize: MOST_FILE_BYTES, files: 4, fields: 500, fieldSize: 256 * 1024 },
  });
  await app.register(parts.assets.routes);
  app.addHook('onListen', parts.assets.ready); // so that the first reader does not wait for it
  const needs = new Map<string, Action | 'signed-in'>();
  const frame = createFrame(app, parts, needs);
  const declare: Pages = {
    page: (rule) => {
      needs.set(rule.path, rule.action);
      app.get(rule.path, { config: configOf(rule) }, (request, reply) =>
        frame.enter(rule, request, reply, async (visit) =>
          frame.send(request, reply, await rule.handler(visit), visit),
        ),
      );
    },
    post: (rule) => {
      app.post(rule.path, { config: configOf(rule), bodyLimit: MOST_FILE_BYTES }, (request, reply) =>
        frame.enter(rule, request, reply, async (visit) => {
          const form = await readForm(request, rule.upload ?? false);
          if (!frame.isOurForm(request, form)) return frame.refuseForm(request, reply);
          return frame.send(request, reply, await act(rule, visit, form, routeOf(request)), visit);
        }),
      );
    },
  };
  for (const guest of parts.guests) guest(frame);
  for (const route of parts.routes) route(declare, parts.ports);
  app.setNotFoundHandler((request, reply) => frame.sendMissing(request, reply));
  app.setErrorHandler((error: FastifyError, request, reply) => frame.sendTrouble(request, reply, error));
}

const configOf = ({ action, area }: Rule) => ({ needs: action, where: area ? 'thing' : 'asked' }) as const;

/** Runs a deed and its audit row in one transaction, then what waits for the commit. */
async function act(rule: PostRule, visit: Visit, form: Form, route: string): Promise<Answer> {
  const { caller, now, ports } = visit;
  const afterwards: (() => void)[] = [];
  const answer = await ports.sql.begin(async (tx: Tx) => {
    let subject: string | null = null;
    let areaCode: string = visit.area.code;
    const given = await rule.handler({
      ...visit,
      // On the transaction's own connection: a deed never waits for a second one while it holds one.
      allows: async (asked, where) =>
        allows(caller, asked, where === undefined ? visit.area.path : await pathOf(tx, where)),
      note: (seen) => audit(tx, seenBy(visit, rule.action, route, seen), now),
      sql: tx,
      tx,
      form,
      about: (what, where) => {
        subject = what;
        areaCode = where ?? areaCode;
      },
      after: (later) => afterwards.push(later),
    });
    const isDone = given.is !== 'missing' && !('status' in given && (given.status ?? 200) >= 400);
    if (isDone && rule.action !== 'signed-in') {
      const reason = form.text(REASON) || null;
      await audit(tx, { caller, action: rule.action, route, subject, areaCode, reason, allowed: true }, now);
    }
    return given;
  });
  for (const later of afterwards) later();
  return answer as Answer;
}

/** A look at somebody's data as an audit row. */
const seenBy = (
  { caller, area }: Pick<Visit, 'caller' | 'area'>,
  action: Action | 'signed-in',
  route: string,
  seen: Parameters<Visit['note']>[0],
): AuditedDeed => ({
  caller,
  action: seen.action ?? (action === 'signed-in' ? 'people.read' : action),
  route,
  subject: seen.subject,
  areaCode: seen.areaCode ?? area.code,
  reason: seen.reason ?? null,
  allowed: true,
});

// ── the frame ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Frame {
  app: FastifyInstance;
  ports: OfficialPorts;
  cookies: Cookies;
  sessionOf(request: FastifyRequest): Promise<Session | null>;
  sayTo(session: Session | null): Say;
  /** Origin and token are those of a form we gave. */
  isOurForm(request: FastifyRequest, form: Form): boolean;
  refuseForm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  /** Settles who is here and whether the rule lets them; only then calls `inside`. */
  enter(
    rule: Rule,
    request: FastifyRequest,
    reply: FastifyReply,
    inside: (visit: Visit) => Promise<FastifyReply>,
  ): Promise<FastifyReply>;
  /** Any answer; `visit` null: to a guest, or to somebody who is only shown a frame. */
  send(request: FastifyRequest, reply: FastifyReply, answer: Answer, visit?: Visit | null): Promise<FastifyReply>;
  sendMissing(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
  sendTrouble(request: FastifyRequest, reply: FastifyReply, error: FastifyError): Promise<FastifyReply>;
}

function createFrame(
  app: FastifyInstance,
  { ports, assets }: PagesParts,
  needs: ReadonlyMap<string, Action | 'signed-in'>,
): Frame {
  const { sql, texts } = ports;
  const cookies = createCookies(ports.publicUrl);
  const sayIn =
    (locale: string): Say =>
    (key, params) =>
      texts.say(locale, key, params);
  const now = () => ports.clock.now();

  /** Answers that do not end by themselves soon enough for a house that is closing; browsers ask again elsewhere. */
  const endless = new Set<Readable>();
  app.addHook('preClose', async () => {
    for (const body of endless) body.destroy();
  });

  const sessionOf = async (request: FastifyRequest): Promise<Session | null> => {
    const token = cookies.session(request);
    return token === undefined ? null : readSession(sql, token, now());
  };

  const mayOpen = (caller: Caller, action: Action | 'signed-in') =>
    action === 'signed-in' || mayAnywhere(caller, action);

  const waysOf = (caller: Caller) =>
    WAYS.filter(({ path }) => {
      const action = needs.get(path);
      return action !== undefined && mayOpen(caller, action);
    });

  const readerOf = async (request: FastifyRequest, reply: FastifyReply, session: Session): Promise<Reader> => {
    const { caller, endsAt } = session;
    const home = await areaOf(sql, caller.grants[0]?.areaCode ?? '');
    return {
      name: caller.name,
      place: home?.name ?? '',
      simulated: caller.simulated,
      csrf: cookies.token(request, reply),
      ways: waysOf(caller),
      maySearch: needs.has('/nguoi-dan') && mayAnywhere(caller, 'people.read'),
      idleLeftMs: endsAt.getTime() - now().getTime(),
    };
  };

  const draw = async (request: FastifyRequest, reply: FastifyReply, page: ShownPage): Promise<FastifyReply> => {
    const session = await sessionOf(request);
    const locale = session?.locale === 'en' ? 'en' : 'vi';
    const say = sayIn(locale);
    const product = say('officials:frame.product');
    const body = page.bare ? (
      page.body
    ) : (
      <Layout
        say={say}
        title={page.title}
        path={pathOfUrl(request.url)}
        crumbs={page.crumbs}
        filters={page.filters}
        asOf={page.asOf}
        notice={noticeOf(request, ports, locale)}
        reader={session && (await readerOf(request, reply, session))}
      >
        {page.body}
      </Layout>
    );
    await assets.ready();
    const html = renderPage({
      title: page.title === product ? product : `${page.title} · ${product}`,
      lang: locale,
      styles: ['officials.css', ...(page.styles ?? [])].map(assets.href),
      scripts: ['officials.js', ...(page.scripts ?? [])].map(assets.href),
      ...(page.data !== undefined && { data: page.data }),
      children: body,
    });
    return sendPage(reply.code(page.status ?? 200), html);
  };

  const refused = async (
    request: FastifyRequest,
    reply: FastifyReply,
    deed: Omit<AuditedDeed, 'route' | 'allowed'>,
  ) => {
    await audit(sql, { ...deed, route: routeOf(request), allowed: false }, now());
    const say = sayIn('vi');
    const role = deed.action === 'sign-in' || deed.action === 'sign-out' ? 'admin' : roleFor(deed.action);
    return draw(
      request,
      reply,
      show({
        title: say('officials:refused.title'),
        status: 403,
        body: <p>{say('officials:refused.text', { role: say(`officials:role.${role}`) })}</p>,
      }),
    );
  };

  const frame: Frame = {
    app,
    ports,
    cookies,
    sessionOf,
    sayTo: (session) => sayIn(session?.locale === 'en' ? 'en' : 'vi'),
    isOurForm: (request, form) => isSameOrigin(request) && cookies.isOurs(request, form.text(CSRF_FIELD)),
    refuseForm: async (request, reply) => {
      if (isJson(request)) return reply.code(403).send({ stale: true });
      const say = sayIn('vi');
      const body = <p>{say('officials:stale.text')}</p>;
      return draw(request, reply, show({ title: say('officials:stale.title'), status: 403, body }));
    },

    enter: async (rule, request, reply, inside) => {
      const session = await sessionOf(request);
      if (!session && isJson(request)) {
        return reply.code(401).header('cache-control', 'no-store').send({ signIn: '/dang-nhap' });
      }
      // A stream that comes back after its session has ended: not a page to be led back to after signing in.
      if (!session && request.headers.accept === 'text/event-stream') {
        return reply.code(401).header('cache-control', 'no-store').send();
      }
      if (!session) {
        // A form cannot be sent again after signing in; the page it was on can be opened again.
        const wanted = request.method === 'GET' ? request.url : '/';
        return reply.redirect(withQuery('/dang-nhap', { tiep: wanted === '/' ? null : wanted }), 303);
      }
      const { caller } = session;
      const query = firstValues(request.query);
      const params = firstValues(request.params);
      const { action } = rule;
      if (!mayOpen(caller, action)) {
        return refused(request, reply, { caller, action: action as Action });
      }
      const home = action === 'signed-in' ? caller.grants[0]?.areaCode : areasFor(caller, action)[0];
      const code = rule.area ? await rule.area({ caller, sql, query, params }) : query[AREA] || home || null;
      const area = code === null ? null : await areaOf(sql, code);
      if (!area) return frame.sendMissing(request, reply);
      const isInside =
        action === 'signed-in'
          ? caller.grants.some(({ areaCode }) => area.path.includes(areaCode))
          : allows(caller, action, area.path);
      if (!isInside) {
        return refused(request, reply, {
          caller,
          action: action === 'signed-in' ? 'figures.read' : action,
          areaCode: area.code,
        });
      }
      return inside({
        caller,
        locale: session.locale === 'en' ? 'en' : 'vi',
        now: now(),
        ports,
        sql,
        world: worldOf(caller),
        area,
        query,
        params,
        url: request.url,
        csrf: cookies.token(request, reply),
        say: frame.sayTo(session),
        allows: async (asked, where) =>
          allows(caller, asked, where === undefined ? area.path : await pathOf(sql, where)),
        may: (asked) => mayAnywhere(caller, asked),
        ways: new Set(waysOf(caller).map(({ path }) => path)),
        note: (seen) => audit(sql, seenBy({ caller, area }, action, routeOf(request), seen), now()),
      });
    },

    send: async (request, reply, answer) => {
      reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
      switch (answer.is) {
        case 'page':
          return draw(request, reply, answer);
        case 'go':
          return reply.redirect(
            answer.notice === undefined ? answer.to : withQuery(answer.to, { [NOTICE]: answer.notice }),
            303,
          );
        case 'file':
          return reply
            .type(answer.type)
            .header('content-disposition', dispositionOf(answer.name, answer.inline))
            .header('content-security-policy', "default-src 'none'; sandbox")
            .send(answer.bytes);
        case 'json':
          return reply.code(answer.status).send(answer.value);
        case 'stream':
          endless.add(answer.body);
          answer.body.once('close', () => endless.delete(answer.body));
          return reply.type(answer.type).header('x-accel-buffering', 'no').send(answer.body);
        case 'missing':
          return frame.sendMissing(request, reply);
      }
    },

    sendMissing: async (request, reply) => {
      const say = frame.sayTo(await sessionOf(request));
      const body = (
        <p>
          {say('officials:missing.text')} <a href="/">{say('officials:missing.home')}</a>
        </p>
      );
      return draw(request, reply, show({ title: say('officials:missing.title'), status: 404, body }));
    },

    sendTrouble: async (request, reply, error) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) request.log.error({ err: error }, 'a page failed');
      const say = sayIn('vi');
      const key = status === 413 ? 'too-large' : status < 500 ? 'unreadable' : 'trouble';
      const page = show({
        title: say(`officials:${key}.title`),
        status,
        body: (
          <>
            <p>{say(`officials:${key}.text`)}</p>
            <p class="quiet">{say('officials:trouble.code', { code: request.id, time: moment(now()) })}</p>
            {request.method === 'GET' && (
              <p>
                <a class="button" href={request.url}>
                  {say('officials:trouble.again')}
                </a>
              </p>
            )}
          </>
        ),
      });
      // Without the reader's header when even that cannot be read (no database).
      return draw(request, reply, page).catch(() => draw(request, reply, { ...page, bare: true }));
    },
  };
  return frame;
}

/** The area as a page sees it; null when there is none of this code. */
async function areaOf(sql: Sql, code: string): Promise<AreaHere | null> {
  const [row] = await sql<
    { name: string; kind: AreaHere['kind'] }[]
  >`select name, kind from areas where code = ${code}`;
  return row ? { code, ...row, path: await pathOf(sql, code) } : null;
}

/** Only a text of ours can be shown this way, whatever the address says. */
function noticeOf(request: FastifyRequest, { texts }: OfficialPorts, locale: string): string | undefined {
  const key = firstValues(request.query)[NOTICE] ?? '';
  return /^[a-z-]+:notice\.[a-z-]+$/.test(key) && texts.has('vi', key) ? texts.say(locale, key) : undefined;
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? '?'}`;
const pathOfUrl = (url: string): string => url.split('?')[0] ?? '/';

/** Query or parameters with one value each: a page never gets a list where it expects a text. */
function firstValues(values: unknown): Record<string, string> {
  const entries = Object.entries((values ?? {}) as Record<string, string | string[]>);
  const known = entries.map(([name, value]) => [name, (Array.isArray(value) ? value[0] : value) ?? ''] as const);
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(known));
}

/** RFC 6266: the name in UTF-8, and something plain for old programs. */
function dispositionOf(name: string, inline: boolean): string {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^A-Za-z0-9._ -]/g, '_');
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}

/**
 * Coming in and going out. The way in is a one-time link that the assistant sends into the person's own chat: whoever
 * holds the chat is the person. Opening the link only shows a button; pressing it uses the link up, so that a preview
 * of the link burns nothing. In a demonstration one may also come in as a make-believe official.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  audit,
  consumeSignInLink,
  endAllSessions,
  endSession,
  isLinkGood,
  openSession,
  type SignedIn,
} from '../../db/access.ts';
import type { Sql } from '../../db/client.ts';
import { CSRF_FIELD, PostForm } from './components.tsx';
import { readForm } from './form.ts';
import type { GuestRoutes } from './pages.tsx';
import { goTo, type Say, show } from './visit.ts';
import { wayBack } from './way-back.ts';

const PUBLIC = { config: { needs: 'public' } } as const;

interface DemoOfficial {
  id: string;
  name: string;
  role: string;
  area: string;
}

/** The page that was asked for before signing in. */
interface AskedWay {
  tiep?: string | string[];
}

/** The make-believe officials and admins: `simulated` is asked for in the statement itself. */
async function demoOfficials(sql: Sql): Promise<DemoOfficial[]> {
  return sql<DemoOfficial[]>`
    select distinct on (c.id) c.id::text as id, m.name, m.role, a.name as area
    from memberships m join contacts c on c.id = m.contact_id join areas a on a.code = m.area_code
    where c.simulated and m.until is null order by c.id, array_position(array['admin', 'official', 'volunteer'], m.role), m.id`;
}

export const signIn: GuestRoutes = (frame) => {
  const { app, ports, cookies } = frame;
  const now = () => ports.clock.now();

  const comeIn = async (request: FastifyRequest, reply: FastifyReply, { token, caller }: SignedIn) => {
    const before = cookies.session(request);
    if (before !== undefined) await endSession(ports.sql, before, now()); // one browser, one session
    await audit(
      ports.sql,
      { caller, action: 'sign-in', route: `POST ${request.routeOptions.url}`, allowed: true },
      now(),
    );
    cookies.keepSession(request, reply, token);
    cookies.dropWay(request, reply);
    return frame.send(request, reply, goTo(wayBack(cookies.way(request))));
  };

  /** Where to after signing in; kept, because the link comes by another way. */
  const keepWay = (request: FastifyRequest<{ Querystring: AskedWay }>, reply: FastifyReply): string => {
    const { tiep } = request.query;
    const way = wayBack(Array.isArray(tiep) ? tiep[0] : tiep);
    if (way !== '/') cookies.keepWay(request, reply, way);
    return way;
  };

  app.get<{ Querystring: AskedWay }>('/dang-nhap', PUBLIC, async (request, reply) => {
    const session = await frame.sessionOf(request);
    const say = frame.sayTo(session);
    const way = keepWay(request, reply);
    const csrf = cookies.token(request, reply);
    const officials = ports.demo ? await demoOfficials(ports.sql) : [];
    return frame.send(
      request,
      reply,
      show({
        title: say('officials:sign-in.title'),
        body: (
          <div class="narrow">
            {session && (
              <p>
                {say('officials:sign-in.already', { name: session.caller.name })}{' '}
                <a class="button primary" href={way}>
                  {say('officials:sign-in.go-on')}
                </a>
              </p>
            )}
            <h2>{say('officials:sign-in.how')}</h2>
            <ol class="plain-steps">
              {['open', 'write', 'press'].map((step) => (
                <li key={step}>{say(`officials:sign-in.step.${step}`)}</li>
              ))}
            </ol>
            <p class="quiet">{say('officials:sign-in.no-password')}</p>
            {ports.demo && <DemoDoor say={say} csrf={csrf} officials={officials} />}
          </div>
        ),
      }),
    );
  });

  app.get<{ Params: { link: string }; Querystring: AskedWay }>('/dang-nhap/:link', PUBLIC, async (request, reply) => {
    const say = frame.sayTo(null);
    keepWay(request, reply);
    if (!(await isLinkGood(ports.sql, request.params.link, now()))) return frame.send(request, reply, usedUp(say));
    const csrf = cookies.token(request, reply);
    return frame.send(
      request,
      reply,
      show({
        title: say('officials:sign-in.title'),
        body: (
          <div class="narrow">
            <p>{say('officials:sign-in.one-press')}</p>
            <PostForm visit={{ csrf }} action={`/dang-nhap/${request.params.link}`}>
              <button type="submit" class="primary big">
                {say('officials:sign-in.enter')}
              </button>
            </PostForm>
            <p class="quiet">{say('officials:sign-in.not-you')}</p>
          </div>
        ),
      }),
    );
  });

  app.post<{ Params: { link: string } }>('/dang-nhap/:link', PUBLIC, async (request, reply) => {
    if (!frame.isOurForm(request, await readForm(request, false))) return frame.refuseForm(request, reply);
    const signedIn = await consumeSignInLink(ports.sql, request.params.link, now());
    return signedIn ? comeIn(request, reply, signedIn) : frame.send(request, reply, usedUp(frame.sayTo(null)));
  });

  // Without DEMO this address does not exist.
  if (ports.demo) {
    app.post('/dang-nhap', PUBLIC, async (request, reply) => {
      const form = await readForm(request, false);
      if (!frame.isOurForm(request, form)) return frame.refuseForm(request, reply);
      const chosen = (await demoOfficials(ports.sql)).find(({ id }) => id === form.text('vai'));
      const signedIn = chosen && (await ports.sql.begin((tx) => openSession(tx, chosen.id, now())));
      return signedIn ? comeIn(request, reply, signedIn) : frame.sendMissing(request, reply);
    });
  }

  const leave = (everywhere: boolean) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!frame.isOurForm(request, await readForm(request, false))) return frame.refuseForm(request, reply);
    const [session, token] = [await frame.sessionOf(request), cookies.session(request)];
    if (session) {
      const { caller } = session;
      await audit(
        ports.sql,
        { caller, action: 'sign-out', route: `POST ${request.routeOptions.url}`, allowed: true },
        now(),
      );
      if (everywhere) await endAllSessions(ports.sql, caller.id, now());
    }
    if (token !== undefined) await endSession(ports.sql, token, now());
    cookies.dropSession(request, reply);
    return frame.send(request, reply, goTo('/dang-nhap', 'officials:notice.signed-out'));
  };
  app.post('/dang-xuat', PUBLIC, leave(false));
  app.post('/dang-xuat/moi-noi', PUBLIC, leave(true));

  // "One button to stay": reading the session is what prolongs it.
  app.post('/phien', PUBLIC, async (request, reply) => {
    if (!frame.isOurForm(request, await readForm(request, false))) return frame.refuseForm(request, reply);
    const session = await frame.sessionOf(request);
    if (!session) return reply.redirect('/dang-nhap', 303);
    const wantsJson = request.headers.accept?.includes('application/json');
    const leftMs = session.endsAt.getTime() - now().getTime();
    return wantsJson ? reply.header('cache-control', 'no-store').send({ leftMs }) : reply.redirect('/', 303);
  });
};

const usedUp = (say: Say) =>
  show({
    title: say('officials:sign-in.used-title'),
    status: 410,
    body: (
      <div class="narrow">
        <p>{say('officials:sign-in.used-text')}</p>
        <p>
          <a href="/dang-nhap">{say('officials:sign-in.how')}</a>
        </p>
      </div>
    ),
  });

function DemoDoor({ say, csrf, officials }: { say: Say; csrf: string; officials: readonly DemoOfficial[] }) {
  return (
    <section class="demo-door" aria-labelledby="demo-title">
      <h2 id="demo-title">{say('officials:sign-in.demo-title')}</h2>
      <p>{say('officials:sign-in.demo-text')}</p>
      <ul class="doors">
        {officials.map(({ id, name, role, area }) => (
          <li key={id}>
            <form method="post" action="/dang-nhap">
              <input type="hidden" name={CSRF_FIELD} value={csrf} />
              <input type="hidden" name="vai" value={id} />
              <button type="submit">
                <strong>{say('officials:sign-in.demo-enter', { name })}</strong>
                <small>{say('officials:sign-in.demo-role', { role: say(`officials:role.${role}`), area })}</small>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <p>
        {say('officials:sign-in.demo-more')}: <a href="/gia-lap">{say('officials:sign-in.simulator')}</a>
      </p>
    </section>
  );
}

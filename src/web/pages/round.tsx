/**
 * `/to/di-ap`: the page for rounds without a signal. Its shell, its manifest and its service worker hold nothing about
 * anybody and are open to all, so that they can be kept on the phone and opened with no session and no network. Everything
 * with content is behind the session like any other page (docs/decisions/0021).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import vietnamese from '../../../locales/vi/round.json' with { type: 'json' };
import type { Caller } from '../../access/caller.ts';
import { RIGHTS } from '../../access/rights.ts';
import type { LateAssets } from '../assets.ts';
import { INSTALLABLE_POLICY, renderPage, sendPage } from '../page.tsx';
import type { OfficialPorts } from '../ports.ts';
import { bookOf, ownerOf, personOf, sheetsOf } from '../round/book.ts';
import { putRight, readBatch } from '../round/read-batch.ts';
import { receive } from '../round/receive.ts';
import { ROUND_PATH as PATH, type RoundAnswer, type RoundWho } from '../round/wire.ts';
import type { GuestRoutes, PageRoutes } from './pages.tsx';
import { type Deed, json, type Say } from './visit.ts';

/** Whoever only logs and helps: for them `/to` is this page. */
export const isVolunteerOnly = ({ grants }: Caller): boolean =>
  grants.length > 0 && grants.every(({ role }) => !RIGHTS[role].has('teams.write'));

export const round: PageRoutes = (pages) => {
  pages.page({
    path: `${PATH}/ai`,
    action: 'completions.write',
    handler: async ({ ports, caller, csrf }) => {
      const who: RoundWho = { owner: await ownerHere(ports, caller), name: caller.name, csrf };
      return json(who);
    },
  });
  pages.page({
    path: `${PATH}/so`,
    action: 'completions.write',
    handler: async (visit) => json(await bookOf(visit)),
  });
  pages.page({
    path: `${PATH}/to-buoc`,
    action: 'completions.write',
    handler: ({ ports, locale }) => json(sheetsOf(ports, locale)),
  });
  pages.post({ path: `${PATH}/gui`, action: 'completions.write', handler: takeBatch });
};

const ownerHere = async ({ sql, key }: OfficialPorts, { id }: Caller): Promise<string> =>
  ownerOf(key, await personOf(sql, id));

/** 409: these are entries of somebody else, who was signed in on this phone before. */
async function takeBatch(deed: Deed) {
  const { tx, form, caller, ports, locale, now, about } = deed;
  const batch = readBatch(form.json);
  if (!batch) return json({ problem: 'unreadable' }, 400);
  const personId = await personOf(tx, caller.id);
  if (batch.owner !== ownerOf(ports.key, personId)) return json({ problem: 'other-person' }, 409);
  const answers = await receive({ tx, caller, personId, ports, locale, now }, putRight(batch, now));
  const unread = batch.unread.map((id): RoundAnswer => ({ id, status: 'refused', problem: 'unreadable' }));
  about(`round:${answers.filter(({ status }) => status === 'recorded').length}`);
  return json({ answers: [...answers, ...unread] });
}

// ── what is kept on the phone for good ─────────────────────────────────────────────────────────────────────────────

const PUBLIC = { config: { needs: 'public' } } as const;
const ICONS = [192, 512] as const;
const LANGUAGES = ['vi', 'en'] as const;

export const roundShell =
  (assets: LateAssets): GuestRoutes =>
  ({ app, ports, sessionOf, sayTo }) => {
    const shellIn = (locale: string) => {
      const say: Say = (key, params) => ports.texts.say(locale, key, params);
      return renderPage({
        title: say('round:title'),
        lang: locale,
        styles: [assets.href('round.css')],
        scripts: [assets.href('round.js')],
        manifest: `${PATH}/manifest.webmanifest`,
        data: wordsFor(say),
        children: (
          <main id="round">
            <h1>{say('round:title')}</h1>
            <noscript>{say('round:door.too-old')}</noscript>
          </main>
        ),
      });
    };

    app.get(PATH, PUBLIC, async (request, reply) => {
      await assets.ready();
      const session = await sessionOf(request);
      return sendPage(reply, shellIn(session?.locale === 'en' ? 'en' : 'vi'), INSTALLABLE_POLICY);
    });

    app.get(`${PATH}/manifest.webmanifest`, PUBLIC, async (_request, reply) => {
      const say = sayTo(null);
      return kept(reply, 'application/manifest+json').send({
        id: PATH,
        name: say('round:title'),
        short_name: say('round:short'),
        description: say('round:description'),
        lang: 'vi',
        start_url: PATH,
        scope: PATH,
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#1864ab',
        icons: ICONS.map((size) => ({
          src: `${PATH}/bieu-tuong-${size}.png`,
          sizes: `${size}x${size}`,
          type: 'image/png',
          purpose: 'any',
        })),
      });
    });

    for (const size of ICONS) {
      const icon = readFileSync(new URL(`../client/round-icon-${size}.png`, import.meta.url));
      app.get(`${PATH}/bieu-tuong-${size}.png`, PUBLIC, (_request, reply) => kept(reply, 'image/png').send(icon));
    }

    // Its text names everything that is kept, by content: another edition of anything is another worker, and the browser
    // puts it in the place of the old one.
    app.get(`${PATH}/tho.js`, PUBLIC, async (_request, reply) => {
      await assets.ready();
      const files = [assets.href('round.js'), assets.href('round.css')];
      const hash = createHash('sha256');
      for (const locale of LANGUAGES) hash.update(shellIn(locale));
      const version = hash.update(assets.href('round-worker.js')).digest('base64url').slice(0, 12);
      const shell = JSON.stringify({ version, page: PATH, files: [...files, `${PATH}/manifest.webmanifest`] });
      return reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('service-worker-allowed', PATH)
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; script-src 'self'; connect-src 'self'")
        .send(`self.shell=${shell};importScripts(${JSON.stringify(assets.href('round-worker.js'))});`);
    });
  };

const kept = (reply: FastifyReply, type: string): FastifyReply =>
  reply.type(type).header('cache-control', 'public, max-age=86400').header('x-content-type-options', 'nosniff');

type Words = { [key: string]: string | Words };

/** The page's words in the reader's language, in the shape of the Vietnamese file. */
function wordsFor(say: Say, words: Words = vietnamese, path: string[] = []): Words {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string' ? say(`round:${[...path, key].join('.')}`) : wordsFor(say, value, [...path, key]),
    ]),
  );
}

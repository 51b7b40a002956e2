/**
 * Where a voice is heard outside of Telegram: one page with one big player that works without a script on old phones,
 * and the sounds behind it. Addresses are hard to guess and say nothing about anybody.
 */
import type { FastifyInstance } from 'fastify';
import type { Texts } from '../text.ts';
import { renderPage, sendPage } from './page.tsx';

export interface ListenOptions {
  texts: Texts;
  /** What a name stands for; null when nobody has made or recorded it. */
  find(hash: string): Promise<{ locale: string; text: string; isSynthetic: boolean } | null>;
  /** `older`: for players that know no Ogg/Opus, such as Safari before iOS 17. */
  soundOf(hash: string, kind: 'ogg' | 'older'): Promise<{ bytes: Buffer; mime: string } | null>;
}

const HASH = /^[0-9a-f]{32}$/;
const STYLE = '/nghe/nghe.css';
const FOR_EVER = 'public, max-age=31536000, immutable';

export async function listen(app: FastifyInstance, { texts, find, soundOf }: ListenOptions): Promise<void> {
  app.get(STYLE, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=86400').send(CSS),
  );

  app.get<{ Params: { hash: string } }>('/nghe/:hash', async (request, reply) => {
    const { hash } = request.params;
    const clip = HASH.test(hash) ? await find(hash).catch(() => null) : null;
    reply.header('x-robots-tag', 'noindex');
    if (!clip) return sendPage(reply.code(404), page(texts, 'vi', <p>{texts.say('vi', 'listen.gone')}</p>));
    const say = (key: string) => texts.say(clip.locale, key);
    return sendPage(
      reply,
      page(
        texts,
        clip.locale,
        <>
          {/* biome-ignore lint/a11y/useMediaCaption: the words that are said stand below. */}
          <audio controls preload="auto" autoplay>
            <source src={`/nghe/${hash}.ogg`} type="audio/ogg; codecs=opus" />
            <source src={`/nghe/${hash}.mp3`} />
          </audio>
          <p class="note">{say(clip.isSynthetic ? 'listen.made-up' : 'listen.recorded')}</p>
          {clip.text.split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p class="note">{say('listen.back')}</p>
        </>,
      ),
    );
  });

  app.get<{ Params: { hash: string; ending: string } }>('/nghe/:hash.:ending(ogg|mp3)', async (request, reply) => {
    const { hash, ending } = request.params;
    const kind = ending === 'ogg' ? 'ogg' : 'older';
    const sound = HASH.test(hash) ? await soundOf(hash, kind).catch(() => null) : null;
    if (!sound) return reply.code(404).send({ problem: 'There is no such sound; its step may have changed.' });
    reply.header('cache-control', FOR_EVER).header('accept-ranges', 'bytes').type(sound.mime);
    const range = rangeOf(request.headers.range, sound.bytes.length);
    if (!range) return reply.send(sound.bytes);
    reply.code(206).header('content-range', `bytes ${range.from}-${range.to}/${sound.bytes.length}`);
    return reply.send(sound.bytes.subarray(range.from, range.to + 1));
  });
}

/** Safari plays nothing from a server that does not answer ranges. One range; anything else gets the whole. */
function rangeOf(header: string | undefined, length: number): { from: number; to: number } | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || (first === '' && last === '')) return null;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return from <= to && from < length ? { from, to } : null;
}

const page = (texts: Texts, locale: string, children: preact.ComponentChildren): string =>
  renderPage({
    title: texts.say(locale, 'listen.title'),
    lang: locale,
    styles: [STYLE],
    children: (
      <main>
        <h1>{texts.say(locale, 'listen.title')}</h1>
        {children}
      </main>
    ),
  });

/** Letters of 22 px and a player as wide as the phone: held at arm's length, pressed with a thumb. */
const CSS = `
body { margin: 0; font: 22px/1.5 system-ui, sans-serif; color: #14232e; background: #fff; }
main { max-width: 34rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.3rem; margin: 0 0 1rem; }
audio { display: block; width: 100%; height: 5rem; margin: 0 0 1rem; }
p { margin: 0 0 .6rem; }
.note { color: #4a5a66; font-size: 1.05rem; }
`;

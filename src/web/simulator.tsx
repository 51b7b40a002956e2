/**
 * `/gia-lap`: the page, what it asks for and its live stream. The plugin holds no conversation logic; it passes acts to
 * the sessions and shows what the store and the recording transports have written.
 */
import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Address, ChannelName } from '../bot/channel.ts';
import { addressKey, NETWORK_MODES, type NoteFrame, type SimPerson } from '../simulator/frame.ts';
import { createFrames } from '../simulator/frames.ts';
import { deliveriesTo, nextDue, stateOf } from '../simulator/inspect.ts';
import type { MediaShelf } from '../simulator/media-shelf.ts';
import { createNetwork } from '../simulator/network.ts';
import { allPeople } from '../simulator/people.ts';
import type { SimulatorPorts } from '../simulator/ports.ts';
import { createSessions } from '../simulator/sessions.ts';
import {
  type ActAnswer,
  type ClockAnswer,
  type ClockMove,
  MOST_PHONES,
  type PersonFacts,
  type PhoneSnapshot,
  type PostedAct,
  type PostedClock,
  type PostedNetwork,
  readAddress,
  type SimulatorData,
} from '../simulator/snapshot.ts';
import { writeTranscript } from '../simulator/transcript.ts';
import type { Assets } from './assets.ts';
import { Simulator } from './client/simulator-app.tsx';
import { clockTime, dayAndTime, fill, lineWords, wordlessBubble, words } from './client/simulator-words.ts';
import { renderPage, sendPage } from './page.tsx';
import { isSameOrigin } from './same-origin.ts';

export interface SimulatorOptions {
  ports: SimulatorPorts;
  /** Of `createRecorder`: what went through the transports, to be shown. */
  media: MediaShelf;
  assets: Assets;
}

const BODY_BYTES = 16 * 1024;
const HEARTBEAT_MS = 15_000;
const HOUR_MS = 3_600_000;
/** The page opens this much past a due time, so that what is due is due. */
const PAST_DUE_MS = 1000;

const Channel = Type.Union([Type.Literal('zalo'), Type.Literal('telegram')]);
const PersonId = Type.String({ pattern: '^9\\d{15}$' });
const Wordless = ['contact', 'photo', 'voice', 'sticker', 'location', 'file', 'follow', 'leave'] as const;
const ActBody = Type.Object({
  channel: Channel,
  externalId: PersonId,
  act: Type.Union([
    Type.Object({ kind: Type.Literal('text'), text: Type.String({ minLength: 1, maxLength: 4096 }) }),
    Type.Object({
      kind: Type.Literal('press'),
      data: Type.String({ maxLength: 1000 }),
      label: Type.String({ maxLength: 200 }),
      messageId: Type.String({ maxLength: 64 }),
    }),
    Type.Object({ kind: Type.Literal('start'), payload: Type.String({ pattern: '^[A-Za-z0-9_-]{0,64}$' }) }),
    ...Wordless.map((kind) => Type.Object({ kind: Type.Literal(kind) })),
  ]),
});
const NetworkBody = Type.Object({
  channel: Channel,
  externalId: PersonId,
  mode: Type.Union(NETWORK_MODES.map((mode) => Type.Literal(mode))),
});
const ClockBody = Type.Object({
  by: Type.Optional(Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('next')])),
  to: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' })),
  phones: Type.Array(Type.String({ maxLength: 40 }), { maxItems: MOST_PHONES }),
});
const PersonQuery = Type.Object({ kenh: Channel, nguoi: PersonId });

export const simulatorPages: FastifyPluginAsync<SimulatorOptions> = async (app, { ports, media, assets }) => {
  const frames = createFrames(ports.sql);
  const network = createNetwork(ports.sql);
  const sessions = createSessions({ ports, frames, network });
  const people = () => allPeople(ports, { fresh: words.freshPerson });

  async function personAt(address: Address): Promise<SimPerson | undefined> {
    return (await people()).find((person) => addressKey(person) === addressKey(address));
  }

  async function factsOf(person: SimPerson): Promise<PersonFacts> {
    const [state, deliveries] = await Promise.all([stateOf(ports.sql, person), deliveriesTo(ports.sql, person)]);
    return { person, state, deliveries };
  }

  async function phoneOf(person: SimPerson): Promise<PhoneSnapshot> {
    const [facts, own] = await Promise.all([factsOf(person), frames.of(person)]);
    return { ...facts, frames: own };
  }

  await app.register(assets.routes);

  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/gia-lap/') && !isSameOrigin(request)) {
      return refuse(reply, 403, words.errors.crossSite);
    }
  });

  app.get<{ Querystring: { nguoi?: string | string[]; kenh?: string | string[] } }>(
    '/gia-lap',
    async (request, reply) => {
      const everybody = await people();
      const wanted = addressesOf(request.query).flatMap((address) => {
        const person = everybody.find((candidate) => addressKey(candidate) === addressKey(address));
        return person ? [person] : [];
      });
      const first = wanted.length > 0 ? wanted : everybody.filter(({ role }) => role === 'citizen').slice(0, 1);
      const newest = await frames.newest();
      const data: SimulatorData = {
        now: ports.clock.now().toISOString(),
        people: everybody,
        phones: await Promise.all(first.slice(0, MOST_PHONES).map(phoneOf)),
        limits: { zalo: ports.channels.zalo.limits, telegram: ports.channels.telegram.limits },
        newest,
      };
      const html = renderPage({
        title: `${words.title} · ${words.product}`,
        styles: [assets.href('simulator.css')],
        scripts: [assets.href('simulator.js')],
        data,
        children: (
          <>
            <noscript>
              <p class="no-script">{words.noScript}</p>
            </noscript>
            <div id="simulator">
              <Simulator data={data} />
            </div>
          </>
        ),
      });
      return sendPage(reply, html);
    },
  );

  app.get<{ Querystring: { kenh: ChannelName; nguoi: string } }>(
    '/gia-lap/nguoi',
    { schema: { querystring: PersonQuery } },
    async (request, reply) => {
      const person = await personAt(addressIn(request.query));
      return person ? phoneOf(person) : refuse(reply, 404, words.errors.unknownPerson);
    },
  );

  app.get<{ Querystring: { kenh: ChannelName; nguoi: string } }>(
    '/gia-lap/nguoi/tinh-hinh',
    { schema: { querystring: PersonQuery } },
    async (request, reply) => {
      const person = await personAt(addressIn(request.query));
      return person ? factsOf(person) : refuse(reply, 404, words.errors.unknownPerson);
    },
  );

  app.post<{ Body: { channel: ChannelName } }>(
    '/gia-lap/nguoi',
    { bodyLimit: BODY_BYTES, schema: { body: Type.Object({ channel: Channel }) } },
    async (request, reply) => {
      const person = await personAt(await sessions.welcome(request.body.channel));
      return person ? phoneOf(person) : refuse(reply, 404, words.errors.unknownPerson);
    },
  );

  app.post<{ Body: PostedAct }>(
    '/gia-lap/viec',
    { bodyLimit: BODY_BYTES, schema: { body: ActBody } },
    async (request, reply) => {
      const { act, ...address } = request.body;
      const person = await personAt(address);
      if (!person) return refuse(reply, 404, words.errors.unknownPerson);
      const answer: ActAnswer = await sessions.act(address, person.label, act);
      return answer;
    },
  );

  app.post<{ Body: PostedNetwork }>(
    '/gia-lap/mang',
    { bodyLimit: BODY_BYTES, schema: { body: NetworkBody } },
    async (request, reply) => {
      const { mode, ...address } = request.body;
      if (!(await personAt(address))) return refuse(reply, 404, words.errors.unknownPerson);
      await sessions.setNetwork(address, mode);
      return { mode };
    },
  );

  app.post<{ Body: PostedClock }>(
    '/gia-lap/dong-ho',
    { bodyLimit: BODY_BYTES, schema: { body: ClockBody } },
    async (request, reply) => {
      const from = ports.clock.now();
      const to = await targetOf(request.body, from);
      if (to === null) return refuse(reply, 409, words.clock.nothing);
      if (!(to > from)) return refuse(reply, 409, fill(words.clock.backwards, { now: dayAndTime(from) }));
      ports.clock.jumpTo(to);
      await ports.saveClock(ports.clock.offsetMs);
      for (const address of request.body.phones.map(readAddress)) {
        if (address) await frames.append<NoteFrame>(() => jumpNote(address, from, to));
      }
      await ports.runDue();
      const answer: ClockAnswer = { now: ports.clock.now().toISOString() };
      return answer;
    },
  );

  async function targetOf(move: ClockMove, now: Date): Promise<Date | null> {
    if ('to' in move && move.to !== undefined) return new Date(`${move.to}:00+07:00`);
    const by = 'by' in move ? move.by : 'hour';
    if (by === 'hour') return new Date(now.getTime() + HOUR_MS);
    if (by === 'day') return new Date(now.getTime() + 24 * HOUR_MS);
    const due = await nextDue(ports.sql, now);
    return due && new Date(due.getTime() + PAST_DUE_MS);
  }

  app.get<{ Querystring: { kenh: ChannelName; nguoi: string } }>(
    '/gia-lap/loi-thoai.txt',
    { schema: { querystring: PersonQuery } },
    async (request, reply) => {
      const person = await personAt(addressIn(request.query));
      if (!person) return refuse(reply, 404, words.errors.unknownPerson);
      const text = writeTranscript(person, await frames.of(person), {
        heading: words.transcript.title,
        note: words.transcript.note,
        assistant: words.transcript.assistant,
        person: words.transcript.person,
        line: (line) => lineWords(line, person.channel),
        wordless: wordlessBubble,
        time: clockTime,
      });
      return reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', `attachment; filename="loi-thoai-${person.channel}-${person.externalId}.txt"`)
        .send(text);
    },
  );

  app.get<{ Params: { file: string } }>('/gia-lap/hinh/:file', async (request, reply) => {
    const file = await media.take(request.params.file.replace(/\.(png|pdf|ogg)$/, ''));
    if (!file) return reply.code(404).type('text/plain; charset=utf-8').send(words.bubble.pictureGone);
    const name = encodeURIComponent(file.filename);
    return reply
      .type(file.mime)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, max-age=86400, immutable')
      .header('content-disposition', `inline; filename*=UTF-8''${name}`)
      .send(file.bytes);
  });

  const streams = new Set<Live>();
  let unwatch: Promise<() => Promise<void>> | undefined;

  /** New frames of the phones on the page, from `after` on; the browser says by `Last-Event-ID` what it has. */
  app.get<{ Querystring: { phones?: string; after?: string } }>('/gia-lap/dong-tin', async (request, reply) => {
    unwatch ??= frames.watch(() => {
      for (const stream of streams) void stream.push();
    });
    await unwatch;
    const known = String(request.headers['last-event-id'] ?? request.query.after ?? '0');
    const phones = (request.query.phones ?? '').split(',').flatMap((key) => readAddress(key) ?? []);
    const stream = openLive(phones, /^\d{1,18}$/.test(known) ? known : '0');
    streams.add(stream);
    request.raw.on('close', () => {
      streams.delete(stream);
      stream.close();
    });
    void stream.push();
    return reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(stream.body);
  });

  interface Live {
    body: Readable;
    push(): Promise<void>;
    close(): void;
  }

  function openLive(phones: Address[], from: string): Live {
    const body = new Readable({ read() {} });
    let last = from;
    let pushing: Promise<void> | undefined;
    let again = false;
    body.push('retry: 2000\n\n');
    const beat = setInterval(() => body.push(': \n\n'), HEARTBEAT_MS).unref();

    async function drain(): Promise<void> {
      do {
        again = false;
        for (const frame of await frames.since(last, phones)) {
          last = frame.id;
          again = true; // there may be more than one helping
          if (!body.destroyed) body.push(`id: ${frame.id}\nevent: frame\ndata: ${JSON.stringify(frame)}\n\n`);
        }
      } while (again);
    }

    return {
      body,
      push() {
        again = true;
        // A database that is away for a moment: the next frame or heartbeat tries again.
        pushing ??= drain()
          .catch(() => {})
          .finally(() => {
            pushing = undefined;
          });
        return pushing;
      },
      close() {
        clearInterval(beat);
        if (!body.destroyed) body.push(null);
      },
    };
  }

  app.addHook('preClose', async () => {
    for (const stream of streams) stream.close();
    streams.clear();
    await (await unwatch)?.();
  });
};

const jumpNote = (address: Address, from: Date, to: Date): Omit<NoteFrame, 'id'> => ({
  ...address,
  direction: 'note',
  at: to.toISOString(),
  request: { kind: 'clock', from: from.toISOString(), to: to.toISOString() },
  result: null,
});

/** `?nguoi=…&kenh=…`, repeated for every phone. */
function addressesOf({ nguoi = [], kenh = [] }: { nguoi?: string | string[]; kenh?: string | string[] }): Address[] {
  const ids = [nguoi].flat();
  const channels = [kenh].flat();
  return ids.flatMap((id, index) => readAddress(`${channels[index] ?? channels[0] ?? 'zalo'}:${id}`) ?? []);
}

const addressIn = ({ kenh, nguoi }: { kenh: ChannelName; nguoi: string }): Address => ({
  channel: kenh,
  externalId: nguoi,
});

/** Says what is wrong in words the page can show. */
function refuse(reply: FastifyReply, status: number, title: string): FastifyReply {
  return reply.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify({ status, title }));
}

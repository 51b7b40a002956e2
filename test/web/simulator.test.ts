import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Frame } from '../../src/simulator/frame.ts';
import type { ActAnswer, PersonFacts, PhoneSnapshot, SimulatorData } from '../../src/simulator/snapshot.ts';
import { TINY_PDF, TINY_PNG } from '../support/fake-media.ts';
import { createFakeEngine, type FakeEngine, LAN, SAU, UT } from '../support/fake-simulator-ports.ts';
import { type SimulatorServer, serveSimulator } from '../support/simulator-pages.ts';

const OWN = { host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };

let simulator: SimulatorServer;
let app: FastifyInstance;
let engine: FakeEngine;
beforeAll(async () => {
  simulator = await serveSimulator();
  ({ app, engine } = simulator);
});
afterAll(() => simulator.close());

const post = (url: string, payload: object, headers: Record<string, string> = OWN) =>
  app.inject({ method: 'POST', url: `/gia-lap/${url}`, headers, payload });
const fresh = async (channel = 'zalo') => (await post('nguoi', { channel })).json<PhoneSnapshot>();
const say = (phone: PhoneSnapshot, text: string) => {
  const { channel, externalId } = phone.person;
  return post('viec', { channel, externalId, act: { kind: 'text', text } });
};
const addressOf = ({ person }: PhoneSnapshot) => `kenh=${person.channel}&nguoi=${person.externalId}`;

function dataOf(html: string): SimulatorData {
  const json = /<script id="page-data" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1];
  return JSON.parse(json ?? 'null') as SimulatorData;
}

describe('the page', () => {
  it('opens on the first citizen, in Vietnamese, with its styles and script', async () => {
    const response = await app.inject({ url: '/gia-lap' });
    expect(response.statusCode).toBe(200);
    expect(response.body).toMatch(/^<!doctype html><html lang="vi">/);
    expect(response.body).toContain('Dữ liệu minh hoạ – không ai thật nhận tin');
    expect(dataOf(response.body).phones.map(({ person }) => person)).toEqual([SAU]);
    const files = [...response.body.matchAll(/(?:href|src)="(\/tai-nguyen\/[^"]+)"/g)].map(([, file]) => file!);
    expect(files).toHaveLength(2);
    for (const url of files) expect((await app.inject({ url })).statusCode).toBe(200);
  });

  it('opens the phones its address names, and leaves out strangers', async () => {
    const url = `/gia-lap?nguoi=${UT.externalId}&kenh=telegram&nguoi=9000000000009999&kenh=zalo&nguoi=${LAN.externalId}&kenh=telegram`;
    const { phones } = dataOf((await app.inject({ url })).body);
    expect(phones.map(({ person }) => person)).toEqual([UT, LAN]);
  });

  it('may run nothing inline and reach nothing elsewhere', async () => {
    const { headers, body } = await app.inject({ url: '/gia-lap' });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(body).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|application\/json))/);
    expect(body).not.toMatch(/(?:src|href)="https?:/);
  });

  it('cannot be broken out of by what a person has written', async () => {
    const phone = await fresh();
    await say(phone, '</script><script>alert(1)</script><img src=x onerror=alert(1)>');
    const { body } = await app.inject({ url: `/gia-lap?${addressOf(phone)}` });
    expect(body).not.toContain('<script>alert');
    expect(body).not.toContain('<img src=x');
    expect(JSON.stringify(dataOf(body).phones)).toContain('</script><script>alert(1)</script>');
  });
});

describe('requests from elsewhere', () => {
  const { channel, externalId } = SAU;
  const act = { channel, externalId, act: { kind: 'text', text: 'xong' } };

  it.each([
    ['another site', { host: 'localhost:3000', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { host: 'localhost:3000', origin: 'http://localhost:4000', 'sec-fetch-site': 'same-site' }],
    ['another origin in an old browser', { host: 'localhost:3000', origin: 'https://evil.example' }],
    ['a form in a sandbox', { host: 'localhost:3000', origin: 'null' }],
    ['no browser at all', { host: 'localhost:3000' }],
  ])('from %s can do nothing', async (_who, headers) => {
    const before = engine.received.length;
    const response = await post('viec', act, headers);
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ status: 403, title: 'Trang này chỉ nhận việc từ chính nó.' });
    expect(engine.received).toHaveLength(before);
  });

  it('from another site can read nothing either', async () => {
    const url = `/gia-lap/nguoi?kenh=zalo&nguoi=${externalId}`;
    const headers = { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' };
    expect((await app.inject({ url, headers })).statusCode).toBe(403);
  });

  it('from our own page in an old browser are fine', async () => {
    const headers = { host: 'localhost:3000', origin: 'http://localhost:3000' };
    expect((await post('viec', act, headers)).statusCode).toBe(200);
  });
});

describe('acting', () => {
  it('answers with the frame and what came of it', async () => {
    const phone = await fresh('telegram');
    const { frame, outcomes } = (await say(phone, 'xong')).json<ActAnswer>();
    expect(frame).toMatchObject({ direction: 'in', request: { act: { kind: 'text', characters: 4 } } });
    expect(outcomes).toMatchObject([{ kind: 'turn', report: { heard: 'xong', stepTo: 'buoc-1' } }]);
    const again = (await app.inject({ url: `/gia-lap/nguoi?${addressOf(phone)}`, headers: OWN })).json<PhoneSnapshot>();
    expect(again.frames.map(({ direction }) => direction)).toEqual(['note', 'in', 'out', 'turn']);
    expect(again.deliveries).toMatchObject([{ state: 'sent', kind: 'picture', externalId: again.frames[2]?.id }]);
    expect(again.state).toMatchObject({ term: 'bác', callName: 'Sáu', memory: { step: 1 } });
  });

  it('refuses nonsense before it reaches anybody', async () => {
    const { channel, externalId } = SAU;
    const before = engine.received.length;
    const bodies = [
      { channel, externalId, act: { kind: 'text', text: '' } },
      { channel, externalId, act: { kind: 'dance' } },
      { channel: 'sms', externalId, act: { kind: 'photo' } },
      { channel, externalId: '42', act: { kind: 'photo' } },
      { channel, externalId, act: { kind: 'start', payload: 'f viettel' } },
    ];
    for (const body of bodies) expect((await post('viec', body)).statusCode).toBe(400);
    const stranger = { channel, externalId: '9000000000009999', act: { kind: 'photo' } };
    expect((await post('viec', stranger)).statusCode).toBe(404);
    expect(engine.received).toHaveLength(before);
  });

  it('makes a new person, whom the page knows from then on by what they are called', async () => {
    const { person } = await fresh();
    expect(person).toMatchObject({ channel: 'zalo', role: 'citizen', label: expect.stringMatching(/^Người mới \d+$/) });
    await say({ person } as PhoneSnapshot, 'xong');
    const url = `/gia-lap/nguoi/tinh-hinh?kenh=zalo&nguoi=${person.externalId}`;
    expect((await app.inject({ url, headers: OWN })).json<PersonFacts>().person.label).toBe('bác Sáu');
  });
});

describe('the clock', () => {
  const jump = (move: object, phones: PhoneSnapshot[] = []) =>
    post('dong-ho', { ...move, phones: phones.map(({ person }) => `${person.channel}:${person.externalId}`) });

  it('goes forward, is kept for the next start, and brings what is due', async () => {
    const phone = await fresh();
    await say(phone, 'xong');
    const before = engine.clock.now().getTime();
    expect((await jump({ by: 'day' }, [phone])).statusCode).toBe(200);
    expect(engine.clock.now().getTime() - before).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(engine.savedOffsets.at(-1)).toBe(engine.clock.offsetMs);
    const { frames } = (
      await app.inject({ url: `/gia-lap/nguoi?${addressOf(phone)}`, headers: OWN })
    ).json<PhoneSnapshot>();
    expect(frames.slice(-2)).toMatchObject([
      { direction: 'note', request: { kind: 'clock' } },
      { direction: 'out', request: { body: expect.stringContaining('Bác rảnh thì mình làm tiếp nha.') } },
    ]);
  });

  it('goes to the next thing that is due', async () => {
    const phone = await fresh();
    await say(phone, 'xong');
    const due = (
      await app.inject({ url: `/gia-lap/nguoi/tinh-hinh?${addressOf(phone)}`, headers: OWN })
    ).json<PersonFacts>().state?.nudgeAt;
    expect((await jump({ by: 'next' }, [phone])).statusCode).toBe(200);
    expect(Math.abs(engine.clock.now().getTime() - Date.parse(due!))).toBeLessThan(5000);
  });

  it('says so when nothing is waiting, and does not go back', async () => {
    await simulator.sql`update contacts set nudge_at = null`;
    const nothing = await jump({ by: 'next' });
    expect([nothing.statusCode, nothing.json()]).toMatchObject([
      409,
      { title: expect.stringContaining('Chưa có lời nhắc') },
    ]);
    const offset = engine.clock.offsetMs;
    const back = await jump({ to: '2026-01-01T08:00' });
    expect([back.statusCode, back.json()]).toMatchObject([409, { title: expect.stringContaining('chỉ đi tới') }]);
    expect(engine.clock.offsetMs).toBe(offset);
  });

  it('understands a typed time as one in Vietnam', async () => {
    expect((await jump({ to: '2027-03-01T08:30' })).statusCode).toBe(200);
    expect(engine.clock.now().toISOString()).toMatch(/^2027-03-01T01:30/);
  });
});

describe('the network', () => {
  it('is set for one person and shows in their chat', async () => {
    const phone = await fresh();
    const { channel, externalId } = phone.person;
    expect((await post('mang', { channel, externalId, mode: 'cut' })).statusCode).toBe(200);
    expect((await say(phone, 'xong')).json<ActAnswer>().outcomes).toEqual([]);
    expect((await post('mang', { channel, externalId, mode: 'good' })).statusCode).toBe(200);
    const { frames } = (
      await app.inject({ url: `/gia-lap/nguoi?${addressOf(phone)}`, headers: OWN })
    ).json<PhoneSnapshot>();
    expect(frames.map(({ direction }) => direction)).toEqual(['note', 'note', 'in', 'note', 'out', 'out', 'turn']);
  });
});

describe('files', () => {
  it('are shown as they were sent, and say plainly when they are gone', async () => {
    const phone = await fresh('telegram');
    await say(phone, 'giấy');
    await say(phone, 'xong');
    const { frames } = (
      await app.inject({ url: `/gia-lap/nguoi?${addressOf(phone)}`, headers: OWN })
    ).json<PhoneSnapshot>();
    const [paper, picture] = frames.flatMap((frame) =>
      frame.direction === 'out' && frame.request.media ? [frame.request.media] : [],
    );
    const pdf = await app.inject({ url: `/gia-lap/hinh/${paper!.handle}.pdf`, headers: OWN });
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.rawPayload]).toEqual([200, 'application/pdf', TINY_PDF]);
    const png = await app.inject({ url: `/gia-lap/hinh/${picture!.handle}.png`, headers: OWN });
    expect([png.statusCode, png.headers['content-type'], png.rawPayload]).toEqual([200, 'image/png', TINY_PNG]);
    const gone = await app.inject({ url: '/gia-lap/hinh/sim-00000000000000000000000000000000.png', headers: OWN });
    expect(gone.statusCode).toBe(404);
  });

  it('that are step pictures are drawn again after a restart, private ones are not', async () => {
    const restarted = createFakeEngine({
      sql: simulator.sql,
      draw: async (hash) => (hash === 'abc' ? TINY_PNG : null),
    });
    await simulator.sql`insert into channel_media (channel, hash, handle) values ('simulated/zalo', 'abc', 'sim-known')`;
    expect((await restarted.recorder.media.take('sim-known'))?.bytes).toEqual(TINY_PNG);
    expect(await restarted.recorder.media.take('sim-private')).toBeNull();
  });

  it('include the conversation as plain text', async () => {
    const phone = await fresh();
    await say(phone, 'mã 482913');
    const { headers, body } = await app.inject({ url: `/gia-lap/loi-thoai.txt?${addressOf(phone)}`, headers: OWN });
    expect(headers['content-disposition']).toContain('attachment');
    expect(body).toContain('người dân: [đã ẩn: OTP]');
    expect(body).not.toContain('482913');
  });
});

describe('the live stream', () => {
  /** Reads frames from a real connection until `count` have come. */
  async function listen(query: string, count: number, lastEventId?: string): Promise<Frame[]> {
    const address = app.server.listening
      ? `http://127.0.0.1:${(app.server.address() as { port: number }).port}`
      : await app.listen({ port: 0 });
    const gone = new AbortController();
    const headers: Record<string, string> = lastEventId ? { 'last-event-id': lastEventId } : {};
    const response = await fetch(`${address}/gia-lap/dong-tin?${query}`, { signal: gone.signal, headers });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const found: Frame[] = [];
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (const [event, data] of text.matchAll(/event: frame\ndata: (.*)\n\n/g)) {
        found.push(JSON.parse(data!) as Frame);
        text = text.replace(event, '');
      }
      if (found.length >= count) break;
    }
    gone.abort();
    return found;
  }

  it('tells what happens to the phones on the page, as it happens, and nobody else', async () => {
    const [phone, other] = [await fresh(), await fresh()];
    const { channel, externalId } = phone.person;
    const coming = listen(`phones=${channel}:${externalId}&after=${phone.frames.at(-1)?.id}`, 4);
    await say(other, 'xong');
    await say(phone, 'xong');
    const frames = await coming;
    expect(frames.map(({ direction }) => direction)).toEqual(['in', 'out', 'out', 'turn']);
    expect(new Set(frames.map((frame) => frame.externalId))).toEqual(new Set([externalId]));
  });

  it('goes on where a lost connection ended', async () => {
    const phone = await fresh();
    await say(phone, 'xong');
    const { channel, externalId } = phone.person;
    const all = await listen(`phones=${channel}:${externalId}&after=0`, 5);
    const rest = await listen(`phones=${channel}:${externalId}&after=0`, 2, all[2]?.id);
    expect(rest.map(({ id }) => id)).toEqual(all.slice(3).map(({ id }) => id));
  });
});

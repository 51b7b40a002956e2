import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelName } from '../../src/bot/channel.ts';
import type { Database } from '../../src/db/client.ts';
import { foldChat } from '../../src/simulator/chat.ts';
import type { Act, NetworkMode } from '../../src/simulator/frame.ts';
import { createFrames } from '../../src/simulator/frames.ts';
import { createNetwork } from '../../src/simulator/network.ts';
import { plainText } from '../../src/simulator/rich-text.ts';
import { createSessions } from '../../src/simulator/sessions.ts';
import { openTestDatabase } from '../support/database.ts';
import { createFakeEngine } from '../support/fake-simulator-ports.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(4);
});
afterAll(() => db.close());

/** A fresh person with a network of their choice; `release` lets what sleeps go on. */
async function stage(channel: ChannelName, mode?: NetworkMode) {
  const sleeping: (() => void)[] = [];
  const { ports, received } = createFakeEngine({ sql: db.sql });
  const frames = createFrames(db.sql);
  const sessions = createSessions({
    ports,
    frames,
    network: createNetwork(db.sql),
    chance: () => 0,
    sleep: () => new Promise((resolve) => sleeping.push(() => resolve(null))),
  });
  const person = await sessions.welcome(channel);
  if (mode) await sessions.setNetwork(person, mode);
  const act = (what: Act) => sessions.act(person, 'bác Sáu', what);
  const say = (text: string) => act({ kind: 'text', text });
  const heard = () => received.map(({ what }) => (what.kind === 'text' ? what.text : what.kind));
  const kinds = async () => (await frames.of(person)).map(({ direction }) => direction);
  const settled = async (count: number) => {
    while (received.length < count) await pause(5);
    await pause(20);
  };
  const release = () => {
    for (const wake of sleeping.splice(0)) wake();
  };
  return { person, frames, sessions, act, say, heard, kinds, release, settled };
}

describe('what a person does', () => {
  it('goes through the real parser into the intake, and its answer comes back over the recorder', async () => {
    for (const channel of ['zalo', 'telegram'] as const) {
      const { act, kinds, frames, person } = await stage(channel);
      const { outcomes } = await act({ kind: channel === 'zalo' ? 'follow' : 'start', payload: '' } as Act);
      expect(outcomes).toMatchObject([{ kind: 'turn', report: { understood: 'greeting' } }]);
      expect(await kinds()).toEqual(['note', 'in', 'out', 'out', 'turn']);
      const bubbles = foldChat(await frames.of(person)).items.filter((item) => item.kind === 'bubble');
      expect(bubbles.map(({ words }) => plainText(words))).toEqual([
        'Dạ con chào bác. Con ở đây để chỉ bác từng bước.',
        'Mình bắt đầu nha bác?',
      ]);
    }
  });

  it('can be undone by nobody: a secret that was typed is nowhere in the database', async () => {
    const secret = '482913';
    for (const channel of ['zalo', 'telegram'] as const) {
      const { say, frames, person } = await stage(channel);
      await say(`ma OTP la ${secret}`);
      const stored = JSON.stringify(await frames.of(person));
      expect(stored).toContain('[đã ẩn: OTP]');
      expect(stored).not.toContain(secret);
    }
    const [row] = await db.sql<{ found: number }[]>`
      select count(*)::int as found from simulator_frames where request::text || coalesce(result::text, '') like ${`%${secret}%`}`;
    expect(row?.found).toBe(0);
  });

  it('is written down even when the intake fails, without what was said', async () => {
    const { say, frames, person } = await stage('zalo');
    const { outcomes } = await say('hỏng');
    expect(outcomes).toEqual([{ kind: 'failed', reason: 'TypeError' }]);
    expect(JSON.stringify(await frames.of(person))).not.toContain('hỏng');
  });

  it('presses an old button as well as a new one', async () => {
    const { act, say, frames, person, heard } = await stage('telegram');
    await say('xong');
    await say('xong');
    const bubbles = foldChat(await frames.of(person)).items.filter(
      (item) => item.kind === 'bubble' && item.from === 'assistant',
    );
    const [oldest] = bubbles as { messageId: string }[];
    await act({ kind: 'press', data: 'go', label: '✅ Xong rồi', messageId: oldest!.messageId });
    expect(heard()).toEqual(['xong', 'xong', 'press']);
  });
});

describe('people', () => {
  it('are new every time, with ids no real chat can have', async () => {
    const { sessions } = await stage('zalo');
    const made = [await sessions.welcome('zalo'), await sessions.welcome('telegram')];
    expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(2);
    for (const { externalId } of made) {
      expect(Number(externalId)).toBeGreaterThan(2 ** 52);
      expect(Number.isSafeInteger(Number(externalId))).toBe(true);
    }
  });
});

describe('bad networks', () => {
  it('deliver twice, and the second time is known as such', async () => {
    const { say, heard } = await stage('zalo', 'twice');
    const { outcomes } = await say('xong');
    expect(outcomes.map(({ kind }) => kind)).toEqual(['turn', 'duplicate']);
    expect(heard()).toEqual(['xong', 'xong']);
  });

  it('hold everything back while cut, then deliver it in order', async () => {
    const { say, heard, sessions, person } = await stage('telegram', 'cut');
    expect((await say('một')).outcomes).toEqual([]);
    await say('hai');
    expect(heard()).toEqual([]);
    await sessions.setNetwork(person, 'good');
    expect(heard()).toEqual(['một', 'hai']);
  });

  it('let a later message overtake, or go alone when none comes', async () => {
    const { say, heard, release, settled } = await stage('zalo', 'reordered');
    await say('một');
    await say('hai');
    expect(heard()).toEqual(['hai', 'một']);
    await say('ba');
    release();
    await settled(3);
    expect(heard()).toEqual(['hai', 'một', 'ba']);
  });

  it('deliver late when slow or lossy, once', async () => {
    for (const mode of ['slow', 'lossy'] as const) {
      const { say, heard, release, settled } = await stage('zalo', mode);
      expect((await say('xong')).outcomes).toEqual([]);
      expect(heard()).toEqual([]);
      release();
      await settled(1);
      expect(heard()).toEqual(['xong']);
    }
  });
});

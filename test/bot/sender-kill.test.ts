import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CrashPoint } from '../../src/bot/sender.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openWorld, type Person, until, type World } from './sender-world.ts';

const CHILD = fileURLToPath(new URL('./sender-child.ts', import.meta.url));
const PEOPLE = 12;
const PARTS = 3;

let database: TestDatabase;
let world: World;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = openWorld(database.url);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sender-'));
});
afterEach(async () => {
  await world.clean();
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await world.close();
  await database.drop();
});

async function runUntilItDies(point: CrashPoint, nth: number): Promise<void> {
  const args = ['--import', 'tsx', CHILD, database.url, join(folder, 'ledger'), point, `${nth}`];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

/** What reached the platform from the child: `[address, text]` in order. */
async function ledger(): Promise<[string, string][]> {
  const lines = await readFile(join(folder, 'ledger'), 'utf8').catch(() => '');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function queueChats(): Promise<Person[]> {
  const chats = [];
  for (let i = 0; i < PEOPLE; i++) chats.push(await world.person());
  for (let part = 0; part < PARTS; part++) for (const chat of chats) await world.queue(chat, { text: `${part}` });
  return chats;
}

/** Another process takes over; resolves when nothing is left to do. */
async function recover(): Promise<void> {
  const sender = await world.started({ settings: { leaseMs: 500, heartbeatMs: 50, pollMs: 50 } });
  await until(async () => {
    const open = await world.db.sql`select 1 from outbound where state in ('queued', 'sending')`;
    return open.length === 0 && sender.stats().held === 0;
  });
}

const withoutRepeats = (texts: string[]) => texts.filter((text, i) => text !== texts[i - 1]);

describe.each<[CrashPoint, number, 'none' | 'some']>([
  ['before-claim-commit', 1, 'none'],
  ['after-claim', 1, 'none'],
  ['before-call', 1, 'none'],
  ['before-call', 14, 'some'],
  ['after-call', 14, 'some'],
  ['before-mark', 1, 'some'],
  ['before-mark', 3, 'some'],
  ['after-mark', 2, 'some'],
])('killed at %s (%i)', (point, nth, duplicates) => {
  it('loses nothing, sends at most once more what was under way, and keeps every chat’s order', async () => {
    const chats = await queueChats();
    await runUntilItDies(point, nth);
    const unmarked = (await world.rows()).filter(({ state }) => state === 'sending');
    const before = await ledger();
    await recover();
    const all: [string, string][] = [
      ...before,
      ...world.telegram.calls.map(({ to, message }): [string, string] => [
        to.externalId,
        'text' in message ? message.text : '',
      ]),
    ];
    for (const chat of chats) {
      const texts = all.filter(([to]) => to === chat.to.externalId).map(([, text]) => text);
      expect(withoutRepeats(texts)).toEqual(Array.from({ length: PARTS }, (_, part) => `${part}`));
    }
    const sentTwice = all.length - PEOPLE * PARTS;
    expect(sentTwice).toBeLessThanOrEqual(unmarked.length);
    if (duplicates === 'none') expect(sentTwice).toBe(0);

    const rows = await world.rows();
    const lost = rows.filter(({ state }) => state === 'uncertain');
    expect(lost.map(({ id }) => id)).toEqual(unmarked.map(({ id }) => id));
    expect(
      rows
        .filter(({ repeat_of }) => repeat_of !== null)
        .map(({ repeat_of }) => repeat_of)
        .sort(),
    ).toEqual(lost.map(({ id }) => id).sort());
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(PEOPLE * PARTS);
  });
});

it('has sent before it was killed in mid-send, and the rest goes out afterwards', async () => {
  await queueChats();
  await runUntilItDies('after-call', 20);
  const before = await ledger();
  expect(before.length).toBeGreaterThanOrEqual(20);
  const marked = (await world.rows()).filter(({ state }) => state === 'sent').length;
  await recover();
  expect(world.telegram.calls.length).toBe(PEOPLE * PARTS - marked);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import {
  assignIntent,
  exportAssigned,
  forgetUnknown,
  noteUnknownPhrase,
  unassigned,
} from '../../src/db/unknown-phrases.ts';
import { openTestDatabase } from '../support/database.ts';

const MONDAY = new Date('2026-11-23T03:00:00Z');
const MARCH = new Date('2027-03-01T03:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(2);
});
afterAll(() => db.close());

const note = (phrase: string, { simulated = false, now = MONDAY } = {}) =>
  db.sql.begin((tx) => noteUnknownPhrase(tx, { phrase, guess: 'bill_pay', simulated, now }));

it('counts a phrase instead of storing it twice, keeps simulated people apart, and shows the commonest first', async () => {
  for (const phrase of ['coi dong ho …', 'may keu tit tit', 'may keu tit tit']) await note(phrase);
  await note('may keu tit tit', { simulated: true });
  const open = await unassigned(db.sql, false, 10);
  expect(open.map(({ phrase, times }) => [phrase, times])).toEqual([
    ['may keu tit tit', 2],
    ['coi dong ho …', 1],
  ]);
  expect((await unassigned(db.sql, true, 10)).map(({ times }) => times)).toEqual([1]);
});

it('takes an assigned phrase off the list and exports it the way the next training reads it', async () => {
  const [beep, clock] = await unassigned(db.sql, false, 10);
  await db.sql.begin(async (tx) => {
    expect(await assignIntent(tx, clock?.id ?? '', 'bill_pay', 'chị Lan', MONDAY)).toBe(true);
    expect(await assignIntent(tx, beep?.id ?? '', null, 'chị Lan', MONDAY)).toBe(true);
    expect(await assignIntent(tx, '999999', 'bill_pay', 'chị Lan', MONDAY)).toBe(false);
  });
  expect(await unassigned(db.sql, false, 10)).toEqual([]);
  expect(await exportAssigned(db.sql, false)).toBe('bill_pay\tcoi dong ho\n');
});

it('forgets what nobody assigned once it has not been written for three months', async () => {
  await note('hoi chuyen cu');
  await note('hoi chuyen moi', { now: MARCH });
  await db.sql.begin((tx) => forgetUnknown(tx, MARCH));
  expect((await unassigned(db.sql, false, 10)).map(({ phrase }) => phrase)).toEqual(['hoi chuyen moi']);
});

/** Finding people by the end of their phone number: a look-up, and never an answer by the look-up alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { withdrawConsent } from '../../src/db/consents.ts';
import { findPeople } from '../../src/db/find-people.ts';
import { fillPhoneEndings } from '../../src/db/phone-endings.ts';
import { phoneEnding } from '../../src/db/phone-numbers.ts';
import { seal } from '../../src/db/seal.ts';
import { openTestDatabase } from '../support/database.ts';

const KEY = Buffer.alloc(32, 7);
const NOW = new Date('2026-11-23T02:00:00Z');

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase(2);
  await db.sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('x', 'Xã Thử', 'commune', null, '2025-07-01'), ('x-1', 'Ấp Một', 'hamlet', 'x', '2025-07-01'),
      ('y', 'Xã Khác', 'commune', null, '2025-07-01')`;
});
afterAll(() => db.close());

let people = 0;
async function person(areaCode: string, phone: Buffer | null, ending: number | null): Promise<string> {
  people += 1;
  const [row] = await db.sql<{ id: bigint }[]>`
    insert into contacts (channel, external_id, area_code, created_at, seen_at, phone_sealed, phone_ending)
    values ('zalo', ${`person-${people}`}, ${areaCode}, ${NOW}, ${NOW}, ${phone}, ${ending}) returning id`;
  return String(row?.id);
}
const sealed = (phone: string) => seal(KEY, Buffer.from(phone), 'phone');
const found = async (areaCode: string, text: string) =>
  (await findPeople(db.sql, KEY, { areaCode, simulated: false, text, limit: 20 })).map(({ contactId }) => contactId);
const endingOf = async (id: string) =>
  (await db.sql<{ ending: number | null }[]>`select phone_ending as ending from contacts where id = ${id}`)[0]?.ending;

it('looks into one drawer, in the asked-for area, and opens what is in it', async () => {
  const drawer = phoneEnding(KEY, '0901231111');
  const other = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).find(
    (digits) => digits !== '1111' && phoneEnding(KEY, digits) === drawer,
  );
  const wanted = await person('x-1', sealed('0901231111'), drawer);
  const sharesTheDrawer = await person('x-1', sealed(`090123${other}`), drawer);
  await person('y', sealed('0909991111'), drawer);
  await person('x-1', sealed('0908881111'), (drawer + 1) % 4096); // lost in another drawer: nobody walks through all of them
  expect(await found('x', '1111')).toEqual([wanted]);
  expect(await found('x', other ?? '')).toEqual([sharesTheDrawer]);
});

it('keeps an ending apart from the number it belongs to: only the last four digits, only with the key', () => {
  expect(phoneEnding(KEY, '0901234567')).toBe(phoneEnding(KEY, '4567'));
  expect(phoneEnding(KEY, '0901234567')).not.toBe(phoneEnding(Buffer.alloc(32, 8), '0901234567'));
  const drawers = new Set(Array.from({ length: 10_000 }, (_, n) => phoneEnding(KEY, String(n).padStart(4, '0'))));
  expect(Math.max(...drawers)).toBeLessThan(4096);
  expect(drawers.size).toBeLessThanOrEqual(4096); // so that ten thousand endings share them
});

it('finds numbers kept before there were drawers, and gives them theirs once', async () => {
  const old = await person('x-1', sealed('0901232222'), null);
  const broken = await person('x-1', Buffer.from('not what it was'), null);
  await person('x-1', null, null);
  expect(await found('x', '2222')).toEqual([old]);
  expect(await fillPhoneEndings(db.sql, KEY)).toBe(2);
  expect(await endingOf(old)).toBe(phoneEnding(KEY, '0901232222'));
  expect(await endingOf(broken)).toBe(-1);
  expect(await found('x', '2222')).toEqual([old]);
  expect(await fillPhoneEndings(db.sql, KEY)).toBe(0);
});

it('forgets the ending with the number', async () => {
  const id = await person('x-1', sealed('0901233333'), phoneEnding(KEY, '0901233333'));
  await db.sql.begin((tx) => withdrawConsent(tx, id, 'call-back', NOW));
  expect(await endingOf(id)).toBeNull();
  expect(await found('x', '3333')).toEqual([]);
});

/** Somebody silent on Zalo is reached in their Telegram chat: counted before sending, after it, and named in the file. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { COMMUNE, seedCommune } from '../../src/demo/commune.ts';
import { announce, decide } from '../support/announcing.ts';
import type { Visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enterAs } from '../support/staff.ts';

let house: House;
let lan: Visitor;
/** By what the two are called. */
const SILENT = ['ông Lặng Một', 'ông Lặng Hai'];

beforeEach(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await seedCommune(sql, MORNING);
  const longAgo = new Date(MORNING.getTime() - 30 * 86_400_000);
  for (const [nth, name] of SILENT.entries()) {
    const own = { created_at: longAgo, simulated: true, term: 'ông', call_name: name.slice(4) };
    const [zalo] = await sql<{ id: string }[]>`
      insert into contacts ${sql({ ...own, channel: 'zalo', external_id: `88000${nth}`, area_code: '99001-01', seen_at: longAgo })}
      returning id::text`;
    await sql`update contacts set person_id = id where id = ${zalo!.id}`;
    await sql`
      insert into contacts ${sql({ ...own, channel: 'telegram', external_id: `99000${nth}`, person_id: zalo!.id, seen_at: longAgo })}`;
  }
  lan = await enterAs(house, 'chị Lan');
});
afterEach(() => house.close());

const plain = async (path: string) =>
  (await lan.get(path)).body
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replace(/\s+/g, ' ');

it('is counted on the page before and after, by the same number as in the file', async () => {
  const id = await announce(house, 'chị Lan', ['test', 'submit'], { audience: { area: COMMUNE.code } });
  expect(await plain(`/thong-bao/${id}`)).toContain('Qua kênh khác 2 người qua Telegram thay vì Zalo');
  await decide(house, 'anh Phúc', id, 'approve');
  await house.jump(4_000);
  await house.jump(4_000);
  expect(await plain(`/thong-bao/${id}`)).toContain('Qua kênh khác 2 người qua Telegram thay vì Zalo');
  const cellsOf = (line: string) => line.replace(/"[^"]*"/g, (quoted) => quoted.replaceAll(',', ';')).split(',');
  const [head, ...lines] = (await lan.get(`/thong-bao/${id}/tep?dang=csv`)).body.trim().split('\r\n');
  const column = head!.split(',').indexOf('Qua kênh khác');
  expect(column).toBeGreaterThan(0);
  const elsewhere = lines.map(cellsOf).filter((cells) => cells[column] !== '');
  expect(elsewhere.map((cells) => [cells[0], cells[2], cells[3], cells[column]])).toEqual(
    SILENT.map((name) => [name, 'Zalo', 'Telegram', 'Telegram thay vì Zalo']),
  );
});

it('nothing is said where nobody is reached elsewhere', async () => {
  await house.db.sql`update contacts set left_at = ${MORNING} where external_id like '99000%'`;
  const id = await announce(house, 'chị Lan', ['test'], { audience: { area: COMMUNE.code } });
  expect(await plain(`/thong-bao/${id}`)).not.toContain('Qua kênh khác');
});

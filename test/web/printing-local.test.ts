/** What the pages print says what is known of the area it is printed for, and asks to ask where nothing is. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordLocalFact } from '../../src/db/local-facts.ts';
import { copied, has } from '../paper/support.ts';
import type { Visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enterNew, twoCommunes } from '../support/staff.ts';

let house: House;
let lan: Visitor;
beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await twoCommunes(house);
  lan = await enterNew(house, { name: 'chị Lan', role: 'official', area: '79' });
  const facts = { 'police-address': 'số 1 đường Lộ Tẻ', 'class-times': 'chiều thứ bảy, nhà văn hóa' } as const;
  for (const [kind, value] of Object.entries(facts) as [keyof typeof facts, string][])
    await recordLocalFact(
      sql,
      { areaCode: '79001', kind, value, source: 'bảng ở cửa', verifiedOn: '2026-11-20' },
      { ref: 'contact:1', name: 'chị Lan' },
      MORNING,
    );
  await house.assistant.content.refresh();
});
afterAll(() => house.close());

const printed = async (path: string) => {
  const { statusCode, rawPayload } = await lan.get(path);
  expect([path, statusCode]).toEqual([path, 200]);
  return copied(rawPayload).join(' ');
};

it.runIf(has('pdftotext'))('a step sheet sends to the office of its own commune', async () => {
  const path = '/in-an/phieu-buoc?viec=vneid-activate';
  expect(await printed(`${path}&dia-ban=79001`)).toContain('Công an xã ở: số 1 đường Lộ Tẻ.');
  const other = await printed(`${path}&dia-ban=79002`);
  expect(other).toContain('Công an xã ở đâu thì hỏi ủy ban xã.');
  expect(other).not.toContain('Lộ Tẻ');
});

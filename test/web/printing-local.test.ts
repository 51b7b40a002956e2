/** What the pages print says what is known of the area it is printed for, and asks to ask where nothing is. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession } from '../../src/db/access.ts';
import { recordLocalFact } from '../../src/db/local-facts.ts';
import { copied, has } from '../paper/support.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';

let house: House;
let lan: Visitor;
beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await sql`
    insert into areas (code, name, kind, parent_code, valid_from) values
      ('79', 'Tỉnh Thử', 'province', null, '2025-07-01'), ('79001', 'Xã Một', 'commune', '79', '2025-07-01'),
      ('79002', 'Xã Hai', 'commune', '79', '2025-07-01')`;
  const [contact] = await sql<{ id: string }[]>`
    insert into contacts (channel, external_id, created_at, seen_at)
    values ('telegram', '99', ${MORNING}, ${MORNING}) returning id::text`;
  await sql`
    insert into memberships (contact_id, role, area_code, name, since)
    values (${contact!.id}, 'official', '79', 'chị Lan', ${MORNING})`;
  const signedIn = await sql.begin((tx) => openSession(tx, contact!.id, house.clock.now()));
  lan = visitor(house.assistant.web);
  lan.cookies.set('tro_ly_phien', signedIn!.token);
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

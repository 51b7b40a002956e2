/** Completions, indicators, flows and areas over the API: every entry answered, nothing twice, nobody outside their area. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/db/access.ts';
import { mergeAreas } from '../../src/db/area-changes.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';

let house: House;
const keys: Record<'commune' | 'hamlet' | 'rehearsal', string> = { commune: '', hamlet: '', rehearsal: '' };

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await house.area('x', 'Xã Thử', 'commune');
  await house.area('x-1', 'Ấp Một', 'hamlet', 'x');
  await house.area('x-2', 'Ấp Hai', 'hamlet', 'x');
  await house.area('y', 'Xã Khác', 'commune');
  await sql`insert into areas (code, name, kind, parent_code, valid_from, simulated) values ('z', 'Xã Mẫu', 'commune', null, '2025-07-01', true)`;
  await sql`insert into areas (code, name, kind, parent_code, valid_from) values ('x-C', 'Chợ', 'group', 'x', '2025-07-01')`;
  for (const [name, area] of [
    ['commune', 'x'],
    ['hamlet', 'x-1'],
    ['rehearsal', 'z'],
  ] as const) {
    keys[name] = (
      await createApiKey(sql, { name, role: 'official', areaCode: area, createdBy: 'command' }, MORNING)
    ).key;
  }
});
afterAll(() => house.close());

let deed = 0;
const call = async (key: keyof typeof keys, method: 'GET' | 'POST', url: string, payload?: object) => {
  deed += 1;
  const answer = await house.assistant.web.inject({
    method,
    url: `/api/v1${url}`,
    headers: {
      authorization: `Bearer ${keys[key]}`,
      ...(payload && { 'idempotency-key': `deed-${deed}-of-the-test` }),
    },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() };
};
const entry = (client_id: string, more: object = {}) => ({
  client_id,
  flow_id: 'viettel-money',
  subject_code: `H-${client_id}`,
  area_code: 'x-1',
  outcome: 'completed',
  how_known: 'volunteer',
  occurred_at: '2026-11-20T09:30:00+07:00',
  ...more,
});
const log = async (entries: object[], key: keyof typeof keys = 'commune') => {
  const { body } = await call(key, 'POST', '/completions', { entries });
  return body.results.map(({ status, reason }: { status: string; reason?: string }) =>
    reason ? `${status}: ${reason}` : status,
  );
};

describe('logging', () => {
  it('answers every entry: new, known, or refused with what to do', async () => {
    expect(await log([entry('1'), entry('1'), entry('2')])).toEqual(['recorded', 'duplicate', 'recorded']);
    const answers = await log([
      entry('2'),
      entry('2', { subject_code: 'H-other' }),
      entry('3', { flow_id: 'no-such-flow' }),
      entry('4', { area_code: 'nowhere' }),
      entry('5', { area_code: 'y' }),
      entry('6', { area_code: 'x-C' }),
      entry('7', { area_code: 'z' }),
      entry('8', { occurred_at: '2027-01-01T00:00:00+07:00' }),
      entry('9', { occurred_at: 'yesterday' }),
      entry('10', { subject_code: '079123456789' }),
      entry('11', { note: 'mật khẩu là abc123' }),
      entry('12', { note: 'làm ở chợ' }),
    ]);
    const says = [
      /^duplicate/,
      /used before/,
      /GET \/flows/,
      /No area/,
      /may not record/,
      /market or street/,
      /No area/,
    ];
    for (const [index, pattern] of [...says, /future/, /not a time/, /identity/, /secret/, /^recorded$/].entries()) {
      expect(answers[index]).toMatch(pattern);
    }
  });

  it('knows a household or stall by its code, and where a stall stands', async () => {
    const { sql } = house.db;
    await sql`
      insert into households (code, area_code, call_name, link_token, created_at) values ('K-1', 'x-1', 'Bác Ba', 'tok-k1', ${MORNING})`;
    await sql`
      insert into stalls (code, area_code, place_code, name, registered_at) values ('K-2', 'x-1', 'x-C', 'Sạp rau', ${MORNING})`;
    await log([
      entry('20', { subject_code: 'K-1' }),
      entry('21', { subject_code: 'K-2' }),
      entry('22', { subject_code: 'K-3' }),
    ]);
    const rows = await sql`
      select subject_kind, place_code from report.completions where subject_code like 'K-%' order by subject_code`;
    expect(rows).toEqual([
      { subject_kind: 'household', place_code: null },
      { subject_kind: 'stall', place_code: 'x-C' },
      { subject_kind: 'person', place_code: null },
    ]);
  });

  it('reaches no further than the key: a hamlet’s key stays in the hamlet, a rehearsal’s in the rehearsal', async () => {
    expect(await log([entry('30', { area_code: 'x-2' })], 'hamlet')).toEqual([expect.stringMatching(/may not record/)]);
    expect(await log([entry('31', { area_code: 'z' })], 'rehearsal')).toEqual(['recorded']);
    const [real] = await house.db.sql`select count(*)::int as count from report.completions where area_code = 'z'`;
    expect(real).toEqual({ count: 0 });
    const { body } = await call('rehearsal', 'GET', '/indicators?area=z');
    expect(body.items).toMatchObject([{ indicator: 'VI-1', numerator: 1 }]);
  });

  it('into a unit that was merged is refused from that day on, and says into which', async () => {
    await house.area('x-9', 'Ấp Chín', 'hamlet', 'x');
    await house.db.sql.begin((tx) =>
      mergeAreas(tx, { old: ['x-9'], into: 'x-2', on: '2026-11-10', source: 'NQ 1' }, MORNING),
    );
    const before = { area_code: 'x-9', occurred_at: '2026-11-09T09:00:00+07:00' };
    expect(await log([entry('40', { area_code: 'x-9' }), entry('41', before)])).toEqual([
      expect.stringMatching(/ended on 2026-11-10.*"x-2"/),
      'recorded',
    ]);
    const { body } = await call('commune', 'GET', '/indicators?area=x-2&indicator=VI-1');
    expect(body.items).toMatchObject([{ numerator: 1, how_known: 'volunteer' }]);
  });

  it('takes at most 1,000 entries at once, and none without a key', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => entry(`m-${index}`));
    expect((await call('commune', 'POST', '/completions', { entries: many })).status).toBe(400);
    const answer = await house.assistant.web.inject({
      method: 'POST',
      url: '/api/v1/completions',
      payload: { entries: [entry('x')] },
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('taking back', () => {
  it('is a row of its own, once, by who may, and the figure follows', async () => {
    await log([entry('50', { area_code: 'x-2', flow_id: 'dvcqg-login' })]);
    const [row] = await house.db.sql<
      { id: bigint }[]
    >`select completion_id as id from report.completions where subject_code = 'H-50'`;
    const url = `/completions/${row?.id}/reverse`;
    expect((await call('hamlet', 'POST', url, { reason: 'không phải hộ này' })).status).toBe(403);
    expect((await call('commune', 'POST', url, { reason: 'số thẻ 4111111111111111' })).status).toBe(422);
    expect((await call('commune', 'POST', url, { reason: 'ghi nhầm hộ' })).body).toMatchObject({ already: false });
    expect((await call('commune', 'POST', url, { reason: 'ghi nhầm hộ' })).body).toMatchObject({ already: true });
    expect((await call('commune', 'POST', '/completions/999999/reverse', { reason: 'ghi nhầm' })).status).toBe(404);
    const { body } = await call('commune', 'GET', '/indicators?area=x-2&indicator=DV-4');
    expect(body.items).toMatchObject([{ numerator: 0 }]);
  });
});

describe('reading', () => {
  it('goes through all completions by cursor, each once, the reversed ones with their reason', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call('commune', 'GET', `/completions?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map((item: { completion_id: string }) => item.completion_id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    const rows = await house.db.sql<{ id: string }[]>`
      select completion_id::text as id from report.completions where area_code like 'x%' order by completion_id`;
    expect(seen).toEqual(rows.map(({ id }) => id));
    const { body } = await call('commune', 'GET', '/completions?area=x-2&since=2026-11-24T00:00:00%2B07:00');
    expect(body.items.some((item: { reversal_reason: string | null }) => item.reversal_reason === 'ghi nhầm hộ')).toBe(
      true,
    );
    expect((await call('commune', 'GET', '/completions?since=tomorrow')).status).toBe(400);
    expect((await call('hamlet', 'GET', '/completions?area=x')).status).toBe(403);
  });

  it('of figures as they were known gives the same answer later', async () => {
    const asOf = encodeURIComponent(house.clock.now().toISOString());
    const before = await call('commune', 'GET', `/indicators?area=x&as_of=${asOf}`);
    await house.jump(60_000);
    await log([entry('60'), entry('61', { occurred_at: '2026-11-02T09:00:00+07:00' })]);
    const after = await call('commune', 'GET', `/indicators?area=x&as_of=${asOf}`);
    expect(after.body).toEqual(before.body);
    expect((await call('commune', 'GET', '/indicators?area=x')).body.items).not.toEqual(before.body.items);
    expect((await call('commune', 'GET', '/indicators?area=x&period=2026-13')).status).toBe(400);
  });

  it('lists flows and areas, and finds areas by older names', async () => {
    const flows = await call('commune', 'GET', '/flows?limit=1000');
    expect(flows.body.items).toContainEqual(
      expect.objectContaining({
        flow_id: 'viettel-money',
        version: expect.any(Number),
        title: expect.stringMatching(/Viettel/),
      }),
    );
    const areas = await call('commune', 'GET', '/areas?parent=x');
    expect(areas.body.items.map((item: { area_code: string }) => item.area_code)).toEqual(['x-1', 'x-2', 'x-9', 'x-C']);
    expect(areas.body.items[2]).toMatchObject({ succeeded_by: 'x-2', valid_to: '2026-11-10' });
    await house.db.sql`update areas set formed_from = 'Xã Đại Ân 2, Thị trấn Trần Đề' where code = 'x'`;
    const found = await call('commune', 'GET', `/areas/search?q=${encodeURIComponent('dai an 2')}`);
    expect(found.body.items).toMatchObject([{ area_code: 'x', formerly: 'Xã Đại Ân 2' }]);
  });
});

/** The conversations everything is judged by, as the people in them see them. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { advance } from '../../src/flows/advance.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { flowOf, flows } from '../../src/flows/index.ts';
import { type House, openHouse } from '../support/house.ts';

const DAY = 86_400_000;
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const golden = (name: string) => expect(house.transcript()).toMatchFileSnapshot(`golden/${name}.txt`);

/** Somebody in the middle of the wallet flow, with a hamlet and a volunteer in it. */
async function midWallet(channel: 'telegram' | 'zalo') {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const helper = house.person('cô Lan', 'telegram');
  await helper.start(await house.invite('volunteer', 'h1', 'cô Lan'));
  const sau = house.person('bác Sáu', channel);
  await sau.start('a-h1_f-viettel-money');
  await sau.say('Bác Sáu');
  for (let press = 0; press < 4; press += 1) await sau.pressFirst();
  return { sau, helper };
}

const stepOf = async (name: string) => {
  const [row] = await house.db.sql<{ step: string | null }[]>`
    select memory #>> '{run,state,step}' as step from contacts where call_name = ${name} or term = ${name} limit 1`;
  return row?.step;
};

it.each(['telegram', 'zalo'] as const)(
  'she stops, comes back after 1, 30 and 200 days: the same step (%s)',
  async (channel) => {
    const { sau } = await midWallet(channel);
    const before = await stepOf('Sáu');
    await sau.say('mai lam');
    for (const days of [1, 30, 200]) {
      house.note(`${days} ngày sau`);
      house.clock.jumpTo(new Date(house.clock.now().getTime() + days * DAY));
      await sau.say('lam tiep');
      expect(await stepOf('Sáu')).toBe(before);
      expect(sau.shown.some(({ text }) => text.includes('Mình đang làm'))).toBe(true);
    }
    await golden(`stop-and-return.${channel}`);
  },
);

it('reminds with manners: once a day, never at night, three times, then never again', async () => {
  const { sau } = await midWallet('telegram');
  const seen = () => sau.shown.length;
  const before = seen();
  for (let hour = 0; hour < 24 * 16; hour += 1) await house.jump(3_600_000);
  const reminders = await house.db.sql<
    { at: Date }[]
  >`select queued_at as at from outbound where cause like 'nudge:%' order by id`;
  expect(seen() - before).toBe(reminders.length);
  expect(reminders.length).toBe(4);
  for (const { at } of reminders) {
    const hour = (at.getUTCHours() + 7) % 24;
    expect(hour).toBeGreaterThanOrEqual(8);
    expect(hour).toBeLessThan(20);
  }
  await golden('reminders');
});

it.each(['telegram', 'zalo'] as const)(
  'three times not understood leads to a person, not in circles (%s)',
  async (channel) => {
    const { sau, helper } = await midWallet(channel);
    for (const words of ['abc xyz', 'qwe rty', 'asd fgh']) await sau.say(words);
    await sau.press('gọi giùm');
    expect(helper.last().text).toContain('bác Sáu');
    await helper.press('Tôi nhận');
    await helper.press('Đã giúp xong');
    await sau.press('Làm tiếp');
    await golden(`ladder.${channel}`);
  },
);

it.each(['telegram', 'zalo'] as const)('an old button and a double press are harmless (%s)', async (channel) => {
  const { sau } = await midWallet(channel);
  const first = sau.shown.find(({ labels }) => labels.some((label) => label.startsWith('✅')));
  const step = await stepOf('Sáu');
  const newest = sau.last();
  sau.shown.push(first as NonNullable<typeof first>);
  await sau.pressFirst();
  expect(await stepOf('Sáu')).toBe(step);
  expect(sau.shown.some(({ text }) => text.includes('làm rồi'))).toBe(true);
  sau.shown.push(newest);
  await sau.redeliver();
  expect(await stepOf('Sáu')).toBe(step);
  await golden(`stale-button.${channel}`);
});

it.each(['telegram', 'zalo'] as const)(
  'a pasted code is removed, warned about and never stored (%s)',
  async (channel) => {
    const { sau } = await midWallet(channel);
    const step = await stepOf('Sáu');
    await sau.say('ma otp cua bac la 482913');
    expect(await stepOf('Sáu')).toBe(step);
    expect(sau.shown.some(({ method }) => method === 'deleteMessage')).toBe(channel === 'telegram');
    await sau.press('Có người hỏi mã');
    const [dump] = await house.db.sql<{ text: string }[]>`
    select string_agg(t, ' ') as text from (select row_to_json(inbound)::text as t from inbound union all
      select row_to_json(turns)::text from turns union all select row_to_json(outbound)::text from outbound union all
      select row_to_json(contacts)::text from contacts) everything`;
    expect(dump?.text).not.toContain('482913');
    await golden(`otp-pasted.${channel}`);
  },
);

it('a new version leaves nobody stranded: the step map moves her, her answers stay', async () => {
  await house.close();
  const old = flows.get('viettel-money') as Flow;
  const renamed: Flow = {
    ...old,
    version: old.version + 1,
    moves: [{ from: old.version, steps: Object.fromEntries(Object.keys(old.steps).map((step) => [step, step])) }],
  };
  let current = flows;
  house = await openHouse({
    flows: {
      get current() {
        return current;
      },
      of: (id, version) => (current.get(id)?.version === version ? current.get(id) : flowOf(id, version)),
    },
  });
  const { sau } = await midWallet('telegram');
  const step = await stepOf('Sáu');
  current = new Map([...flows, ['viettel-money', renamed]]);
  house.note('phiên bản mới vừa được công bố');
  await sau.say('chi lai');
  expect(await stepOf('Sáu')).toBe(step);
  await sau.pressFirst();
  expect(await stepOf('Sáu')).not.toBe(step);
  await golden('new-version');
});

it('a volunteer makes a household, reads the consent aloud, walks it on her phone, and it counts as seen', async () => {
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  const tam = house.person('anh Tâm', 'telegram');
  await tam.start(await house.invite('volunteer', 'h1', 'anh Tâm'));
  await tam.press('Thêm hộ mới');
  await tam.say('Bác Sáu');
  await tam.press('Người dân đồng ý');
  await tam.press('Làm chung máy');
  await tam.press('Ví và ngân hàng');
  await tam.press('Mở ví Viettel Money');
  for (let step = 0; step < 40; step += 1) {
    const [row] = await house.db.sql<{ running: boolean }[]>`
      select memory ? 'run' as running from contacts where external_id = ${tam.externalId}`;
    if (!row?.running) break;
    await tam.pressFirst();
  }
  const [completion] = await house.db.sql`
    select flow_id, outcome, subject_kind, area_code, how_known, recorded_by from report.completions where flow_id = 'viettel-money'`;
  const [contact] = await house.db.sql<{ id: bigint }[]>`select id from contacts where external_id = ${tam.externalId}`;
  expect(completion).toEqual({
    flow_id: 'viettel-money',
    outcome: 'completed',
    subject_kind: 'household',
    area_code: 'h1',
    how_known: 'volunteer',
    recorded_by: `volunteer:${contact?.id}`,
  });
  const [consent] = await house.db.sql`select purpose, how from consents`;
  expect(consent).toEqual({ purpose: 'household', how: 'spoken-to-volunteer' });
  const codes = /H[0-9A-Z]+/g;
  await expect(house.transcript().replace(codes, 'H…')).toMatchFileSnapshot('golden/volunteer-household.txt');
});

it('sends a flow to the household’s own phone', async () => {
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet');
  const tam = house.person('anh Tâm', 'telegram');
  await tam.start(await house.invite('volunteer', 'h1', 'anh Tâm'));
  await tam.press('Thêm hộ mới');
  await tam.say('Cô Út');
  await tam.press('Người dân đồng ý');
  const [household] = await house.db.sql<{ link_token: string }[]>`select link_token from households`;
  const ut = house.person('cô Út', 'zalo');
  await ut.start(`h-${household?.link_token}`);
  await ut.press('Cô');
  await tam.press('Danh sách hộ');
  await tam.press('Cô Út');
  await tam.press('Gửi qua máy hộ');
  await tam.press('Ví và ngân hàng');
  await tam.pressFirst();
  await ut.press('Bắt đầu');
  const [run] = await house.db.sql`select channel, area_code, outcome from report.runs`;
  expect(run).toEqual({ channel: 'zalo', area_code: 'h1', outcome: null });
  await expect(
    house
      .transcript()
      .replace(/H[0-9A-Z]+/g, 'H…')
      .replace(/h-[0-9a-f]{12}/g, 'h-…'),
  ).toMatchFileSnapshot('golden/send-to-household.txt');
});

it('an announcement: exact text, count, test to oneself, a second person, progress, result', async () => {
  await house.area('x1', 'Xã Thử', 'commune');
  await house.area('h1', 'Ấp Ngan Mới', 'hamlet', 'x1');
  await house.db.sql`
    insert into contacts (channel, external_id, term, area_code, created_at, seen_at, left_at, muted_at)
    select case when n % 3 = 0 then 'telegram' else 'zalo' end, '7' || n, 'bác', 'h1', ${house.clock.now()},
      ${house.clock.now()}::timestamptz - make_interval(days => case when n % 3 = 1 and n > 110 then 9 else 1 end),
      case when n = 1 then ${house.clock.now()}::timestamptz end, case when n = 2 then ${house.clock.now()}::timestamptz end
    from generate_series(1, 130) n`;
  const lan = house.person('chị Lan', 'telegram');
  const phuc = house.person('anh Phúc', 'zalo');
  await lan.start(await house.invite('official', 'x1', 'chị Lan'));
  await phuc.start(await house.invite('official', 'x1', 'anh Phúc'));
  await lan.press('Viết thông báo');
  await lan.say('Thứ Bảy 28/11, 7 giờ sáng. Chợ Ngan Mới có bàn cài ví, làm mã QR.');
  await lan.say('Bà con nhớ mang thẻ căn cước và điện thoại.');
  await lan.say('cô Lan, số 0900 000 000');
  await lan.press('Gửi thử cho tôi');
  await lan.press('Trình duyệt');
  const bulk = await house.db.sql<{ count: number }[]>`select count(*)::int as count from outbound where urgency = 2`;
  expect(bulk[0]?.count).toBe(0); // nothing leaves before the second person agrees
  await phuc.press('Duyệt');
  for (let round = 0; round < 20; round += 1) await house.jump(4_000);
  const counts = await house.db.sql<{ state: string; reason: string | null; count: number }[]>`
    select state, reason, count(*)::int as count from report.broadcast_recipients group by 1, 2 order by 1, 2`;
  const sent = counts.find(({ state }) => state === 'sent')?.count ?? 0;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  expect(counts.map(({ state }) => state).every((state) => state === 'sent' || state === 'failed')).toBe(true);
  expect(total).toBe(132);
  expect(sent).toBeGreaterThan(100);
  await lan.press('Về bàn');
  // How often the progress line was edited, and where between the others it fell, is the machine's affair.
  const steady = house
    .transcript()
    .split('\n')
    .filter((line) => !line.includes('Đang gửi: '));
  await expect(steady.join('\n')).toMatchFileSnapshot('golden/announcement.txt');
  expect(lan.shown.some(({ text }) => text.startsWith('Đang gửi: '))).toBe(true);
});

it('understands every entry of the command menu', async () => {
  const { sau } = await midWallet('telegram');
  for (const [command, wanted] of [
    ['/dulieu', 'Con giữ cách gọi'],
    ['/tieptuc', 'Mình đang làm'],
    ['/batdau', 'muốn làm gì'],
    ['/giup', 'sẽ gọi'],
    ['/dung', 'Dạ con dừng'],
  ] as const) {
    const answers = await sau.say(command);
    expect(answers.map(({ text }) => text).join('\n'), command).toContain(wanted);
  }
});

it('keeps a newcomer’s wish while asking what to call her', async () => {
  const ba = house.person('bà Tám', 'zalo');
  await ba.say('alo');
  await ba.say('mo vi viettel money');
  expect(ba.shown.some(({ text }) => text.includes('Ví Viettel Money'))).toBe(true);
});

it('does not say "Hỏi" twice in an announcement', async () => {
  await house.area('x1', 'Xã Thử', 'commune');
  const lan = house.person('chị Lan', 'telegram');
  await lan.start(await house.invite('official', 'x1', 'chị Lan'));
  await lan.press('Viết thông báo');
  await lan.say('Thứ Bảy 28/11 chợ có bàn làm mã QR.');
  await lan.press('Không cần mang gì');
  await lan.say('Hỏi cô Lan, số 0900 000 000.');
  expect(lan.shown.some(({ text }) => text.includes('\nHỏi cô Lan, số 0900 000 000.') && !text.includes('..'))).toBe(
    true,
  );
});

it('a flow’s first button always ends it, whatever the flow', () => {
  for (const flow of flows.values()) {
    let state = advance(
      flow,
      { flowId: flow.id, version: flow.version, step: null, path: [], answers: {}, misses: 0, differs: 0, seq: 0 },
      { type: 'started' },
    ).state;
    for (let press = 0; press < 200 && state.step !== null; press += 1)
      state = advance(flow, state, { type: 'forward' }).state;
    expect(state.step, flow.id).toBeNull();
  }
});

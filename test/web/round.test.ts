/** The page for rounds as its server sees it: what it gives, what it takes, from whom, and how often it counts. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mergeHouseholds } from '../../src/db/members.ts';
import { householdCodeOf } from '../../src/web/round/receive.ts';
import type { RoundAnswer, RoundBook, RoundEntry, RoundSheets, RoundWho } from '../../src/web/round/wire.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { type House, openHouse } from '../support/house.ts';
import { enter, enterNew } from '../support/staff.ts';

const PAGE = '/to/di-ap';
const JSON_TYPE = { 'content-type': 'application/json' };

let house: House;
let tam: Phone;
let hanh: Phone;

interface Phone {
  contactId: string;
  browser: Visitor;
  who: RoundWho;
  book(): Promise<RoundBook>;
  send(entries: readonly RoundEntry[], change?: object): Promise<RoundAnswer[]>;
}

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await house.area('79001', 'Xã Mình', 'commune');
  await house.area('h1', 'Ấp Một', 'hamlet', '79001');
  await house.area('h2', 'Ấp Hai', 'hamlet', '79001');
  for (const [area, name] of [
    ['h1', 'Bác Sáu'],
    ['h1', 'Cô Út'],
    ['h1', 'Chú Ba'],
    ['h1', 'Bà Tư'],
    ['h2', 'Bác Kín'],
  ] as const) {
    const [{ n } = { n: 0 }] = await sql<
      { n: number }[]
    >`select count(*)::int + 1 as n from households where area_code = ${area}`;
    await sql`
      insert into households (code, area_code, call_name, link_token, created_at)
      values (${`${area}-${n}`}, ${area}, ${name}, ${`${area}-${n}`}, ${house.clock.now()})`;
  }
  await sql`
    insert into household_members (household_code, call_name, term, added_at)
    values ('h1-1', 'Ba', 'chú', ${house.clock.now()}), ('h2-1', 'Hai', 'cô', ${house.clock.now()})`;
  await sql`
    insert into stalls (code, area_code, household_code, name, registered_at)
    values ('S-h1-2', 'h1', 'h1-2', 'Tạp hóa Út 0912345678', ${house.clock.now()})`;
  tam = await phoneOf('anh Tâm', 'h1');
  hanh = await phoneOf('cô Hạnh', 'h2');
});
afterAll(() => house.close());
beforeEach(() => house.db.sql`truncate ledger cascade`);

async function phoneOf(name: string, area: string): Promise<Phone> {
  const chat = house.person(name, 'telegram');
  await chat.start(await house.invite('volunteer', area, name));
  const [row] = await house.db.sql<
    { id: string }[]
  >`select id::text from contacts where external_id = ${chat.externalId}`;
  const contactId = row?.id ?? '';
  const browser = await enter(house, contactId);
  const who = (await browser.get(`${PAGE}/ai`, JSON_TYPE)).json<RoundWho>();
  return {
    contactId,
    browser,
    who,
    book: async () => (await browser.get(`${PAGE}/so`, JSON_TYPE)).json<RoundBook>(),
    send: async (entries, change = {}) => {
      const answer = await post(browser, { owner: who.owner, sentAt: at(), entries, ...change }, who.csrf);
      expect(answer.statusCode).toBe(200);
      return answer.json<{ answers: RoundAnswer[] }>().answers;
    },
  };
}

const post = (browser: Visitor, payload: object, csrf: string, headers: Record<string, string> = {}) =>
  house.assistant.web.inject({
    method: 'POST',
    url: `${PAGE}/gui`,
    headers: {
      ...JSON_TYPE,
      'x-dau': csrf,
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      host: 'localhost:3000',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    payload,
  });
const at = (backMs = 0) => new Date(house.clock.now().getTime() - backMs).toISOString();
const tick = (household: string, flowId = 'viettel-money', change: object = {}): RoundEntry & { kind: 'tick' } => ({
  ...{ id: randomUUID(), at: at(), kind: 'tick', household, member: null, flowId },
  ...{ outcome: 'completed', howKnown: 'volunteer', ...change },
});
const standing = async () =>
  (
    await house.db.sql<{ flow: string; subject: string; area: string; how: string; at: Date }[]>`
      select flow_id as flow, subject_code as subject, area_code as area, how_known as how, occurred_at as at
      from report.completions where reversed_at is null order by completion_id`
  ).map((row) => ({ ...row, at: row.at.toISOString() }));

describe('the book', () => {
  it('holds the own hamlet only: call names, what is done, no phone number, no stall name, no contact', async () => {
    await tam.send([tick('h1-1'), tick('h1-2', 'merchant-vietqr')]);
    const book = await tam.book();
    expect(book.households.map(({ code }) => code).sort()).toEqual(['h1-1', 'h1-2', 'h1-3', 'h1-4']);
    expect(book.households.find(({ code }) => code === 'h1-1')).toMatchObject({
      callName: 'Bác Sáu',
      done: ['viettel-money'],
      stall: null,
      members: [{ name: 'chú Ba', done: [] }],
    });
    expect(book.households.find(({ code }) => code === 'h1-2')?.stall).toEqual(['merchant-vietqr']);
    expect(JSON.stringify(book)).not.toMatch(/0912|Tạp hóa|Bác Kín|contactId|linkToken/);
  });

  it('orders the day as the chat does, in the same words', async () => {
    const chat = house.person('anh Tâm', 'telegram');
    await house.db.sql`
      insert into visits (household_code, promised_on, promised_by, made_at, simulated)
      values ('h1-3', '2026-11-24', ${tam.contactId}, ${house.clock.now()}, false),
             ('h1-4', '2026-11-23', ${tam.contactId}, ${house.clock.now()}, false)`;
    const [list] = await chat.say('việc hôm nay');
    const said = (list?.text ?? '')
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^\d+\. /, ''));
    expect((await tam.book()).today.map(({ text }) => text)).toEqual(said);
    expect(said.length).toBe(2);
  });

  it('comes with the steps of every flow to read from, and says when they changed', async () => {
    const { edition, flows } = (await tam.browser.get(`${PAGE}/to-buoc`, JSON_TYPE)).json<RoundSheets>();
    expect((await tam.book()).sheets).toBe(edition);
    const book = await tam.book();
    expect(Object.keys(flows).sort()).toEqual(book.flows.map(({ id }) => id).sort());
    expect(flows['viettel-money']?.filter(({ kind }) => kind === 'step')[0]).toMatchObject({ n: 1 });
  });
});

describe('completions', () => {
  it('count once however often they are sent, in the name of the volunteer, and the chat can take them back', async () => {
    const entries = [
      tick('h1-1'),
      tick('h1-1', 'momo', {
        member: (await tam.book()).households.find(({ code }) => code === 'h1-1')?.members[0]?.id,
      }),
    ];
    const first = await tam.send(entries);
    expect(first.map(({ status }) => status)).toEqual(['recorded', 'recorded']);
    for (let copy = 0; copy < 5; copy += 1) {
      const again = await tam.send(entries.toReversed());
      expect(again.map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
    }
    expect((await standing()).map(({ subject, flow }) => `${subject} ${flow}`).sort()).toEqual([
      expect.stringMatching(/^M\d+ momo$/),
      'h1-1 viettel-money',
    ]);
    const chat = house.person('anh Tâm', 'telegram');
    await chat.say('sổ 7 ngày');
    const [receipt] = await house.db.sql<{ id: string }[]>`select id::text from ledger where flow_id = 'momo'`;
    await chat.say(`hủy phiếu ${receipt?.id}`);
    await chat.press('Hủy phiếu này');
    expect((await standing()).map(({ flow }) => flow)).toEqual(['viettel-money']);
    // An old copy on its way does not bring it back.
    await tam.send(entries);
    expect(await standing()).toHaveLength(1);
  });

  it('of a trade are about the stall', async () => {
    await tam.send([tick('h1-2', 'merchant-vietqr')]);
    expect(await standing()).toMatchObject([{ subject: 'S-h1-2', flow: 'merchant-vietqr', area: 'h1' }]);
  });

  it('are refused, each with its reason, without harm to the others', async () => {
    const entries = [
      tick('h2-1'), // another hamlet's
      tick('nowhere'),
      tick('h1-1', 'no-such-flow'),
      tick('h1-1', 'momo', { member: '999999' }),
      tick('h1-1', 'momo', { at: at(40 * 86_400_000) }),
      tick('h1-1', 'momo'),
    ];
    const answers = await tam.send(entries);
    expect(answers.map((answer) => (answer.status === 'refused' ? answer.problem : answer.status))).toEqual([
      'unknown-household',
      'unknown-household',
      'no-flow',
      'unknown-member',
      'bad-time',
      'recorded',
    ]);
    expect(await standing()).toHaveLength(1);
  });

  it('of a phone whose clock is two days ahead are put at the time they happened', async () => {
    const AHEAD_MS = 2 * 86_400_000;
    const happened = at(3_600_000);
    const ahead = (time: string) => new Date(Date.parse(time) + AHEAD_MS).toISOString();
    const entry = tick('h1-1', 'momo', { at: ahead(happened) });
    expect((await tam.send([entry], { sentAt: ahead(at()) }))[0]?.status).toBe('recorded');
    const [recorded] = await standing();
    expect(Math.abs(Date.parse(recorded?.at ?? '') - Date.parse(happened))).toBeLessThan(10_000);
  });

  it('find the household that was opened with them, in any order, and the one it was merged into', async () => {
    const household: RoundEntry = {
      id: randomUUID(),
      at: at(),
      kind: 'household',
      areaCode: 'h1',
      name: 'bac muoi mot, gần cầu',
      consent: true,
    };
    const answers = await tam.send([tick(`new:${household.id}`), household]);
    expect(answers.map(({ status }) => status)).toEqual(['recorded', 'recorded']);
    const code = householdCodeOf(tam.contactId, household.id);
    expect(await standing()).toMatchObject([{ subject: code, area: 'h1' }]);
    expect(
      await house.db.sql`
      select call_name, near, number from households where code = ${code}`,
    ).toMatchObject([{ near: 'gần cầu', number: 5 }]);
    expect(
      await house.db.sql`
      select purpose, how, given_by::text from consents where subject_code = ${code}`,
    ).toMatchObject([{ purpose: 'household', how: 'spoken-to-volunteer', given_by: tam.contactId }]);
    await house.db.sql.begin((tx) =>
      mergeHouseholds(tx, { from: code, into: 'h1-4', by: tam.contactId, reason: null }, house.clock.now()),
    );
    expect((await tam.send([household]))[0]?.status).toBe('duplicate');
    await tam.send([tick(`new:${household.id}`, 'momo')]);
    expect((await standing()).at(-1)).toMatchObject({ subject: 'h1-4', flow: 'momo' });
  });

  it('ask a person with a chat of their own once, as lines of the chat do', async () => {
    const ba = house.person('chú Ba', 'telegram');
    await ba.start('a-h1');
    const [contact] = await house.db.sql<
      { id: string }[]
    >`select id::text from contacts where external_id = ${ba.externalId}`;
    const [member] = await house.db.sql<{ id: string }[]>`
      insert into household_members (household_code, call_name, term, contact_id, added_at)
      values ('h1-3', 'Tám', 'anh', ${contact?.id ?? ''}, ${house.clock.now()}) returning id::text`;
    const entry = tick('h1-3', 'momo', { member: member?.id });
    await tam.send([entry]);
    await tam.send([entry]);
    expect(await standing()).toMatchObject([{ subject: `P${contact?.id}` }]);
    const questions = await house.db.sql<{ keys: string[] }[]>`
      select keys from evidence_questions where contact_id = ${contact?.id ?? ''}`;
    expect(questions).toEqual([{ keys: [`volunteer:${tam.contactId}:${entry.id}`] }]);
  });
});

describe('typed lines', () => {
  it('are read as the chat reads them and store nothing', async () => {
    const id = randomUUID();
    const text = 'xong vi 1 ba\nxong vi 99\nhôm qua 3 momo xong ho noi';
    const [answer] = await tam.send([{ id, at: at(), kind: 'line', text }]);
    if (answer?.status !== 'read') throw new Error('It was not read.');
    expect(answer.lines).toMatchObject([
      { said: expect.stringContaining('Bác Sáu, hộ 1 · chú Ba'), tick: { household: 'h1-1', flowId: 'viettel-money' } },
      { text: 'xong vi 99', problem: expect.stringMatching(/99|hộ/) },
      { tick: { household: 'h1-3', flowId: 'momo', howKnown: 'self' }, at: '2026-11-23T05:00:00.000Z' },
    ]);
    expect(await house.db.sql`select 1 from ledger`).toHaveLength(0);
  });

  it('with a secret go no further', async () => {
    const [answer] = await tam.send([{ id: randomUUID(), at: at(), kind: 'line', text: 'xong vi 1 mã otp 482913' }]);
    expect(answer).toMatchObject({ status: 'refused', problem: 'secret' });
  });
});

describe('a household', () => {
  it('that seems to be in the book is asked about before there are two', async () => {
    const household = {
      id: randomUUID(),
      at: at(),
      kind: 'household',
      areaCode: 'h1',
      name: 'Co Ut',
      consent: true,
    } as const;
    expect(await tam.send([household])).toMatchObject([
      { status: 'refused', problem: 'same-household', same: [{ code: 'h1-2', name: 'Cô Út, 2' }] },
    ]);
    expect(await tam.send([{ ...household, isAnother: true }])).toMatchObject([{ status: 'recorded' }]);
  });

  it.each([
    ['another hamlet', { areaCode: 'h2' }, 'not-yours'],
    ['no hamlet', { areaCode: 'nowhere' }, 'not-yours'],
    ['an identity number for a name', { name: '079185001234' }, 'bad-name'],
    ['no consent', { consent: false }, 'unreadable'],
  ])('with %s is not opened', async (_what, change, problem) => {
    const entry = {
      id: randomUUID(),
      at: at(),
      kind: 'household',
      areaCode: 'h1',
      name: 'Ông Chín',
      consent: true,
      ...change,
    };
    expect(await tam.send([entry as RoundEntry])).toMatchObject([{ status: 'refused', problem }]);
  });
});

describe('corrections', () => {
  it('are reversals of own entries, once, for seven days', async () => {
    const entry = tick('h1-1');
    const back: RoundEntry = { id: randomUUID(), at: at(), kind: 'take-back', of: entry.id };
    expect(await tam.send([back])).toMatchObject([{ status: 'refused', problem: 'no-entry' }]);
    // Both at once, the correction first: the entry is recorded and taken back.
    expect((await tam.send([back, entry])).map(({ status }) => status)).toEqual(['recorded', 'recorded']);
    expect((await tam.send([back, entry])).map(({ status }) => status)).toEqual(['duplicate', 'duplicate']);
    expect(await standing()).toEqual([]);
    expect(await hanh.send([{ ...back, id: randomUUID() }])).toMatchObject([{ problem: 'no-entry' }]);
    const old = randomUUID();
    await house.db.sql`
      insert into ledger (entry, key, flow_id, flow_version, outcome, subject_kind, subject_code, area_code, how_known,
        recorded_by, channel, occurred_at, recorded_at)
      values ('completion', ${`volunteer:${tam.contactId}:${old}`}, 'momo', 1, 'completed', 'household', 'h1-1', 'h1',
        'volunteer', ${`volunteer:${tam.contactId}`}, 'page', ${at(8 * 86_400_000)}, ${at(8 * 86_400_000)})`;
    const late: RoundEntry = { id: randomUUID(), at: at(), kind: 'take-back', of: old };
    expect(await tam.send([late])).toMatchObject([{ status: 'refused', problem: 'too-late' }]);
  });
});

describe('the door', () => {
  it('takes nothing in somebody else’s name, without the token, from elsewhere or without a session', async () => {
    const body = { owner: tam.who.owner, sentAt: at(), entries: [tick('h1-1')] };
    expect((await post(hanh.browser, body, hanh.who.csrf)).statusCode).toBe(409);
    expect((await post(tam.browser, body, hanh.who.csrf)).statusCode).toBe(403);
    expect((await post(tam.browser, body, tam.who.csrf, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post(visitor(house.assistant.web), body, tam.who.csrf)).statusCode).toBe(401);
    expect(await standing()).toEqual([]);
  });

  it('answers nonsense with 400 and what it can read of a batch with an answer each', async () => {
    for (const payload of [
      {},
      { owner: tam.who.owner },
      { owner: tam.who.owner, sentAt: at(), entries: [{ id: '<x>' }] },
    ]) {
      expect((await post(tam.browser, payload, tam.who.csrf)).statusCode).toBe(400);
    }
    const tooMany = Array.from({ length: 21 }, () => tick('h1-1'));
    expect(
      (await post(tam.browser, { owner: tam.who.owner, sentAt: at(), entries: tooMany }, tam.who.csrf)).statusCode,
    ).toBe(400);
    const id = randomUUID();
    expect(await tam.send([{ id, at: at(), kind: 'dance' } as unknown as RoundEntry])).toEqual([
      { id, status: 'refused', problem: 'unreadable' },
    ]);
  });

  it('is the same person on Zalo and on Telegram: what was sent from one is known from the other', async () => {
    const zalo = await phoneOf('anh Tâm Zalo', 'h1');
    expect(zalo.who.owner).not.toBe(tam.who.owner);
    await house.db
      .sql`update contacts set person_id = ${tam.contactId} where id in (${tam.contactId}, ${zalo.contactId})`;
    const who = (await zalo.browser.get(`${PAGE}/ai`, JSON_TYPE)).json<RoundWho>();
    expect(who.owner).toBe(tam.who.owner);
    const entry = tick('h1-1');
    await tam.send([entry]);
    const again = await post(zalo.browser, { owner: who.owner, sentAt: at(), entries: [entry] }, who.csrf);
    expect(again.json()).toMatchObject({ answers: [{ status: 'duplicate' }] });
    expect(await standing()).toHaveLength(1);
  });

  it('leads a volunteer from /to to the round, an official to the team', async () => {
    expect((await tam.browser.get('/to')).headers.location).toBe(PAGE);
    expect((await tam.browser.get('/to?dia-ban=h1')).statusCode).toBe(200);
    const lan = await enterNew(house, { name: 'chị Lan', role: 'official', area: '79001' });
    expect((await lan.get('/to')).statusCode).toBe(200);
  });

  it('is opened by the link that the assistant sends for the words or the button', async () => {
    const chat = house.person('anh Tâm', 'telegram');
    await chat.say('Trang đi ấp');
    expect(chat.last().text).toMatch(/vào trang đi ấp/);
    await chat.say('ghi nhanh');
    await chat.press('🧭 Trang đi ấp');
    const [, link = ''] = /https?:\/\/[^/]+(\/\S+)/.exec(chat.last().text) ?? [];
    expect(link).toMatch(/^\/dang-nhap\/[\w-]{43}\?tiep=\/to\/di-ap$/);
    const stranger = visitor(house.assistant.web);
    expect((await stranger.get(link)).statusCode).toBe(200);
    expect((await stranger.post(link.split('?')[0] ?? '')).headers.location).toBe(PAGE);
    expect((await stranger.get(`${PAGE}/ai`, JSON_TYPE)).json()).toMatchObject({ owner: tam.who.owner });
    const citizen = house.person('bác Sáu', 'telegram');
    await citizen.start('a-h1');
    await citizen.say('trang đi ấp');
    expect(citizen.last().text).not.toContain('dang-nhap');
  });
});

describe('the shell', () => {
  it('is open to all, says nothing about anybody, and may be installed', async () => {
    const stranger = visitor(house.assistant.web);
    const shell = await stranger.get(PAGE);
    expect(shell.statusCode).toBe(200);
    expect(shell.headers['content-security-policy']).toContain("manifest-src 'self'");
    expect(shell.headers['content-security-policy']).not.toContain('unsafe');
    expect(shell.body).toBe((await tam.browser.get(PAGE)).body);
    const manifest = (await stranger.get(`${PAGE}/manifest.webmanifest`)).json();
    expect(manifest).toMatchObject({ start_url: PAGE, scope: PAGE, display: 'standalone' });
    for (const { src, type } of manifest.icons) expect((await stranger.get(src)).headers['content-type']).toBe(type);
  });

  it('is kept by a worker of its own scope, named after what it keeps, 60 KB packed at most', async () => {
    const stranger = visitor(house.assistant.web);
    const worker = await stranger.get(`${PAGE}/tho.js`);
    expect(worker.headers).toMatchObject({ 'service-worker-allowed': PAGE, 'cache-control': 'no-cache' });
    const [, kept = '', code = ''] = /^self\.shell=(\{.*\});importScripts\("([^"]+)"\);$/.exec(worker.body) ?? [];
    const { version, files } = JSON.parse(kept) as { version: string; files: string[] };
    expect(version).toMatch(/^[\w-]{12}$/);
    let packed = 0;
    for (const file of [...files, code]) {
      const answer = await house.assistant.web.inject({ url: file, headers: { 'accept-encoding': 'gzip' } });
      expect(answer.statusCode).toBe(200);
      if (/\.(js|css)$/.test(file)) packed += answer.rawPayload.length;
    }
    expect(packed).toBeLessThanOrEqual(60 * 1024);
  });
});

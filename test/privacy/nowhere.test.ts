/**
 * 360 secrets in many phrasings, over both channels, the API, an import and back to an announcement: afterwards none of them
 * is in any row of any table, in any line of the log, in what officials see and take away, or in what a person is given of
 * their own data. And 1,000 ordinary messages stay as they are.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '../../src/db/access.ts';
import { personData } from '../../src/db/people.ts';
import { importLists } from '../../src/lists/import.ts';
import { bufferSource, openZip } from '../../src/lists/zip.ts';
import { loggerOptions } from '../../src/log.ts';
import { findSecrets } from '../../src/privacy/secrets.ts';
import { sheetFile } from '../lists/sheet-file.ts';
import { copied, has } from '../paper/support.ts';
import { announce } from '../support/announcing.ts';
import type { Visitor } from '../support/browse.ts';
import { type Chat, type House, MORNING, openHouse } from '../support/house.ts';
import { enter } from '../support/staff.ts';
import { ordinary, type Planted, plant } from './planted.ts';

const SEED = 20_261_124;
const chats = plant(200, SEED);
const calls = plant(50, SEED + 1);
const cells = plant(50, SEED + 2, ['id-number', 'password', 'card', 'bank-message']);
const replies = plant(60, SEED + 3);
const all: readonly Planted[] = [...chats, ...calls, ...cells, ...replies];

let house: House;
let people: Chat[];
let key: string;
beforeAll(async () => {
  house = await openHouse();
  await house.area('79', 'Tỉnh Thử', 'commune');
  await house.area('79001', 'Xã Thử', 'commune', '79');
  await house.area('79001-01', 'Ấp Một', 'hamlet', '79001');
  const made = { name: 'hệ thống khác', role: 'official', areaCode: '79001', createdBy: 'command' } as const;
  ({ key } = await createApiKey(house.db.sql, made, MORNING));
  people = [house.person('bác Sáu', 'telegram'), house.person('bà Năm', 'zalo')];
  for (const person of people) {
    await person.start('a-79001-01');
    await person.say(person.name);
  }
}, 60_000);
afterAll(() => house.close());

/** Everything in every table, as text; random ids and sealed bytes are no words of anybody. */
async function wholeDatabase(): Promise<string> {
  const tables = await house.db.sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`;
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await house.db.sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
    parts.push(...rows.map(({ row }) => row));
  }
  return parts.join('\n').replace(/\\+x[0-9a-f]+|\b[0-9a-f]{16,}\b/g, '…');
}

/** As it was written, and as its bare digits. */
const isIn = (text: string) => {
  const compact = text.replace(/(?<=\d)[ .-](?=\d)/g, '');
  return ({ secret }: Planted) => text.includes(secret) || compact.includes(secret);
};

/** Somebody of the commune who may take everything away, the audit log included. */
async function official(): Promise<Visitor> {
  const { sql } = house.db;
  const [contact] = await sql<{ id: string }[]>`
    insert into contacts (channel, external_id, created_at, seen_at)
    values ('telegram', '990099', ${MORNING}, ${MORNING})
    on conflict (channel, external_id) do update set seen_at = excluded.seen_at returning id::text`;
  await sql`
    insert into memberships (contact_id, role, area_code, name, since)
    select ${contact!.id}, 'admin', '79001', 'chị Lan', ${MORNING}
    where not exists (select 1 from memberships where contact_id = ${contact!.id})`;
  return enter(house, contact!.id);
}

const anIndicator = async () =>
  (await house.db.sql<{ id: string }[]>`select id from indicators order by id limit 1`)[0]?.id;

/** What somebody reads in a file: every part of a workbook, the text of a PDF. */
async function readable(answer: Awaited<ReturnType<Visitor['get']>>): Promise<string> {
  expect([answer.raw.req.url, answer.statusCode]).toEqual([answer.raw.req.url, 200]);
  const bytes = answer.rawPayload;
  const type = String(answer.headers['content-type']);
  if (type === 'application/pdf') {
    if (!has('pdftotext')) return bytes.toString('latin1');
    return `${bytes.toString('latin1')} ${copied(bytes).join(' ')}`;
  }
  if (!type.includes('spreadsheetml')) return answer.body;
  const zip = await openZip(bufferSource(bytes));
  const parts: string[] = [];
  const sheets = Array.from({ length: 60 }, (_, at) => [
    `worksheets/sheet${at + 1}.xml`,
    `comments${at + 1}.xml`,
  ]).flat();
  for (const name of ['sharedStrings.xml', 'workbook.xml', ...sheets].map((one) => `xl/${one}`))
    if (zip.has(name)) for await (const chunk of zip.read(name)) parts.push(chunk.toString('utf8'));
  return parts.join('');
}

/** Everything that is shown and taken away of an announcement. */
async function announced(browser: Visitor, id: string): Promise<Map<string, string>> {
  const paths = ['', '/hoi-dap', '/hoi-dap?trang=2', '/se-toi', '/ghe-tham', '/tep?dang=csv', '/tep?dang=xlsx'];
  const seen = new Map<string, string>();
  for (const path of paths) seen.set(path, await readable(await browser.get(`/thong-bao/${id}${path}`)));
  return seen;
}

describe('360 secrets', () => {
  it('are stored nowhere, whichever way they come', { timeout: 300_000 }, async () => {
    for (const [at, { text }] of chats.entries()) await (people[at % 2] as Chat).say(text);
    for (const [at, { text }] of calls.entries()) {
      await house.assistant.web.inject({
        method: 'POST',
        url: '/api/v1/completions',
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': `planted-${at}-of-the-test` },
        payload: {
          entries: [
            {
              ...{ client_id: `c-${at}`, flow_id: 'viettel-money', subject_code: `H-${at}`, area_code: '79001-01' },
              ...{ outcome: 'completed', how_known: 'volunteer', occurred_at: '2026-11-20T09:30:00+07:00', note: text },
            },
          ],
        },
      });
    }
    const households = cells.map(({ text }, at) => ({ code: `H-${at}`, name: text, area: '79001-01' }));
    const report = await importLists(house.db.sql, bufferSource(await sheetFile({ households })), {
      by: 'command',
      now: MORNING,
    });
    const dump = await wholeDatabase();
    expect(dump.length).toBeGreaterThan(10_000); // there is something to look through
    expect(all.filter(isIn(dump)).map(({ text }) => text)).toEqual([]);
    expect(all.filter(isIn(JSON.stringify(report))).map(({ text }) => text)).toEqual([]);
    for (const { externalId } of people) {
      const [row] = await house.db.sql<{ id: bigint }[]>`select id from contacts where external_id = ${externalId}`;
      const held = await house.db.sql.begin((tx) => personData(tx, String(row?.id)));
      expect(all.filter(isIn(JSON.stringify(held))).map(({ text }) => text)).toEqual([]);
    }
  });

  it('are not in what is written back to an announcement, nor in its pages and files', {
    timeout: 120_000,
  }, async () => {
    const lan = await official();
    const two = [house.person('ông Tám', 'telegram'), house.person('cô Chín', 'zalo')];
    for (const person of two) {
      await person.start('a-79001-01');
      await person.say(person.name);
    }
    const id = await announce(house, 'chị Lan', ['test', 'start'], { audience: { area: '79001' } });
    for (let round = 0; round < 2; round += 1) await house.jump(4_000);
    for (const [at, { text }] of replies.entries()) {
      const person = two[at % 2] as Chat;
      if (at % 4 < 2) await person.say('Mấy giờ đóng cửa vậy con?');
      await person.say(at % 8 < 4 ? text : `Con ơi cho hỏi, ${text}`);
    }
    const dump = await wholeDatabase();
    expect(all.filter(isIn(dump)).map(({ text }) => text)).toEqual([]);
    const kept = await house.db.sql`select 1 from broadcast_replies`;
    expect(kept.length).toBeGreaterThan(10); // what people asked in between did reach the officer
    for (const [name, text] of await announced(lan, id))
      expect([name, all.filter(isIn(text)).map((one) => one.text)]).toEqual([name, []]);
  });

  it('are in no table, form, chart or file an official takes away, and on no page', { timeout: 120_000 }, async () => {
    const lan = await official();
    const files = new Map<string, string>();
    for (const format of ['xlsx', 'csv', 'pdf'])
      files.set(format, await readable(await lan.get(`/bao-cao/tep?dang=${format}&ky=2026-11`)));
    files.set('chart', await readable(await lan.get(`/tien-do/bieu-do.pdf?ky=2026-11&bieu-do=${await anIndicator()}`)));
    files.set('phrases', await readable(await lan.get('/noi-dung/cau-la/assigned.tsv')));
    for (const path of ['/nguoi-dan', '/can-giup', '/noi-dung/cau-la', '/tien-do', '/nhat-ky'])
      files.set(path, await readable(await lan.get(path)));
    const ids = await house.db.sql<{ id: string }[]>`
      select id::text from contacts where external_id = any (${people.map(({ externalId }) => externalId)})`;
    expect(ids).toHaveLength(2);
    for (const { id } of ids) {
      const reason = { 'ly-do': 'người dân hỏi dữ liệu của mình' };
      files.set(`person ${id}`, await readable(await lan.post(`/nguoi-dan/${id}`, reason)));
      files.set(`data ${id}`, await readable(await lan.post(`/nguoi-dan/${id}/du-lieu`, reason)));
    }
    for (const [name, text] of files) expect([name, all.filter(isIn(text)).map((one) => one.text)]).toEqual([name, []]);
  });

  it('would be seen in them: a secret written past the assistant is found in the files', async () => {
    const planted: Planted = { text: 'mật khẩu tre-xanh-77', secret: 'tre-xanh-77', kind: 'password' };
    await house.db.sql`update areas set name = ${`Xã ${planted.secret}`} where code = '79001'`;
    const lan = await official();
    for (const format of ['xlsx', 'pdf'])
      expect([format, isIn(await readable(await lan.get(`/bao-cao/tep?dang=${format}&ky=2026-11`)))(planted)]).toEqual([
        ...[format, true],
      ]);
    await house.db.sql`update areas set name = 'Xã Thử' where code = '79001'`;
    const [reply] = await house.db.sql<{ id: string; contact: string }[]>`
      update broadcast_replies set text = ${planted.text} where id = (select max(id) from broadcast_replies)
      returning broadcast_id::text as id, contact_id::text as contact`;
    await house.db.sql`update contacts set call_name = ${planted.secret} where id = ${reply!.contact}`;
    const seen = await announced(lan, reply!.id);
    const found = [...seen].filter(([, text]) => isIn(text)(planted)).map(([name]) => name);
    expect(found).toEqual(expect.arrayContaining(['', '/hoi-dap', '/tep?dang=csv', '/tep?dang=xlsx']));
  });

  it('are masked in logs and error reports', () => {
    const lines: string[] = [];
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    const options = loggerOptions('trace');
    if (!options) throw new Error('No log at all.');
    const log = pino({ ...(options as pino.LoggerOptions) }, stream);
    for (const { text } of all) log.error({ err: new Error(`could not store "${text}"`) }, 'a turn failed');
    const printed = lines
      .join('\n')
      .replace(/"time":\d+/g, '')
      .replace(/"pid":\d+/g, '');
    expect(lines).toHaveLength(all.length);
    expect(all.filter(isIn(printed)).map(({ text }) => text)).toEqual([]);
  });
});

describe('1,000 ordinary messages', () => {
  it('are left alone: at most one in a hundred is taken for a secret', () => {
    const folder = new URL('../../content/phrases/', import.meta.url);
    const phrases = readdirSync(folder).flatMap((file) =>
      readFileSync(new URL(file, folder), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('#')),
    );
    const messages = ordinary(1_000, SEED, phrases);
    const alarmed = messages.filter(
      (text) => findSecrets(text, { expecting: 'menu', recentOtpStep: false }).kinds.length > 0,
    );
    expect(alarmed.length, alarmed.join('\n')).toBeLessThanOrEqual(10);
  });
});

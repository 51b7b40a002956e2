/** A volunteer asks the chat for a household's step sheet: the very file the platform gets is what is looked at. */
import { afterEach, expect, it } from 'vitest';
import type { ZaloFile } from '../../src/bot/channels/zalo-render.ts';
import { recordLocalFact } from '../../src/db/local-facts.ts';
import { copied, has } from '../paper/support.ts';
import { type Chat, type House, MORNING, openHouse } from '../support/house.ts';

let house: House;
/** What Zalo was given to keep, in order. */
let uploads: ZaloFile[];
afterEach(() => house.close());

async function open(): Promise<void> {
  uploads = [];
  house = await openHouse({
    zaloAnswers: ({ path, file }) => {
      if (path.endsWith('/upload/file') && file) uploads.push(file);
      return undefined;
    },
  });
  const { sql } = house.db;
  await house.area('x1', 'Xã Một', 'commune');
  await house.area('h1', 'Ấp Một', 'hamlet', 'x1');
  await house.area('x2', 'Xã Hai', 'commune');
  await house.area('h2', 'Ấp Hai', 'hamlet', 'x2');
  for (const [area, number] of [
    ['h1', 12],
    ['h2', 7],
  ] as const) {
    const code = `${area}-${String(number).padStart(3, '0')}`;
    await sql`
      insert into households (code, area_code, call_name, link_token, created_at, number)
      values (${code}, ${area}, 'Bác Sáu', ${code}, ${MORNING}, ${number})`;
  }
  await recordLocalFact(
    sql,
    {
      ...{ areaCode: 'x1', kind: 'police-address', value: 'số 1 đường Lộ Tẻ' },
      ...{ source: 'bảng ở cửa', verifiedOn: '2026-11-20' },
    },
    { ref: 'contact:1', name: 'chị Lan' },
    MORNING,
  );
  await house.assistant.content.refresh();
}

/** Asks for the sheet of VNeID for the only household of the hamlet. */
async function ask(name: string, area: string): Promise<Chat> {
  const chat = house.person(name, 'zalo');
  await chat.start(await house.invite('volunteer', area, name));
  await chat.press('Giúp một hộ');
  await chat.press('Bác Sáu');
  await chat.press('Việc khác của hộ');
  await chat.press('In tờ chỉ từng bước');
  await chat.press('Giấy tờ, sim');
  await chat.press('Giấy tờ trong máy');
  return chat;
}

it('comes as one file with a name that says what it is, and says how to log it afterwards', async () => {
  await open();
  const tam = await ask('anh Tâm', 'h1');
  expect(uploads.map(({ filename, mime }) => [filename, mime])).toEqual([['to-vneid-activate.pdf', 'application/pdf']]);
  expect(uploads[0]!.bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const said = tam.shown.slice(-3);
  expect(said.filter(({ document }) => document)).toHaveLength(1);
  expect(said.map(({ text }) => text).join('\n')).toContain('Tờ chỉ Bật VNeID mức 2 cho hộ 12.');
  expect(tam.last().text).toContain('xong vi 12');
  // A paper about one household: once it has gone out nothing of it is kept.
  expect(await house.db.sql`select 1 from private_media`).toEqual([]);
});

it.runIf(has('pdftotext'))('is made out to the household, with what its own commune has written down', async () => {
  await open();
  await ask('anh Tâm', 'h1');
  await ask('cô Hạnh', 'h2');
  const [here, elsewhere] = uploads.map(({ bytes }) => copied(bytes).join(' ')) as [string, string];
  expect(here).toContain('xong vneid-activate 12');
  expect(here).toContain('Công an xã ở: số 1 đường Lộ Tẻ.');
  expect(elsewhere).toContain('xong vneid-activate 7');
  expect(elsewhere).toContain('Công an xã ở đâu thì hỏi ủy ban xã.');
  expect(elsewhere).not.toContain('Lộ Tẻ');
});

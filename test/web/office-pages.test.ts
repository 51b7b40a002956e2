/** The officials' pages over the make-believe commune: every figure on a page is the one the report functions and the API give. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHelp } from '../../src/db/help.ts';
import { seedCommune } from '../../src/demo/commune.ts';
import { makeForm } from '../../src/report/form.ts';
import { cases } from '../../src/report/indicator-page.ts';
import { type Overview, overview } from '../../src/report/overview.ts';
import { askedOf, valueWords } from '../../src/web/pages/figures.tsx';
import { fraction } from '../../src/web/pages/format.ts';
import { plain, type Visitor } from '../support/browse.ts';
import { type House, MORNING, openHouse } from '../support/house.ts';
import { enterAs } from '../support/staff.ts';

const COMMUNE = '99001';
let house: House;
let lan: Visitor;
let tam: Visitor;
let found: Overview;
let request: string;
let asker: string;

const asked = () =>
  askedOf({
    query: {},
    area: { code: COMMUNE, name: '', kind: 'commune', path: [COMMUNE] },
    caller: { kind: 'person', id: '0', name: '', grants: [], simulated: true },
    now: house.clock.now(),
  });

beforeAll(async () => {
  house = await openHouse();
  const { sql } = house.db;
  await seedCommune(sql, MORNING);
  found = await overview(sql, asked());
  const [person] = await sql<{ id: string; area: string }[]>`
    select id::text, area_code as area from contacts
    where simulated and call_name is not null and area_code = '99001-01' order by id limit 1`;
  asker = person!.id;
  await sql`insert into inbound (channel, key, contact_id, kind, occurred_at, received_at)
    values ('telegram', 'office-1', ${asker}, 'text', ${MORNING}, ${MORNING})`;
  await sql`insert into turns (inbound_id, contact_id, heard, understood, at)
    select id, contact_id, 'mã OTP của con là 482913', 'wish', ${MORNING} from inbound where key = 'office-1'`;
  const opened = await sql.begin((tx) =>
    openHelp(
      tx,
      {
        contactId: asker,
        areaCode: person!.area,
        reason: 'stuck',
        urgent: false,
        flowId: 'vneid-install',
        step: null,
        promisedAt: new Date(MORNING.getTime() - 60_000),
      },
      new Date(MORNING.getTime() - 3 * 3_600_000),
    ),
  );
  request = opened.id;
  lan = await enterAs(house, 'chị Lan');
  tam = await enterAs(house, 'anh Tâm');
});
afterAll(() => house.close());

describe('the overview', () => {
  it('shows the figures of the report functions, each with its fraction', async () => {
    const page = plain((await lan.get('/')).body);
    expect(found.cards.length).toBeGreaterThan(2);
    for (const { indicator, figure } of found.cards) {
      expect(page).toContain(indicator.title);
      expect(page).toContain(plain(valueWords(figure, indicator)));
      if (figure.denominator && figure.value !== null)
        expect(page).toContain(plain(fraction(figure.value, figure.denominator, indicator.unit)));
    }
  });

  it('says at most five things to do, the overdue request among them', async () => {
    const { body } = await lan.get('/');
    const todo = /<section class="todo[\s\S]*?<\/section>/.exec(body)?.[0] ?? '';
    const sentences = todo.match(/<li>/g) ?? [];
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.length).toBeLessThanOrEqual(5);
    expect(plain(todo)).toContain('1 người đang chờ giúp, 1 người quá hẹn');
  });

  it('leads from a figure to exactly as many cases, with the same filter in the address', async () => {
    const card = found.cards.find(({ indicator, figure }) => indicator.counts === 'ledger' && (figure.value ?? 0) > 0)!;
    const { body } = await lan.get('/');
    const href = new RegExp(`href="(/tien-do/${card.indicator.id}/danh-sach[^"]*)"`)
      .exec(body)?.[1]
      ?.replaceAll('&amp;', '&');
    expect(href).toContain(`dia-ban=${COMMUNE}`);
    const all = await cases(house.db.sql, { ...asked(), indicator: card.indicator.id, limit: 1000 });
    expect(all).toHaveLength(card.figure.value!);
    let listed = 0;
    for (let next: string | undefined = href; next; ) {
      const page: string = (await lan.get(next)).body;
      listed += (/<tbody>([\s\S]*?)<\/tbody>/.exec(page)?.[1]?.match(/<tr>/g) ?? []).length;
      next = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(listed).toBe(card.figure.value);
  });

  it('of a hamlet is for its volunteer, of the commune not', async () => {
    expect((await tam.get('/')).statusCode).toBe(200);
    expect((await tam.get(`/?dia-ban=${COMMUNE}`)).statusCode).toBe(403);
  });
});

describe('progress', () => {
  it('holds every unit and indicator of the table, the commune in the foot', async () => {
    const page = plain((await lan.get('/tien-do')).body);
    for (const { name } of found.table.units) expect(page).toContain(name);
    for (const { indicator, figure } of found.cards) {
      expect(page).toContain(indicator.title);
      expect(page).toContain(plain(valueWords(figure, indicator)));
    }
  });

  it('sorts by a column and says so', async () => {
    const { body } = await lan.get('/tien-do?xep=ten');
    expect(body).toMatch(/aria-sort="ascending"/);
    const names = [...body.matchAll(/<th scope="row"><a[^>]*>([^<]+)<\/a>/g)].map(([, name]) => name!);
    expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'vi')));
  });

  it('answers 404 for an indicator nobody knows', async () => {
    expect((await lan.get('/tien-do/KHONG-CO')).statusCode).toBe(404);
  });

  it('gives the charts as a PDF with searchable words', async () => {
    const answer = await lan.get('/tien-do/bieu-do.pdf?bieu-do=QR-1');
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('targets', () => {
  it('are kept with their document, and shown on the overview', async () => {
    await lan.get('/tien-do/chi-tieu');
    const answer = await lan.post(`/tien-do/chi-tieu?dia-ban=${COMMUNE}`, {
      'chi-tieu': 'QR-1',
      ky: '2026-11',
      'gia-tri': '37,5',
      dvt: '%',
      nguon: 'KH 41/KH-UBND',
    });
    expect(answer.statusCode).toBe(303);
    expect(plain((await lan.get('/tien-do/QR-1?ky=2026-11')).body)).toContain('37,5 % – KH 41/KH-UBND');
  });

  it.each([
    [{ 'gia-tri': '101' }, 'không quá 100'],
    [{ 'gia-tri': 'nhiều' }, 'Giá trị chưa đúng'],
    [{ nguon: '' }, 'Thiếu số văn bản'],
    [{ ky: '2026-13' }, 'Kỳ chưa đúng'],
  ])('refuse %o and keep what was typed', async (change, says) => {
    const answer = await lan.post(`/tien-do/chi-tieu?dia-ban=${COMMUNE}`, {
      'chi-tieu': 'VI-1',
      ky: '2026-Q4',
      'gia-tri': '60',
      dvt: '%',
      nguon: 'KH 7',
      ...change,
    });
    expect(answer.statusCode).toBe(422);
    expect(plain(answer.body)).toContain(says);
  });

  it('ask why a total changes', async () => {
    const total = {
      'ts-chi-tieu': 'QR-1',
      'ts-gia-tri': '30',
      'ts-nguon': 'danh sách 11/2026',
      'ts-tu-ngay': '24/11/2026',
    };
    expect((await lan.post(`/tien-do/chi-tieu/tong-so?dia-ban=${COMMUNE}`, total)).statusCode).toBe(303);
    const again = { ...total, 'ts-gia-tri': '31' };
    expect((await lan.post(`/tien-do/chi-tieu/tong-so?dia-ban=${COMMUNE}`, again)).statusCode).toBe(422);
    const why = { ...again, 'ly-do': 'thêm một sạp' };
    expect((await lan.post(`/tien-do/chi-tieu/tong-so?dia-ban=${COMMUNE}`, why)).statusCode).toBe(303);
  });
});

describe('the queue', () => {
  it('shows who waits without a phone number, late ones marked', async () => {
    const page = plain((await lan.get('/can-giup')).body);
    expect(page).toContain('Chờ nhận 1');
    expect(page).toContain('Quá hẹn 1');
  });

  it('opens one with masked turns, and writes that down', async () => {
    const { body } = await lan.get(`/can-giup/${request}`);
    expect(body).not.toContain('482913');
    const [trace] = await house.db.sql`select 1 from audit_log where subject = ${`contact:${asker}`} and allowed`;
    expect(trace).toBeDefined();
  });

  it('is taken, answered and closed, the citizen told each time', async () => {
    await lan.get(`/can-giup/${request}`);
    const told = async () =>
      (
        await house.db.sql<{ text: string }[]>`
          select body->>'text' as text from outbound where contact_id = ${asker} and cause like 'help:%' order by id`
      ).map(({ text }) => text);
    expect((await lan.post(`/can-giup/${request}/nhan`)).statusCode).toBe(303);
    expect((await told()).at(-1)).toContain('Chị Lan');
    await house.jump(60_000);
    expect((await lan.post(`/can-giup/${request}/nhan-tin`, { cau: 'phone-near' })).statusCode).toBe(303);
    await house.jump(60_000);
    expect((await tam.post(`/can-giup/${request}/nhan`)).statusCode).toBe(409);
    expect((await lan.post(`/can-giup/${request}/xong`, { 'ket-qua': 'visited' })).statusCode).toBe(303);
    expect(await told()).toHaveLength(3);
    expect((await lan.post(`/can-giup/${request}/xong`, { 'ket-qua': 'visited' })).statusCode).toBe(409);
    const [row] = await house.db.sql<
      { how: string }[]
    >`select closed_how as how from help_requests where id = ${request}`;
    expect(row?.how).toBe('visited');
  });
});

describe('teams and stalls', () => {
  it('list the team and put somebody on the rota', async () => {
    const page = await lan.get('/to');
    expect(plain(page.body)).toContain('anh Tâm');
    const [member] = await house.db.sql<
      { id: string }[]
    >`select contact_id::text as id from memberships where name = 'anh Tâm'`;
    const duty = { nguoi: member!.id, thu: '1', tu: '7', den: '11', 'thu-tu': '0' };
    expect((await lan.post(`/to/truc?dia-ban=${COMMUNE}`, duty)).statusCode).toBe(303);
    expect(plain((await lan.get('/to')).body)).toContain('Thứ Hai 7:00–11:00 anh Tâm');
    expect((await lan.post(`/to/truc?dia-ban=${COMMUNE}`, { ...duty, den: '6' })).statusCode).toBe(422);
  });

  it('count stalls as the figure does', async () => {
    const page = plain((await lan.get('/cho')).body);
    const [counts] = await house.db.sql<{ n: number; all: number }[]>`
      select (select count(*)::int from stalls where simulated) as all,
        (select count(distinct l.subject_code)::int from rehearsal.completions l join stalls s on s.code = l.subject_code
         where l.flow_id = 'merchant-vietqr' and l.how_known <> 'self' and l.reversed_at is null) as n`;
    expect(page).toContain(`(${fraction(counts!.n, counts!.all, 'sạp')})`.replaceAll('\u00a0', ' '));
  });
});

describe('reports', () => {
  it('preview the rows of the form', async () => {
    const page = plain((await lan.get('/bao-cao')).body);
    const form = await makeForm(house.db.sql, asked(), { madeAt: house.clock.now(), madeBy: 'chị Lan' });
    for (const row of form.rows.filter(({ isTotal }) => isTotal)) expect(page).toContain(row.title.trim());
    expect(page).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  });

  it.each([
    ['xlsx', 'PK'],
    ['pdf', '%P'],
    ['csv', '\ufeff'],
  ])('come as %s', async (format, begins) => {
    const answer = await lan.get(`/bao-cao/tep?dang=${format}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.subarray(0, 3).toString().startsWith(begins)).toBe(true);
  });

  it('close a period once it is over, and not before', async () => {
    await lan.get('/bao-cao?ky=2026-Q3');
    expect((await lan.post(`/bao-cao/khoa?dia-ban=${COMMUNE}`, { ky: '2026-Q4' })).statusCode).toBe(422);
    expect((await lan.post(`/bao-cao/khoa?dia-ban=${COMMUNE}`, { ky: '2026-Q3' })).statusCode).toBe(303);
    expect(plain((await lan.get('/bao-cao?ky=2026-Q3')).body)).toContain('kỳ đã khóa');
  });
});

describe('print', () => {
  it('makes stands for known stalls, notes them, and keeps no account', async () => {
    const [stall] = await house.db.sql<
      { code: string }[]
    >`select code from stalls where simulated order by code limit 1`;
    await lan.get('/in-an');
    const sap = `${stall!.code}; Vietcombank; 1012345678; NGUYEN VAN A`;
    const answer = await lan.post(`/in-an/tam-qr?dia-ban=${COMMUNE}`, { sap, kho: 'a4' });
    expect(answer.headers['content-type']).toBe('application/pdf');
    const [{ n }] = (await house.db.sql`select count(*)::int as n from stand_events`) as unknown as [{ n: number }];
    expect(n).toBe(1);
    const kept = await house.db.sql`select * from audit_log where audit_log::text like '%1012345678%'`;
    expect(kept).toEqual([]);
    expect((await lan.post(`/cho/${stall!.code}/kiem`)).statusCode).toBe(303);
    expect(plain((await lan.get('/cho?ma-qr=da-in')).body)).toContain('quét thử đúng 24/11/2026');
  });

  it('says of each wrong line what is wrong', async () => {
    const answer = await lan.post(`/in-an/tam-qr?dia-ban=${COMMUNE}`, {
      sap: 'S-khong-co; Vietcombank; 1\nA; Ngân hàng Trăng; 2',
      kho: 'a4',
    });
    expect(answer.statusCode).toBe(422);
    expect(plain(answer.body)).toContain('Dòng 1: không có sạp mã S-khong-co');
    expect(plain(answer.body)).toContain('Dòng 2: không có ngân hàng');
  });

  it('makes step sheets and certificates', async () => {
    expect((await lan.get('/in-an/phieu-buoc?viec=vneid-install&viec=viettel-money')).headers['content-type']).toBe(
      'application/pdf',
    );
    const answer = await lan.post(`/in-an/giay-xac-nhan?dia-ban=${COMMUNE}`, {
      ten: 'Bà Tư\nÔng Năm',
      'da-hoc': 'trả tiền bằng mã QR',
      ngay: '20/11/2026',
      noi: 'Xã Rạch Mẫu',
    });
    expect(answer.headers['content-type']).toBe('application/pdf');
  });
});

describe('lists', () => {
  it('give a form that comes back unchanged as nothing new, in two presses', async () => {
    const template = await lan.get(`/danh-sach/mau?dia-ban=${COMMUNE}`);
    expect(template.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const bring = async (bytes: Buffer) => {
      await lan.get('/danh-sach');
      const boundary = 'xxxBOUNDARYxxx';
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="dau"\r\n\r\n${lan.token()}\r\n--${boundary}\r\ncontent-disposition: form-data; name="tep"; filename="a.xlsx"\r\ncontent-type: application/octet-stream\r\n\r\n`;
      return house.assistant.web.inject({
        method: 'POST',
        url: `/danh-sach?dia-ban=${COMMUNE}`,
        headers: {
          host: 'localhost:3000',
          origin: 'http://localhost:3000',
          'sec-fetch-site': 'same-origin',
          'content-type': `multipart/form-data; boundary=${boundary}`,
          cookie: [...lan.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
        payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      });
    };
    const good = await bring(template.rawPayload);
    expect([good.statusCode, plain(good.body).includes('Tệp đúng')]).toEqual([200, true]);
    const shelved = /name="tep-da-xem" value="([^"]+)"/.exec(good.body)![1]!;
    expect((await lan.post(`/danh-sach/nhap?dia-ban=${COMMUNE}`, { 'tep-da-xem': shelved })).statusCode).toBe(303);
    expect((await lan.post(`/danh-sach/nhap?dia-ban=${COMMUNE}`, { 'tep-da-xem': shelved })).statusCode).toBe(422);
    const bad = await bring(Buffer.from('not a spreadsheet'));
    expect(bad.statusCode).toBe(422);
    expect(plain(bad.body)).toContain('không phải Excel');
  });
});

describe('every page', () => {
  it('fits its budget and uses none of the forbidden words', async () => {
    const paths = [
      '/',
      '/tien-do',
      '/tien-do?nhom=tat-ca',
      '/tien-do/QR-1',
      '/tien-do/chi-tieu',
      '/can-giup',
      '/to',
      '/cho',
      '/bao-cao',
      '/in-an',
      '/danh-sach',
    ];
    for (const path of [...paths, '/hien-thi']) {
      const { statusCode, body } = await lan.get(path);
      expect([path, statusCode]).toEqual([path, 200]);
      expect([path, body.length < 100 * 1024]).toEqual([path, true]);
      expect([path, /\b(dashboard|KPI|filter|export|submit|user|N\/A)\b/i.exec(plain(body))]).toEqual([path, null]);
      expect([path, /office:|officials:/.exec(plain(body))?.[0]]).toEqual([path, undefined]);
      expect([path, /style="/.test(body)]).toEqual([path, false]);
    }
  });

  it('of the meeting screen names nobody', async () => {
    const page = plain((await lan.get('/hien-thi')).body);
    const people = await house.db.sql<{ name: string }[]>`select distinct name from memberships`;
    for (const { name } of people) expect(page).not.toContain(name);
  });
});

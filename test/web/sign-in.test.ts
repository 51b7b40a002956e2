/** Coming in by a link from the chat, and everything that must not come in. The whole house, chats included. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInLink, readSession } from '../../src/db/access.ts';
import { wayBack } from '../../src/web/pages/way-back.ts';
import { OWN_ORIGIN, visitor } from '../support/browse.ts';
import { type Chat, type House, MORNING, openHouse } from '../support/house.ts';

let house: House;
let lan: Chat;
beforeAll(async () => {
  house = await openHouse();
  await house.area('79001', 'Xã Thử', 'commune');
  lan = house.person('chị Lan', 'telegram');
  await lan.start(await house.invite('official', '79001', 'chị Lan'));
});
afterAll(() => house.close());

const web = () => house.assistant.web;
const contactOf = async (chat: Chat): Promise<string> => {
  const [row] = await house.db.sql<{ id: bigint }[]>`select id from contacts where external_id = ${chat.externalId}`;
  return String(row?.id);
};
const linkIn = (text: string): string => /https?:\/\/\S+?(\/dang-nhap\/[\w-]+)/.exec(text)?.[1] ?? '';
const ask = async (words = 'đăng nhập'): Promise<string> => {
  await lan.say(words);
  return linkIn(lan.last().text);
};
/** A good link of somebody who never presses it. */
async function anteroom(): Promise<string> {
  const porter = house.person('em Gác', 'zalo');
  if (porter.shown.length === 0) await porter.start(await house.invite('volunteer', '79001', 'em Gác'));
  return `/dang-nhap/${await createSignInLink(house.db.sql, await contactOf(porter), house.clock.now())}`;
}
/** Opens the link and presses the button. */
async function signIn(link?: string) {
  const browser = visitor(web());
  const way = link ?? (await ask());
  // A link that is no good shows no form; somebody else's good one gives a token, so that the POST itself is tried.
  if ((await browser.get(way)).statusCode !== 200) await browser.get(await anteroom());
  const answer = await browser.post(way);
  return { browser, answer };
}

describe('the link in the chat', () => {
  it.each(['đăng nhập', 'dang nhap', 'Đăng nhập!', 'ddawng nhaapj', 'đn', 'login', 'cho tôi đăng nhập'])(
    'comes for "%s"',
    async (words) => {
      expect(await ask(words)).toMatch(/^\/dang-nhap\/[\w-]{43}$/);
    },
  );

  it('comes by a button of the desk', async () => {
    await lan.say('menu');
    await lan.press('Xem tiến độ');
    await lan.press('Mở trang cán bộ');
    expect(linkIn(lan.last().text)).toMatch(/^\/dang-nhap\/[\w-]{43}$/);
  });

  it('never comes to a citizen', async () => {
    const sau = house.person('bác Sáu', 'telegram');
    await sau.start();
    await sau.press('Bác');
    await sau.say('đăng nhập');
    expect(sau.shown.map(({ text }) => linkIn(text)).join('')).toBe('');
    const rows = await house.db.sql`select 1 from sign_in_links where contact_id = ${await contactOf(sau)}`;
    expect(rows).toHaveLength(0);
  });

  it('is stored hashed', async () => {
    const token = (await ask()).split('/').at(-1) ?? '';
    const [row] = await house.db.sql<{ all: string }[]>`select string_agg(l::text, ' ') as all from sign_in_links l`;
    expect(row?.all).not.toContain(token);
  });
});

describe('pressing it', () => {
  it('lets in with a cookie no script can read, to the page that was wanted', async () => {
    const browser = visitor(web());
    const sent = await browser.get('/tro-giup?a=1');
    expect([sent.statusCode, sent.headers.location]).toEqual([303, '/dang-nhap?tiep=%2Ftro-giup%3Fa%3D1']);
    await browser.get('/dang-nhap?tiep=%2Ftro-giup%3Fa%3D1');
    const link = await ask();
    await browser.get(link);
    const answer = await browser.post(link);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/tro-giup?a=1']);
    const cookie = answer.cookies.find(({ name }) => name === 'tro_ly_phien');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    const page = await browser.get('/');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('chị Lan');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
  });

  it('is needed: looking at the link, even a hundred times, uses nothing up', async () => {
    const link = await ask();
    for (let look = 0; look < 100; look += 1) expect((await web().inject({ url: link })).statusCode).toBe(200);
    expect((await signIn(link)).answer.statusCode).toBe(303);
  });

  it('works once, also when pressed twice at the same time', async () => {
    const link = await ask();
    const browsers = [visitor(web()), visitor(web())];
    for (const browser of browsers) await browser.get(link);
    const codes = (await Promise.all(browsers.map((browser) => browser.post(link)))).map((answer) => answer.statusCode);
    expect(codes.toSorted()).toEqual([303, 410]);
    expect((await signIn(link)).answer.statusCode).toBe(410);
  });

  it('works for ten minutes, and not when a newer link was asked for', async () => {
    const old = await ask();
    const newer = await ask();
    expect((await signIn(old)).answer.statusCode).toBe(410);
    await house.jump(10 * 60_000 + 1);
    expect((await signIn(newer)).answer.statusCode).toBe(410);
  });

  it.each(['/dang-nhap/x', `/dang-nhap/${'a'.repeat(43)}`, '/dang-nhap/%00', "/dang-nhap/'or'1"])(
    'does not let %s in',
    async (link) => {
      expect((await signIn(link)).answer.statusCode).toBe(410);
    },
  );

  it('needs the form of our own page', async () => {
    const link = await ask();
    const browser = visitor(web());
    await browser.get(link);
    const foreign = { ...OWN_ORIGIN, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await browser.post(link, {}, foreign)).statusCode).toBe(403);
    expect((await browser.post(link, { dau: 'forged' })).statusCode).toBe(403);
    expect((await visitor(web()).post(link, { dau: browser.token() })).statusCode).toBe(403); // another browser's token
    expect((await browser.post(link)).statusCode).toBe(303); // and nothing was used up
  });

  it('gives a session of its own, whatever cookie was there before', async () => {
    const planted = 'p'.repeat(43);
    const browser = visitor(web());
    browser.cookies.set('tro_ly_phien', planted);
    const link = await ask();
    await browser.get(link);
    await browser.post(link);
    expect(browser.cookies.get('tro_ly_phien')).not.toBe(planted);
    expect(await readSession(house.db.sql, planted, house.clock.now())).toBeNull();
  });
});

describe('a session', () => {
  it('ends by signing out, here or everywhere', async () => {
    const [one, other] = [(await signIn()).browser, (await signIn()).browser];
    await one.get('/');
    await one.post('/dang-xuat');
    expect((await one.get('/')).statusCode).toBe(303);
    expect((await other.get('/')).statusCode).toBe(200);
    const third = (await signIn()).browser;
    const unused = await ask();
    await third.get('/');
    await third.post('/dang-xuat/moi-noi');
    expect((await other.get('/')).statusCode).toBe(303);
    expect((await signIn(unused)).answer.statusCode).toBe(410);
  });

  it('really ends: the old cookie is worth nothing', async () => {
    const { browser } = await signIn();
    const stolen = browser.cookies.get('tro_ly_phien') ?? '';
    await browser.get('/');
    await browser.post('/dang-xuat');
    const thief = visitor(web());
    thief.cookies.set('tro_ly_phien', stolen);
    expect((await thief.get('/')).statusCode).toBe(303);
  });

  it('ends after 12 idle hours, and after 7 days of work', async () => {
    const idle = (await signIn()).browser;
    await house.jump(12 * 3_600_000 + 60_000);
    expect((await idle.get('/')).statusCode).toBe(303);
    const busy = (await signIn()).browser;
    for (let hours = 0; hours < 7 * 24 - 11; hours += 11) {
      expect((await busy.get('/')).statusCode).toBe(200);
      await house.jump(11 * 3_600_000);
    }
    await house.jump(11 * 3_600_000);
    expect((await busy.get('/')).statusCode).toBe(303);
  });

  it('is prolonged by one button', async () => {
    const { browser } = await signIn();
    await browser.get('/');
    await house.jump(11 * 3_600_000);
    const stay = await browser.post('/phien', {}, { ...OWN_ORIGIN, accept: 'application/json' });
    expect(stay.json().leftMs / 60_000).toBeCloseTo(12 * 60, 0); // the clock runs on
  });

  it('is dead at once when the last membership has ended, and so is a link not yet pressed', async () => {
    const tam = house.person('anh Tâm', 'zalo');
    await tam.start(await house.invite('volunteer', '79001', 'anh Tâm'));
    const link = async () =>
      `/dang-nhap/${await createSignInLink(house.db.sql, await contactOf(tam), house.clock.now())}`;
    const { browser } = await signIn(await link());
    expect((await browser.get('/')).statusCode).toBe(200);
    const unpressed = await link();
    await house.db.sql`update memberships set until = ${house.clock.now()} where contact_id = ${await contactOf(tam)}`;
    expect((await browser.get('/')).statusCode).toBe(303);
    expect((await signIn(unpressed)).answer.statusCode).toBe(410);
  });

  it('leaves a trace of who came and went', async () => {
    const rows = await house.db.sql<{ action: string }[]>`
      select action from audit_log where caller = ${`contact:${await contactOf(lan)}`} order by id`;
    expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['sign-in', 'sign-out']));
  });
});

describe('where to go after signing in', () => {
  it.each([
    ['/can-giup?ap=1', '/can-giup?ap=1'],
    ['/tien-do/QR-1', '/tien-do/QR-1'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/\t/evil.example', '/'],
    ['/a/..//evil.example', '/'],
    ['/.//evil.example', '/'],
    ['/dang-xuat', '/'],
    ['', '/'],
    [`/${'a'.repeat(3000)}`, '/'],
  ])('%s', (wanted, way) => {
    expect(wayBack(wanted)).toBe(way);
  });

  it('is taken from the address with the same care', async () => {
    const browser = visitor(web());
    await browser.get('/dang-nhap?tiep=%2F%2Fevil.example&tiep=x');
    const link = await ask();
    await browser.get(link);
    expect((await browser.post(link)).headers.location).toBe('/');
    browser.cookies.clear();
    browser.cookies.set('tro_ly_tiep', encodeURIComponent('//evil.example'));
    const second = await ask();
    await browser.get(second);
    expect((await browser.post(second)).headers.location).toBe('/');
  });
});

describe('the make-believe officials', () => {
  it('are no way in without DEMO', async () => {
    await house.db.sql`
      insert into contacts (channel, external_id, simulated, created_at, seen_at)
      values ('telegram', '9000000000000001', true, ${MORNING}, ${MORNING})`;
    await house.db.sql`
      insert into memberships (contact_id, role, area_code, name, since)
      select id, 'admin', '79001', 'giả', ${MORNING} from contacts where external_id = '9000000000000001'`;
    const browser = visitor(web());
    const page = await browser.get('/dang-nhap');
    expect(page.body).not.toContain('name="vai"');
    const [{ id } = { id: '' }] = await house.db.sql<{ id: string }[]>`
      select id::text from contacts where external_id = '9000000000000001'`;
    expect((await browser.post('/dang-nhap', { vai: id })).statusCode).toBe(404);
    expect((await web().inject({ url: '/gia-lap' })).statusCode).toBe(404);
  });
});

describe('a demonstration', () => {
  it('lets anybody in as a make-believe person, never as a real one', async () => {
    const demo = await openHouse({ demo: true });
    try {
      const { sql } = demo.db;
      await demo.area('79001', 'Xã Thử', 'commune');
      for (const [externalId, simulated] of [
        ['1', true],
        ['2', false],
      ] as const) {
        await sql`insert into contacts (channel, external_id, simulated, created_at, seen_at)
          values ('telegram', ${externalId}, ${simulated}, ${MORNING}, ${MORNING})`;
        await sql`insert into memberships (contact_id, role, area_code, name, since)
          select id, 'official', '79001', ${simulated ? 'chị Giả' : 'chị Thật'}, ${MORNING} from contacts where external_id = ${externalId}`;
      }
      const idOf = async (externalId: string) =>
        (await sql<{ id: string }[]>`select id::text from contacts where external_id = ${externalId}`)[0]?.id ?? '';
      const browser = visitor(demo.assistant.web);
      const page = await browser.get('/dang-nhap');
      expect(page.body).toContain('Vào xem với vai chị Giả (dữ liệu minh hoạ)');
      expect(page.body).not.toContain('chị Thật');
      expect((await browser.post('/dang-nhap', { vai: await idOf('2') })).statusCode).toBe(404);
      expect((await browser.post('/dang-nhap', { vai: await idOf('1') })).statusCode).toBe(303);
      expect((await browser.get('/')).body).toContain('Dữ liệu minh hoạ');
      expect((await demo.assistant.web.inject({ url: '/gia-lap' })).statusCode).toBe(200);
    } finally {
      await demo.close();
    }
  });
});
